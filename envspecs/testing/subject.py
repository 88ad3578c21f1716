"""What laws are about: a way to make environments, one at a time and many side by side."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import Any, Protocol, TypeAlias

import gymnasium
from gymnasium.error import DependencyNotInstalled
from gymnasium.vector import AutoresetMode, VectorEnv

from envspecs.core import Core
from envspecs.environment import ActiveEnv
from envspecs.loading import load
from envspecs.problems import SpecError
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.comparing import arrays_in, copied
from envspecs.testing.driver import Driver, drawn_actions, draws, resting_actions
from envspecs.testing.limits import UNLIMITED, Limits

__all__ = ["LANES", "MOST_STEPS", "Environment", "Maker", "Subject"]

Environment: TypeAlias = gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any]

MOST_STEPS = 100
"""The most steps that laws play on; episodes that take longer are not seen to their end."""

LANES = 3
"""How many environments a vector has, where it does not matter."""

FEW_LANES = 2
"""How many it has where actions are large, as predictions of pixels are."""

FEW_ACTIONS = 3
"""How many actions are drawn where they are large; they are then taken in turns."""

LARGE_BYTES = 1 << 18
"""The size from which on an action is large."""


class Maker(Protocol):
    """What makes environments: task specs do."""

    def make(self, *, render_mode: str | None = None) -> gymnasium.Env[Any, Any]:
        """Make one environment."""

    def make_vec(
        self,
        num_envs: int = 1,
        *,
        autoreset_mode: str | AutoresetMode = AutoresetMode.NEXT_STEP,
        render_mode: str | None = None,
        max_episode_steps: int | None = None,
    ) -> VectorEnv[Any, Any, Any]:
        """Make environments that step together."""


class Subject:
    """Environments of one kind, and what laws must know of them beforehand.

    Args:
        make: Makes one environment; takes ``render_mode`` where the environment renders.
        make_vec: Makes a vector environment, with the arguments of :meth:`Maker.make_vec`; None where there are none.
        name: What they are called in messages.
        spec: The task spec that they are made from; None where they are made otherwise.
        modes: The autoreset modes that ``make_vec`` can make vector environments of.
        ignore: Entries of ``info`` and of observations that are never compared, at any depth, such as times that
            something took. How long an episode took, as Gymnasium's wrappers tell it, is left out in any case.

    Raises:
        ValueError: If there are no modes.

    >>> import envspecs
    >>> subject = Subject.of(envspecs.load("CircleSquare-v0"))
    >>> subject.horizon, subject.is_active
    (16, True)
    """

    def __init__(
        self,
        make: Callable[..., gymnasium.Env[Any, Any]],
        make_vec: Callable[..., VectorEnv[Any, Any, Any]] | None = None,
        name: str | None = None,
        spec: TaskSpec | None = None,
        modes: Iterable[AutoresetMode] = tuple(AutoresetMode),
        *,
        ignore: Iterable[str] = (),
    ) -> None:
        self.make, self._make_vec = make, make_vec
        self.modes, self.ignore = tuple(modes), tuple(ignore)
        if not self.modes:
            raise ValueError(f"modes must hold at least one of {[mode.name for mode in AutoresetMode]}, got none")
        self._name, self.spec = name, spec
        self.limits = UNLIMITED

    @classmethod
    def of(cls, task: Maker | Subject) -> Subject:
        """Take what laws are given: a subject, or what makes environments."""
        if isinstance(task, Subject):
            return task
        spec = task if isinstance(task, TaskSpec) else None
        return cls(task.make, task.make_vec, getattr(task, "id", None), spec)

    def limited(self, limits: Limits) -> Subject:
        """Give the same environments, of which laws look at less."""
        if limits == self.limits:
            return self
        other = copy.copy(self)  # with what was looked up already
        other.limits = limits
        return other

    @property
    def lanes(self) -> int:
        """How many environments a vector has, where it does not matter."""
        return self.limits.envs_of(FEW_LANES if self.is_heavy else LANES)

    def make_vec(
        self,
        num_envs: int | None = None,
        autoreset_mode: AutoresetMode | str | None = None,
        **options: Any,
    ) -> VectorEnv[Any, Any, Any]:
        """Make environments that step together: :attr:`lanes` of the first mode, if it is not said otherwise.

        Raises:
            ValueError: If there are none.
        """
        if self._make_vec is None:
            raise ValueError(f"vector environments are made where make_vec is given, got None for {self}")
        return self._make_vec(num_envs or self.lanes, autoreset_mode=autoreset_mode or self.modes[0], **options)

    def actions(self, env: Environment, seed: int, count: int, *, at_least: int = 0) -> list[Any]:
        """Draw actions of an environment from a seed, without touching the random stream of its own space.

        Args:
            env: The environment.
            seed: Of the actions.
            count: How many would be good to have; where little is looked at, they are fewer.
            at_least: How many are needed.
        """
        count = self.limits.steps_of(count, at_least)
        if self.limits.at_rest:
            return resting_actions(env, seed, count)
        drawn = drawn_actions(env, seed, min(count, FEW_ACTIONS) if self.is_heavy else count)
        return drawn + [copied(drawn[number % FEW_ACTIONS]) for number in range(len(drawn), count)]

    @property
    def has_vectors(self) -> bool:
        """Whether there are vector environments."""
        return self._make_vec is not None

    def all_kinds(self) -> dict[str, Callable[[], Environment]]:
        """Give what makes each kind of environment there is, by what it is called; of heavy ones, in one mode alone."""
        kinds: dict[str, Callable[[], Environment]] = {"the single environment": self.make}
        modes = self.modes if self.has_vectors else ()
        for mode in modes[:1] if self.is_heavy else modes:
            kinds[f"the vector environment ({mode.value})"] = partial(self.make_vec, autoreset_mode=mode)
        return kinds

    # ------------------------------------------------------------------------------------ what is looked up beforehand

    @cached_property
    def example(self) -> gymnasium.Env[Any, Any]:
        """One environment, that no law steps: as long as it is there, what environments share is kept."""
        return self.make()

    @property
    def is_active(self) -> bool:
        """Whether the environments are this project's, and so promise more than Gymnasium asks."""
        return isinstance(self.example.unwrapped, ActiveEnv)

    @property
    def core(self) -> Core:
        """The episodes of one environment of this project, that no law steps."""
        core: Core = self.example.get_wrapper_attr("core")
        return core

    @cached_property
    def is_heavy(self) -> bool:
        """Whether actions are large, so that drawing and judging many takes long."""
        action = next(draws(self.example.action_space, 0))
        return sum(array.nbytes for _, array in arrays_in(action)) >= LARGE_BYTES

    @cached_property
    def renders(self) -> bool:
        """Whether the environments give pictures as arrays, and have installed what they draw them with."""
        if "rgb_array" not in (self.example.metadata.get("render_modes") or []):
            return False
        if self.is_active:
            return True
        try:
            with Driver(self.make(render_mode="rgb_array")) as driver:
                driver.reset(seed=0)
                driver.env.render()
        except DependencyNotInstalled:
            return False
        except Exception:  # noqa: BLE001 - whatever is wrong, the laws about pictures meet it again
            return True
        return True

    @property
    def predicts(self) -> bool:
        """Whether something is to be predicted, in environments of this project."""
        return self.core.task.prediction_space is not None

    @property
    def is_even(self) -> bool:
        """Whether all episodes are over after :attr:`horizon` steps, and none before."""
        return self.horizon < MOST_STEPS and not (self.is_active and self.core.may_end_early)

    @cached_property
    def horizon(self) -> int:
        """How many steps an episode takes under random actions, or at most, up to :data:`MOST_STEPS`."""
        if self.is_active and self.core.may_end_early:
            return min(self.core.rules.max_steps, MOST_STEPS)
        with Driver(self.make()) as driver:
            driver.reset(seed=0)
            actions = draws(driver.env.action_space, 0)
            for step in range(1, MOST_STEPS + 1):
                driver.step(next(actions))
                if driver.any_over:
                    return step
        return MOST_STEPS

    @cached_property
    def code(self) -> str:
        """What the environments are in code that finds a fault again."""
        if self.spec is None:
            return "Subject(make, make_vec)" if self.has_vectors else "Subject(make)"
        for source in (self.spec.id, self.spec.tree.place.source):
            if source and _is(self.spec, source):
                return f"envspecs.load({source!r})"
        return "spec"

    def __repr__(self) -> str:
        return self._name or repr(vars(self).get("example", self.make))


def _is(spec: TaskSpec, source: str) -> bool:
    """Tell whether a spec is that of a catalog id or a file."""
    try:
        return load(source) == spec
    except SpecError:
        return False
