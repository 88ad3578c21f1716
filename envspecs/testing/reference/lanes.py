"""One environment's past, and what it must give now: what a fresh environment gives that lives through that past."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import gymnasium
import numpy as np

from envspecs.testing.comparing import copied
from envspecs.testing.driver import Result

__all__ = ["Handed", "Judge", "Lane", "Played", "Seed"]


@dataclass
class Played:
    """An episode so far.

    Attributes:
        options: Those of the reset that began it.
        begun: What that reset gave.
        actions: One per step.
        rewards: One per step.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    begun: Result = field(default_factory=dict)
    actions: list[Any] = field(default_factory=list)
    rewards: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Handed:
    """What an environment begins with whose generator was put in from outside.

    Attributes:
        seed: Of the generator.
        before: How many 64-bit words were drawn of it before.

    >>> Handed(3)
    Handed(3)
    """

    seed: int
    before: int = 0

    def __repr__(self) -> str:
        return f"Handed({self.seed}{f', {self.before}' if self.before else ''})"

    def generator(self) -> np.random.Generator:
        """Give the generator as it is then."""
        random = np.random.default_rng(self.seed)
        random.integers(2**64, size=self.before, dtype=np.uint64)
        return random


Seed: TypeAlias = int | Handed
"""What an environment's episodes follow from."""

Judge: TypeAlias = Callable[[Played, Result], None]
"""Raises AssertionError where an episode can't give what it gave last."""


class Lane:
    """One environment, of which nothing is kept but its seed and what was done to it since.

    What it must give is asked of a fresh environment at every episode, one that has lived through the same: of earlier
    episodes their number alone, for an episode is a pure function of its seed and number; or, where random numbers come
    in a stream, all that happened in them.

    Args:
        make: Makes one environment.
        streams: Whether earlier episodes, too, must be lived through as they were.
        judge: Is shown the episode and the latest that it gave, after every reset and step; raises where that is wrong.

    Attributes:
        seed: What the episodes began with; None before that.
        episodes: All since then.
        over: Whether the latest episode is over.

    >>> import envspecs
    >>> lane = Lane(envspecs.load("CircleSquare-v0").make)
    >>> lane.begin(seed=7)["info"] == lane.begin()["info"]
    False
    >>> lane.seed, lane.number, lane.steps
    (7, 1, 0)
    """

    def __init__(
        self,
        make: Callable[[], gymnasium.Env[Any, Any]],
        *,
        streams: bool = False,
        judge: Judge | None = None,
    ) -> None:
        self._make, self._streams, self._judge = make, streams, judge
        self.seed: Seed | None = None
        self.episodes: list[Played] = []
        self.over = False
        self._env: gymnasium.Env[Any, Any] | None = None  # made when it is asked something
        self._latest: Result = {}

    @property
    def number(self) -> int:
        """The number of the episode, −1 where none has begun."""
        return len(self.episodes) - 1

    @property
    def steps(self) -> int:
        """How many steps the episode has taken."""
        return len(self.episodes[-1].actions) if self.episodes else 0

    @property
    def latest(self) -> Result:
        """What the latest reset or step of the episode gave."""
        self._alive()
        return self._latest

    def forget(self, seed: Seed) -> None:
        """Take a seed, whose episode 0 is the next."""
        self.seed, self.episodes, self.over = seed, [], False
        self._retire()

    def begin(self, seed: int | None = None, options: Mapping[str, Any] | None = None) -> Result:
        """Begin episode 0 of a seed, or without one the next; give what that shows."""
        if seed is not None:
            self.forget(seed)
        played = Played(deepcopy(dict(options or {})))
        self.episodes.append(played)
        self.over = False
        self._retire()
        played.begun = self.latest
        return self._judged(played)

    def step(self, action: Any) -> Result:
        """Take a step; give what comes of it."""
        env, played = self._alive(), self.episodes[-1]
        self._latest = _stepped(env, action)
        played.actions.append(deepcopy(action))
        played.rewards.append(float(self._latest["reward"]))
        self.over = bool(self._latest["terminated"] or self._latest["truncated"])
        return self._judged(played)

    def _judged(self, played: Played) -> Result:
        if self._judge is not None:
            self._judge(played, self._latest)
        return self._latest

    def frame(self) -> Any:
        """Give the picture of the episode so far."""
        return self._alive().render()

    def copy(self) -> Lane:
        """Give another with the same past."""
        other = Lane(self._make, streams=self._streams, judge=self._judge)
        other.seed, other.episodes, other.over = self.seed, deepcopy(self.episodes), self.over
        return other

    def close(self) -> None:
        """Let go of the environment that was made; another is made when it is asked something."""
        self._retire()

    def _retire(self) -> None:
        if self._env is not None:
            self._env.close()
        self._env = None

    def _alive(self) -> gymnasium.Env[Any, Any]:
        """Give an environment that has lived through all that this one has."""
        if self._env is None:
            self._env = self._make()
            for number, played in enumerate(self.episodes):
                self._relive(self._env, number, played)
        return self._env

    def _relive(self, env: gymnasium.Env[Any, Any], number: int, played: Played) -> None:
        counts = self._streams or number == self.number
        seed = self.seed if number == 0 else None
        if isinstance(seed, Handed):
            env.unwrapped.np_random, seed = seed.generator(), None
        observation, info = env.reset(seed=seed, options=deepcopy(dict(played.options)) if counts else None)
        self._latest = copied({"observation": observation, "info": info})
        for action in played.actions if counts else ():
            self._latest = _stepped(env, action)


def _stepped(env: gymnasium.Env[Any, Any], action: Any) -> Result:
    """Take a step; give a copy of what came of it, as it was then."""
    names = ("observation", "reward", "terminated", "truncated", "info")
    result: Result = copied(dict(zip(names, env.step(deepcopy(action)), strict=True)))
    return result
