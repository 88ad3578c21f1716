"""What a soak runs: parts of it, the forms that environments take turns in, and specs drawn with an episode each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from time import process_time
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.driver import Driver, drawn_actions
from envspecs.testing.strategies import scenarios, task_specs

__all__ = ["FORMS", "Case", "Chunk", "Form", "kinds_of"]


@dataclass(frozen=True)
class Form:
    """A form of environments.

    Attributes:
        name: What tables call it: ``"single"``, or the autoreset mode of vectors.
        num_envs: How many environments step together; None for a single one.
    """

    name: str
    num_envs: int | None = None

    def driver(self, spec: TaskSpec) -> Driver:
        """Build a spec."""
        if self.num_envs is None:
            return Driver(spec.make())
        return Driver(spec.make_vec(self.num_envs, autoreset_mode=self.name))


FORMS = (Form("single"), Form("NextStep", 3), Form("SameStep", 3), Form("Disabled", 3))
"""A single environment, and vectors in every autoreset mode: they take turns, chunk by chunk."""


@dataclass(frozen=True)
class Case:
    """What was drawn.

    Attributes:
        spec: The spec.
        form: What it is built into.
        options: Options of the reset.
        seed: Of the episode and of its actions.
        seconds: What drawing the spec took.
    """

    spec: TaskSpec
    form: Form
    options: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    seconds: float = 0.0

    def run(self, driver: Driver) -> None:
        """Run an episode; of vector environments a step more, so that the next one begins."""
        single = self.form.num_envs is None
        driver.reset(seed=self.seed)
        driver.reset(options=dict(self.options))
        for action in drawn_actions(driver.env, self.seed, self.spec.episode.max_steps + (not single)):
            driver.step(action)
            if single and driver.any_over:
                return

    def __str__(self) -> str:
        return f"{self.form.name}, seed {self.seed}, options {dict(self.options)}"


@dataclass(frozen=True)
class Chunk:
    """A part of the specs.

    Attributes:
        number: Which, from 0.
        specs: How many specs are drawn.
        seed: What they follow from, together with the number.
    """

    number: int
    specs: int
    seed: int

    @property
    def form(self) -> Form:
        """What the specs are built into."""
        return FORMS[self.number % len(FORMS)]

    def each(self, run: Callable[[Case | Exception], None], *, shrink: bool = False) -> None:
        """Do something with each case, or with the reason why it could not be drawn.

        Args:
            run: What is done.
            shrink: Whether a case for which it raises is made as simple as can be.

        Raises:
            Exception: What ``run`` raises.
        """
        phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
        drawn = given(_cases(self.form))(run)
        chosen = settings(max_examples=self.specs, phases=phases, database=None, deadline=None, derandomize=False)
        seeded(f"{self.seed}, {self.number}")(chosen(drawn))()


@st.composite
def _cases(draw: st.DrawFn, form: Form) -> Case | Exception:
    """Build a spec, and an episode for its environments; for half of them a scenario is given."""
    before = process_time()
    try:
        spec = draw(task_specs(interfaces=True))
        seconds = process_time() - before
        given_some = draw(st.booleans())  # to build a scenario takes as long as to build an environment
        options = draw(scenarios(spec, num_envs=form.num_envs)) if given_some else {}
        return Case(spec, form, options, draw(_SEEDS), seconds)
    except HypothesisException:  # by which Hypothesis is told that a draw leads nowhere
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return error


_SEEDS = st.integers(0, 2**31 - 1)


def kinds_of(spec: TaskSpec) -> Iterator[tuple[str, str]]:
    """Give the kinds of a spec's parts, each with what part it is."""
    parts: dict[str, Any] = {"space": spec.space, "sensor": spec.sensor, "task": spec.task}
    parts |= {"motion": getattr(spec.sensor, "motion", None), "loss": getattr(spec.task, "loss", None)}
    yield from ((name, part.kind) for name, part in parts.items() if part is not None)
