"""An environment beside its reference: what is done to the one is done to the other, and both must give the same.

Axes: ``B`` environments.
"""

from __future__ import annotations

import itertools
import pickle
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any

import gymnasium
import numpy as np
from gymnasium.error import ClosedEnvironmentError, ResetNeeded
from gymnasium.spaces import Space
from gymnasium.vector import AutoresetMode, VectorEnv

from envspecs.episodes import Episodes
from envspecs.interface import Estimated, EstimatedVector
from envspecs.testing.comparing import arrays_in, copied, expect_refused, expect_same_data
from envspecs.testing.driver import Result
from envspecs.testing.reference import Judge, Lane, Reference
from envspecs.testing.reference.values import Sampled, batched, valued
from envspecs.testing.stateful.rows import expect_rows
from envspecs.testing.subject import Environment
from imagespaces.testing.checks import expect

__all__ = ["Pair", "Saved"]

KEPT = 4
"""How many of the latest results must stay as they were."""

UNKNOWN = {"no such option": 1}


@dataclass(frozen=True)
class Saved:
    """A state of an environment, and the past that its reference goes back to."""

    state: Any
    kept: Any
    lanes: list[Lane]


class Pair:
    """An environment and its reference, which go through the same.

    Every method raises AssertionError where the two part, or something does not hold that must at any time.

    Args:
        make: Makes the environment.
        make_single: Makes the single ones that the reference asks.
        judge: What must hold of each episode besides.

    Attributes:
        env: The environment.
        reference: What it must give.
        count: How many environments it is; None for a single one.
        is_active: Whether it is this project's, and so promises more than Gymnasium asks.

    >>> import envspecs
    >>> spec = envspecs.load("CircleSquare-v0")
    >>> pair = Pair(lambda: spec.make_vec(2), spec.make)
    >>> pair.reset(3)
    >>> pair.step([Sampled(0), Sampled(1)])
    >>> [lane.steps for lane in pair.reference.lanes]
    [1, 1]
    """

    def __init__(
        self,
        make: Callable[[], Environment],
        make_single: Callable[[], gymnasium.Env[Any, Any]],
        judge: Judge | None = None,
    ) -> None:
        self._make, self._make_single, self._judge = make, make_single, judge
        self._given: deque[tuple[Result, Result]] = deque(maxlen=KEPT)
        self._start()

    def _start(self) -> None:
        """Make an environment that has not begun."""
        self.env: Any = self._make()
        self.count = self.env.num_envs if isinstance(self.env, VectorEnv) else None
        self.is_active = isinstance(self.env.unwrapped, Episodes)
        self.reference = Reference(
            self._make_single, self.count or 1, self.mode, streams=not self.is_active, judge=self._judge
        )

    @property
    def mode(self) -> AutoresetMode | None:
        """What happens at an episode's end; None in a single environment."""
        return self.env.metadata["autoreset_mode"] if self.count else None

    @property
    def action_space(self) -> Space[Any]:
        """The actions of one environment."""
        space: Space[Any] = self.env.single_action_space if self.count else self.env.action_space
        return space

    @property
    def needs_seed(self) -> bool:
        """Whether the next reset must have a seed, since no one could tell what it would show without one."""
        return not self.is_active and any(lane.seed is None for lane in self.reference.lanes)

    @property
    def is_saved(self) -> bool:
        """Whether the environment has a state that tells all; estimators' memories are in none."""
        estimates = any(isinstance(each, Estimated | EstimatedVector) for each in _layers(self.env))
        return hasattr(self.env, "get_state") and not estimates

    @property
    def renders(self) -> bool:
        """Whether the environment gives pictures that its reference gives, too."""
        return self.is_active and self.env.render_mode is not None

    # ------------------------------------------------------------------------------------------- resetting and stepping

    def reset(
        self,
        seed: int | Sequence[int | None] | None = None,
        options: Mapping[str, Any] | Sequence[Mapping[str, Any]] = (),
        mask: Sequence[bool] | None = None,
    ) -> None:
        """Begin episodes.

        Args:
            seed: As ``reset`` takes it.
            options: The scenario of all environments, or of each.
            mask: Which environments begin, in a vector environment; None for all.
        """
        count = self.count or 1
        passed, each = self._options(options)
        begins = [True] * count if mask is None else list(mask)
        arguments: dict[str, Any] = {"seed": deepcopy(seed), "options": deepcopy(passed) or None}
        if mask is not None:
            arguments["options"] = {**deepcopy(passed), "reset_mask": np.array(mask)}
        result = self._noted(self.env.reset(**arguments), ("observation", "info"))
        self._expect(result, self.reference.reset(seed, each, begins, self._source()), "reset")
        self.check()

    def hand_over(self, seed: int) -> None:
        """Put a generator in, which decides what episodes begin from the next reset on."""
        self.env.unwrapped.np_random = np.random.default_rng(seed)
        self.reference.hand_over(seed)
        self.check()

    def _options(self, options: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Give options as they are passed on, and those of each environment."""
        count = self.count or 1
        if isinstance(options, Mapping) or not options:
            shared = dict(options)
            return shared, [shared] * count
        return {name: [own[name] for own in options] for name in options[0]}, [dict(own) for own in options]

    def _source(self) -> int | None:
        """Give the seed of the environment's own generator."""
        return int(self.env.unwrapped.np_random_seed) if self.is_active else None

    def step(self, actions: Sequence[Any]) -> None:
        """Take a step.

        Args:
            actions: One for each environment, in plain numbers.
        """
        each = [valued(self.action_space, action) for action in actions]
        names = ("observation", "reward", "terminated", "truncated", "info")
        result = self._noted(self.env.step(self._together(each)), names)
        self._expect(result, self.reference.step(each), "step")
        self.check()

    def step_to_an_end(self, seed: int, most: int, further: int = 0) -> None:
        """Take steps with sampled actions until an episode ends, up to so many, and where it may be, further ones."""
        seeds = itertools.count(1000 * seed)

        def step() -> None:
            self.step([Sampled(next(seeds)) for _ in range(self.count or 1)])

        for _ in range(most):
            before = [lane.number for lane in self.reference.lanes]
            step()
            if any(lane.over or lane.number != old for lane, old in zip(self.reference.lanes, before, strict=True)):
                break
        for _ in range(further):
            if self.reference.may_step:
                step()

    def _together(self, actions: Sequence[Any]) -> Any:
        """Give actions as the environment takes them, and none that is looked at elsewhere."""
        own = deepcopy(list(actions))
        return batched(self.action_space, own) if self.count else own[0]

    def _noted(self, given: tuple[Any, ...], names: Sequence[str]) -> Result:
        result = dict(zip(names, given, strict=True))
        self._given.append((result, copied(result)))
        return result

    def _expect(self, found: Result, expected: list[Result], what: str) -> None:
        space = self.env.single_observation_space if self.count else self.env.observation_space
        what = f"the {what} of {self}"
        if self.is_active:
            expect(self.env.observation_space.contains(found["observation"]), f"{what} shows what is not in its space")
        expect_rows(found, expected, space, what, is_vector=self.count is not None, exactly=self.is_active)

    # --------------------------------------------------------------------------------------------- what must be refused

    def refuse(self, seed: int) -> None:
        """Expect what can't be done to be refused: steps without episodes, first resets of some, unknown scenarios."""
        if not self.reference.may_step:
            action = self._together([valued(self.action_space, Sampled(seed))] * (self.count or 1))
            expect_refused(partial(self.env.step, action), ResetNeeded, f"a step of {self} without episodes", "reset()")
        if self.count and self.count > 1 and not self.reference.has_begun:
            mask = np.arange(self.count) == seed % self.count
            reset = partial(self.env.reset, seed=seed, options={"reset_mask": mask})
            expect_refused(reset, ResetNeeded, f"a first reset of some of {self}", "first reset")
        reset = partial(self.env.reset, seed=seed, options=UNKNOWN)
        expect_refused(reset, ValueError, f"a reset of {self} with {UNKNOWN}", "no such option")
        self.check()

    # ----------------------------------------------------------------------------------------- saving, copying, closing

    def save(self) -> Saved:
        """Give the state, and the past that belongs to it."""
        state = self.env.get_state()
        self.check()
        return Saved(state, deepcopy(state), self.reference.saved())

    def restore(self, saved: Saved) -> None:
        """Go back to a state, which must have stayed as it was; what was passed is the caller's again."""
        expect_same_data(saved.state, saved.kept, f"a state of {self}, after later steps")
        passed = copied(saved.state)
        self.env.set_state(passed)
        for _, array in arrays_in(passed):
            array[...] = 0
        self.reference.restore(saved.lanes)
        self.check()

    def copy(self, way: str) -> None:
        """Go on with a copy, made by ``"deepcopy"`` or ``"pickle"``, while the original goes elsewhere."""
        original = self.env
        self.env = deepcopy(original) if way == "deepcopy" else pickle.loads(pickle.dumps(original))  # noqa: S301
        original.reset(seed=77)
        original.step(self._together([valued(self.action_space, Sampled(77))] * (self.count or 1)))
        original.close()
        self.check()

    def renew(self) -> None:
        """Close the environment, which then refuses all, and make another."""
        self.env.close()
        if self.is_active:
            step = partial(self.env.step, self._together([valued(self.action_space, Sampled(0))] * (self.count or 1)))
            calls = {"reset": partial(self.env.reset, seed=0)} | ({"step": step} if self.reference.has_begun else {})
            for name, call in calls.items():
                expect_refused(call, ClosedEnvironmentError, f"a {name} of {self}, closed,", "closed")
        self.reference.close()
        self._start()
        self.check()

    def close(self) -> None:
        """Close the environment and its reference."""
        self.env.close()
        self.reference.close()

    # --------------------------------------------------------------------------------------------------------- pictures

    def render(self) -> None:
        """Expect the pictures of the reference; before an episode a refusal."""
        if not self.reference.has_begun:
            expect_refused(self.env.render, ResetNeeded, f"a picture of {self} without episodes", "reset()")
            return
        found = self.env.render()
        frames = found if self.count else (found,)
        for place, (frame, lane) in enumerate(zip(frames, self.reference.lanes, strict=True)):
            expect_same_data(frame, lane.frame(), f"the picture of environment {place} of {self}")
        self.check()

    # ------------------------------------------------------------------------------------------- what holds at any time

    def check(self) -> None:
        """Expect results given earlier to be what they were, and episodes to be counted as the reference does.

        Raises:
            AssertionError: If they are not.
        """
        for result, kept in self._given:
            expect_same_data(result, kept, f"what {self} gave earlier, now")
        if self.is_active:
            core, lanes = self.env.unwrapped.core, self.reference.lanes
            expect_same_data(core.episodes.tolist(), [lane.number for lane in lanes], f"the episode numbers of {self}")
            if self.reference.has_begun:
                expect_same_data(core.times.tolist(), [lane.steps for lane in lanes], f"the steps taken of {self}")
                expect_same_data(core.over.tolist(), [lane.over for lane in lanes], f"which of {self} are over,")

    def __str__(self) -> str:
        return f"{self.count} environments ({self.mode.value})" if self.mode else "the single environment"


def _layers(env: Any) -> list[Any]:
    """Give an environment and those that it wraps."""
    layers = [env]
    while "env" in vars(layers[-1]):
        layers.append(layers[-1].env)
    return layers
