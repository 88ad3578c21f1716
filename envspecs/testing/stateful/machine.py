"""Any program of resets, steps, saves, copies and pictures, on an environment beside its reference."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from operator import methodcaller
from typing import Any, ClassVar, Self, TypeVar

import gymnasium
from gymnasium.vector import AutoresetMode, VectorEnv
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, precondition, rule

from envspecs.environment import ActiveEnv
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.reference import Definition
from envspecs.testing.stateful import arguments
from envspecs.testing.stateful.pair import Pair, Saved
from envspecs.testing.strategies import scenarios
from envspecs.testing.subject import Maker, Subject

__all__ = ["KINDS", "EnvironmentMachine"]

SINGLE = "single"

KINDS = (SINGLE, *(mode.value for mode in AutoresetMode))
"""The single environment, and the vector environment by what it does at an episode's end."""


Made = TypeVar("Made")


def _by(method: str) -> st.SearchStrategy[Any]:
    """Build what a method of the machine says, whose rule it is for."""
    return st.runner().flatmap(methodcaller(method))


class EnvironmentMachine(RuleBasedStateMachine):
    """Drives environments by random programs, and compares all they give, bit for bit, with a slow reference.

    A subclass says what environments these are, by a ``spec`` or by :meth:`make` and, where there are vectors of them,
    :meth:`make_vec`::

        class MyMachine(EnvironmentMachine):
            def make(self, **options):
                return MyEnv(**options)


        TestMyEnv = MyMachine.TestCase

    ``TestMyEnv.settings = hypothesis.settings(…)`` says how many programs are tried (``max_examples``), of how many
    rules each (``stateful_step_count``). What fails is shown as the shortest program that does.

    Environment ``i`` of a vector environment seeded ``s``, and a single one likewise, must give what a fresh single one
    does that is seeded ``s + i`` and brought to the same episode by so many resets, with the same options and actions.
    Of environments of others no more is expected than that a seed decides what follows, and of vectors of them what
    Gymnasium's SyncVectorEnv gives.

    Attributes:
        spec: The task, if it is one of a task spec; then also time, ends, sums and, of the commonest tasks, every pixel
            and every reward are compared with their definitions.
        kinds: Which environments are driven: ``"single"``, and ``"NextStep"``, ``"SameStep"`` and ``"Disabled"`` where
            there are vectors.
        num_envs: How many environments a vector has.
        max_steps: How many steps a single rule takes at most to come to an episode's end.
    """

    spec: TaskSpec | None = None
    kinds: ClassVar[tuple[str, ...]] = KINDS
    num_envs: ClassVar[int] = 2
    max_steps: ClassVar[int] = 64

    _shared: dict[str, Any]  # what is the same for all programs: strategies, and an environment

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        cls._shared = {}

    @classmethod
    def of(cls, task: Maker | Subject, **attributes: Any) -> type[Self]:
        """Give the machine of a task.

        Args:
            task: A task spec, or what makes environments.
            attributes: Attributes of the class.

        >>> import envspecs
        >>> EnvironmentMachine.of(envspecs.load("CircleSquare-v0"), num_envs=3)
        <class 'envspecs.testing.stateful.machine.CircleSquare_v0'>
        """
        subject = Subject.of(task)
        own: dict[str, Any] = {
            "spec": subject.spec,
            "make": staticmethod(subject.make),
            "__module__": cls.__module__,
        }
        if subject.has_vectors:
            own["make_vec"] = staticmethod(subject.make_vec)
        return type(re.sub(r"\W+", "_", repr(subject)), (cls,), own | attributes)

    # ---------------------------------------------------------------------------------------- what a subclass says

    def make(self, **options: Any) -> gymnasium.Env[Any, Any]:
        """Make one environment.

        Args:
            options: ``render_mode`` where the environment is this project's.

        Raises:
            TypeError: If neither the class nor a ``spec`` says which.
        """
        return self._task().make(**options)

    def make_vec(self, num_envs: int, *, autoreset_mode: str, **options: Any) -> VectorEnv[Any, Any, Any]:
        """Make environments that step together.

        Args:
            num_envs: How many.
            autoreset_mode: What happens at an episode's end.
            options: As for :meth:`make`.

        Raises:
            TypeError: If neither the class nor a ``spec`` says which.
        """
        return self._task().make_vec(num_envs, autoreset_mode=autoreset_mode, **options)

    def scenarios(self) -> st.SearchStrategy[Mapping[str, Any]]:
        """Build options of ``reset``; none unless there is a ``spec``."""
        return st.just({}) if self.spec is None else scenarios(self.spec)

    def _task(self) -> TaskSpec:
        if self.spec is None:
            raise TypeError(f"{type(self).__name__} must have a spec, or a method make, got neither")
        return self.spec

    # ------------------------------------------------------------------------------------------------------- rules

    pair: Pair
    states = Bundle("states")

    # Hypothesis leaves rules out at random, and little is to be done without a reset: mostly there is one at once.
    @initialize(kind=_by("_kinds"), seed=arguments.first_seeds())
    def make_environment(self, kind: str, seed: int | None) -> None:
        """Make what is driven, and begin episodes with a seed, unless it is None."""
        options = self._render_options()
        single = partial(self.make, **options)
        mode = {"autoreset_mode": kind, **options}
        self.pair = Pair(
            single if kind == SINGLE else partial(self.make_vec, self.num_envs, **mode), single, self._judge()
        )
        self._begin(seed)

    def _begin(self, seed: int | None) -> None:
        if seed is not None:
            self.pair.reset(seed)

    @rule(
        seed=_by("_seeds"),
        options=_by("_options"),
    )
    def reset(self, seed: Any, options: Any) -> None:
        """Begin episodes in all environments."""
        self.pair.reset(seed, options)

    @precondition(lambda machine: machine.pair.count and machine.pair.reference.has_begun)
    @rule(
        mask=_by("_masks"),
        seed=_by("_seeds"),
        options=_by("_options"),
    )
    def reset_some(self, mask: list[bool], seed: Any, options: Any) -> None:
        """Begin episodes in some environments."""
        self.pair.reset(seed, options, mask)

    @precondition(lambda machine: machine.pair.is_active)
    @rule(seed=st.integers(0, 3))
    def put_in_generator(self, seed: int) -> None:
        """Put a generator in from outside, made with a seed."""
        self.pair.hand_over(seed)

    @precondition(lambda machine: machine.pair.reference.may_step)
    @rule(actions=_by("_moves"))
    def step(self, actions: list[Any]) -> None:
        """Take a step."""
        self.pair.step(actions)

    @precondition(lambda machine: machine.pair.reference.may_step)
    @rule(seed=st.integers(0, 9), further=st.integers(0, 2))
    def step_to_an_end(self, seed: int, further: int) -> None:
        """Take steps until an episode is over, and so many further ones where the next begins by itself."""
        self.pair.step_to_an_end(seed, self.max_steps, further)

    @precondition(lambda machine: machine.pair.is_active)
    @rule(seed=st.integers(0, 9))
    def do_what_is_refused(self, seed: int) -> None:
        """Step where there is no episode, and ask for scenarios that there are not."""
        self.pair.refuse(seed)

    @precondition(lambda machine: machine.pair.is_saved)
    @rule(target=states)
    def save(self) -> Saved:
        """Save the state."""
        return self.pair.save()

    @rule(state=states)
    def restore(self, state: Saved) -> None:
        """Go back to a saved state."""
        self.pair.restore(state)

    @precondition(lambda machine: machine.pair.is_active)
    @rule(way=st.sampled_from(["deepcopy", "pickle"]))
    def go_on_with_copy(self, way: str) -> None:
        """Go on with a copy, while the original goes elsewhere."""
        self.pair.copy(way)

    @precondition(lambda machine: machine.pair.reference.has_begun)
    @rule(seed=arguments.first_seeds())
    def close_and_make_anew(self, seed: int | None) -> None:
        """Close the environment, make another, and begin episodes with a seed, unless it is None."""
        self.pair.renew()
        self._begin(seed)

    @precondition(lambda machine: machine.pair.renders)
    @rule()
    def render(self) -> None:
        """Look at the pictures."""
        self.pair.render()

    def teardown(self) -> None:
        """Close what was made."""
        if "pair" in vars(self):
            self.pair.close()

    # --------------------------------------------------------------------------------- what rules are called with

    def _kinds(self) -> st.SearchStrategy[str]:
        has_vectors = self.spec is not None or type(self).make_vec is not EnvironmentMachine.make_vec
        return st.sampled_from(self.kinds if has_vectors else (SINGLE,))

    def _once(self, name: str, make: Callable[[], Made]) -> Made:
        """Make something that is the same in all programs."""
        made: Made = self._shared[name] if name in self._shared else self._shared.setdefault(name, make())
        return made

    def _render_options(self) -> dict[str, str]:
        example = self._once("example", self.make)  # as long as it is there, what environments share is kept
        return {"render_mode": "rgb_array"} if isinstance(example.unwrapped, ActiveEnv) else {}

    def _judge(self) -> Definition | None:
        return None if self.spec is None else self._once("definition", partial(Definition, self.spec))

    def _seeds(self) -> st.SearchStrategy[Any]:
        needed, count = self.pair.needs_seed, self.pair.count
        return self._once(f"seeds {count} {needed}", lambda: arguments.seeds(count, needed=needed))

    def _options(self) -> st.SearchStrategy[Any]:
        count = self.pair.count
        return self._once(f"options {count}", lambda: arguments.options(self.scenarios(), count))

    def _masks(self) -> st.SearchStrategy[list[bool]]:
        return self._once("masks", lambda: arguments.masks(self.num_envs))

    def _moves(self) -> st.SearchStrategy[list[Any]]:
        space, count = self.pair.action_space, self.pair.count or 1
        return self._once(f"moves {count}", lambda: arguments.moves(space, count))
