"""What laws are about: a way to make environments, one at a time and many side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, Protocol, TypeAlias

import gymnasium
from gymnasium.vector import AutoresetMode, VectorEnv

from envspecs.core import Core
from envspecs.environment import ActiveEnv
from envspecs.testing.driver import Driver, drawn_actions

__all__ = ["MOST_STEPS", "Environment", "Maker", "Subject"]

Environment: TypeAlias = gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any]

MOST_STEPS = 100
"""The most steps that laws play on; episodes that take longer are not seen to their end."""

LANES = 3
"""How many environments a vector has, where it does not matter."""


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
    ) -> None:
        self.make, self._make_vec = make, make_vec
        self._name = name

    @classmethod
    def of(cls, task: Maker | Subject) -> Subject:
        """Take what laws are given: a subject, or what makes environments."""
        if isinstance(task, Subject):
            return task
        return cls(task.make, task.make_vec, getattr(task, "id", None))

    def make_vec(
        self, num_envs: int = LANES, autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP, **options: Any
    ) -> VectorEnv[Any, Any, Any]:
        """Make environments that step together.

        Raises:
            ValueError: If there are none.
        """
        if self._make_vec is None:
            raise ValueError(f"vector environments are made where make_vec is given, got None for {self}")
        return self._make_vec(num_envs, autoreset_mode=autoreset_mode, **options)

    @property
    def has_vectors(self) -> bool:
        """Whether there are vector environments."""
        return self._make_vec is not None

    def all_kinds(self) -> dict[str, Callable[[], Environment]]:
        """Give what makes each kind of environment there is, by what it is called."""
        kinds: dict[str, Callable[[], Environment]] = {"the single environment": self.make}
        for mode in AutoresetMode if self.has_vectors else ():
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

    @property
    def renders(self) -> bool:
        """Whether the environments give pictures as arrays."""
        return "rgb_array" in (self.example.metadata.get("render_modes") or [])

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
            for step, action in enumerate(drawn_actions(driver.env, 0, MOST_STEPS), start=1):
                driver.step(action)
                if driver.any_over:
                    return step
        return MOST_STEPS

    def __repr__(self) -> str:
        return self._name or repr(vars(self).get("example", self.make))
