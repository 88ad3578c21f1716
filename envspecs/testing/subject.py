"""What laws are about: a way to make environments, one at a time and many side by side."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, partial
from itertools import islice, repeat
from typing import Any, Protocol, Self, TypeAlias

import gymnasium
from gymnasium.error import DependencyNotInstalled
from gymnasium.vector import AutoresetMode, VectorEnv

from envspecs.build import Source
from envspecs.core import Core
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.loading import load
from envspecs.problems import SpecError
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.choosing import Choose, choosing, choosing_vectors
from envspecs.testing.comparing import arrays_in, copied
from envspecs.testing.driver import Driver, at_rest, drawn_actions, draws, resting_actions
from envspecs.testing.limits import UNLIMITED, Limits
from envspecs.testing.making import (
    Make,
    MakeVec,
    called,
    checked_make,
    checked_make_vec,
    first_made,
    first_vector_made,
    takes,
)
from envspecs.testing.peeling import peeled, peeling

__all__ = ["LANES", "MOST_STEPS", "PLAYED_STEPS", "Environment", "Maker", "Subject", "Task"]

Environment: TypeAlias = gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any]

MOST_STEPS = 100
"""The most steps that laws play on; episodes that take longer are not seen to their end."""

PLAYED_STEPS = 50
"""The limit of episodes with which laws play a task spec that has them take longer."""

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
        make: Makes one environment; takes ``render_mode`` where pictures are to be looked at. Or the id of one that
            is registered with Gymnasium.
        make_vec: Makes a vector environment, with the arguments of :meth:`Maker.make_vec`; None where there are none.
        name: What they are called in messages.
        spec: The task spec that they are made from; None where they are made otherwise.
        modes: The autoreset modes that ``make_vec`` can make vector environments of.
        ignore: Entries of ``info`` and of observations that are never compared, at any depth, such as times that
            something took. How long an episode took, as Gymnasium's wrappers tell it, is left out in any case.
        actions: What is done instead of an action that laws draw from the action space, where not every one can be
            taken: it takes that action and the latest ``info``, and gives one that can. See
            :func:`~envspecs.testing.choosing.by_action_mask`.

    Raises:
        TypeError: If an environment, or something else, stands where what makes them should.
        ValueError: If there are no modes.

    >>> import envspecs
    >>> subject = Subject.of(envspecs.load("CircleSquare-v0"))
    >>> subject.horizon, subject.is_active
    (16, True)
    """

    def __init__(
        self,
        make: Make | str,
        make_vec: MakeVec | None = None,
        name: str | None = None,
        spec: TaskSpec | None = None,
        modes: Iterable[AutoresetMode] = tuple(AutoresetMode),
        *,
        ignore: Iterable[str] = (),
        actions: Choose | None = None,
    ) -> None:
        self._given = self.make, self._make_vec = checked_make(make), checked_make_vec(make_vec)
        self._id = make if isinstance(make, str) else None
        self.modes, self.ignore = tuple(modes), tuple(ignore)
        if not self.modes:
            raise ValueError(f"modes must hold at least one of {[mode.name for mode in AutoresetMode]}, got none")
        self._chooses = actions is not None
        if actions is not None:
            self.make = choosing(self.make, actions)
            self._make_vec = self._make_vec and choosing_vectors(self._make_vec, actions)
        self._name, self.spec = name, spec
        self.limits = UNLIMITED

    @classmethod
    def of(cls, task: Task) -> Subject:
        """Take what laws are given: a subject, a task spec, or where one is to be found.

        The episodes of a spec are played with a limit of :data:`PLAYED_STEPS` steps where theirs is too far away.

        Raises:
            TypeError: If it is something else.
        """
        if isinstance(task, Subject):
            return task
        spec = load(task) if isinstance(task, str | os.PathLike | Mapping) else task
        if isinstance(spec, TaskSpec):
            played = _in_short(spec)
            return cls(played.make, played.make_vec, spec.id, spec)
        if isinstance(spec, gymnasium.Env | VectorEnv) or not hasattr(spec, "make_vec"):
            known = "a task spec, what envspecs.load takes, or a Subject"
            raise TypeError(f"a task must be {known}, got {spec!r}; check_env takes what makes environments")
        return cls(spec.make, spec.make_vec, getattr(spec, "id", None))

    @contextmanager
    def opened(self) -> Iterator[Self]:
        """Close in the end what was looked up in between; what was there before is left to who looked it up."""
        was_there = "example" in vars(self)
        try:
            yield self
        finally:
            if not was_there:
                self.close()

    def close(self) -> None:
        """Close what was looked up; it is looked up again if it is needed again."""
        vars(self).pop("_beneath", None)
        example = vars(self).pop("example", None)
        if example is not None:
            example.close()

    def expect_made(self) -> None:
        """See that one environment can be made, and a vector of each mode: what can't be made breaks no law.

        Raises:
            TypeError: If something else is made, or ``make_vec`` does not take what it is given.
        """
        _ = self.example, self._vectors_are_made

    @cached_property
    def _vectors_are_made(self) -> bool:
        """Whether there are vectors of each mode; those of a spec are."""
        for mode in self.modes if self._make_vec is not None and self.spec is None else ():
            first_vector_made(self.make_vec, mode)
        return self.has_vectors

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
        """One environment, that no law steps: as long as it is there, what environments share is kept.

        Raises:
            TypeError: If something else is made.
        """
        env = first_made(self.make)
        self._name = self._name or called(env.env if self._chooses else env)  # type: ignore[attr-defined]  # a wrapper
        return env

    @property
    def is_active(self) -> bool:
        """Whether the environments are this project's, and so promise more than Gymnasium asks."""
        return isinstance(self.example.unwrapped, ActiveEnv)

    @property
    def beneath(self) -> Subject:
        """Environments of this project without the wrappers of others, which may change what is promised of them.

        Where there are vectors of others around them, there are none of this project's.
        """
        return self._beneath.limited(self.limits)

    @cached_property
    def _beneath(self) -> Subject:
        if self.spec is not None:
            return self
        other = copy.copy(self)
        for name in ("horizon", "renders"):
            vars(other).pop(name, None)
        make_vec = peeling(self._make_vec) if self._make_vec is not None and self._has_own_vectors else None
        vars(other).update(example=peeled(self.example), make=peeling(self.make), _make_vec=make_vec)
        return other

    @cached_property
    def _has_own_vectors(self) -> bool:
        envs = self.make_vec(1)
        envs.close()
        return isinstance(envs.unwrapped, ActiveVectorEnv)

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
        """Whether the environments give pictures as arrays, can be told to, and have what they need for it."""
        if "rgb_array" not in (self.example.metadata.get("render_modes") or []):
            return False
        if not takes(self._given[0], "render_mode"):
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
        return self.ends and not (self.is_active and self.core.may_end_early)

    @property
    def ends(self) -> bool:
        """Whether episodes are over before laws have played on for :data:`MOST_STEPS`."""
        return self.horizon < MOST_STEPS

    @cached_property
    def horizon(self) -> int:
        """How many steps an episode takes under random actions, or at most, up to :data:`MOST_STEPS`."""
        if self.is_active and self.core.may_end_early:
            return min(self.core.rules.max_steps, MOST_STEPS)
        with Driver(self.make()) as driver:
            driver.reset(seed=0)
            space = driver.env.action_space
            actions = repeat(at_rest(space)) if self.limits.at_rest else draws(space, 0)
            for step, action in enumerate(islice(actions, MOST_STEPS), start=1):
                driver.step(action)
                if driver.any_over:
                    return step
        return MOST_STEPS

    @cached_property
    def code(self) -> str:
        """What the environments are in code that finds a fault again."""
        if self.spec is None:
            return f"Subject({', '.join(self._arguments())})"
        for source in (self.spec.id, self.spec.tree.place.source):
            if source and _is(self.spec, source):
                return f"envspecs.load({source!r})"
        return "spec"

    def _arguments(self) -> Iterator[str]:
        """Give what a subject without a spec is made of, as code."""
        yield "make" if self._id is None else repr(self._id)
        if self.has_vectors:
            yield "make_vec"
            if self.modes != tuple(AutoresetMode):
                yield f"modes=[{', '.join(map(str, self.modes))}]"
        if self.ignore:
            yield f"ignore={list(self.ignore)}"
        if self._chooses:
            yield "actions=actions"

    def __repr__(self) -> str:
        return self._name or self._id or called(self._given[0])


Task: TypeAlias = Maker | Subject | Source
"""What laws take: a task spec or where :func:`envspecs.load` finds one, or environments."""


def _in_short(spec: TaskSpec) -> TaskSpec:
    """Give a spec whose episodes laws can play to their end: the same, or one with a nearer limit, if it allows one."""
    if spec.episode.max_steps < MOST_STEPS:
        return spec
    try:
        return spec.override({"episode.max_steps": PLAYED_STEPS})
    except SpecError:
        return spec


def _is(spec: TaskSpec, source: str) -> bool:
    """Tell whether a spec is that of a catalog id or a file."""
    try:
        return load(source) == spec
    except SpecError:
        return False
