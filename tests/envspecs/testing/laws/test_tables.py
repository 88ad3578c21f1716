from __future__ import annotations

import time
from typing import Any, NamedTuple

import gymnasium
import numpy as np
import pytest
from gymnasium.spaces import Box, Graph, GraphInstance, MultiBinary, Sequence, Tuple
from gymnasium.vector import SyncVectorEnv
from gymnasium.wrappers import RecordEpisodeStatistics
from gymnasium.wrappers.vector import RecordEpisodeStatistics as RecordStatisticsOfVectors

from envspecs.testing import BrokenLawError, Subject, broken_laws, check_env
from envspecs.testing.laws import seeds_decide
from tests.envspecs.testing.foreign import Vectors, Walk, subject


class Place(NamedTuple):
    """A named row of things."""

    x: float
    path: Any


class Opaque:
    """Does not say what it equals."""


class Telling(Walk):
    """Tells all that ``info`` may hold: named rows, keys that are no strings, no numbers, and objects."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        observation, _ = super().reset(seed=seed, options=options)
        return observation, self.told()

    def step(self, action: Any) -> Any:
        *others, _ = super().step(action)
        return (*others, self.told())

    def told(self) -> dict[Any, Any]:
        place = Place(1.0, np.zeros(2))
        return {"place": place, 3: 1.0, "goal": float("nan"), "shape": np.array([np.nan]), "object": Opaque()}


class Seen(Walk):
    """Observes, in place of where it is, something of a space that is no box."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        _, info = super().reset(seed=seed, options=options)
        return self.seen(), info

    def step(self, action: Any) -> Any:
        _, *others = super().step(action)
        return (self.seen(), *others)

    def seen(self) -> Any:
        raise NotImplementedError


class Lists(Seen):
    """Sees rows of unlike lengths."""

    observation_space: Any = Sequence(Box(-9, 9, (2,), np.float32))

    def seen(self) -> Any:
        return tuple(np.full(2, self.place[0], np.float32) for _ in range(1 + (self.place[0] > 0)))


class Graphs(Seen):
    """Sees nodes, more or fewer."""

    observation_space = Graph(Box(-9, 9, (2,), np.float32), None)

    def seen(self) -> Any:
        return GraphInstance(np.full((1 + (self.place[0] > 0), 2), self.place[0], np.float32), None, None)


class Mixed(Lists):
    """Sees rows of unlike lengths beside numbers."""

    observation_space = Tuple((Lists.observation_space, MultiBinary(2)))

    def seen(self) -> Any:
        return super().seen(), np.full(2, self.place[0] > 0, np.int8)


class Batched(Vectors):
    """Has the last observations in one array, whose rows mean nothing where they are not set."""

    def step(self, actions: Any) -> Any:
        *others, info = super().step(actions)
        if "final_obs" in info:
            rows = [np.full(1, 99.0) if row is None else row for row in info["final_obs"]]
            info = info | {"final_obs": np.array(rows)}
        return (*others, info)


def timed(**options: Any) -> gymnasium.Env[Any, Any]:
    return RecordEpisodeStatistics(gymnasium.make("CartPole-v1", **options))


def timed_vectors(num_envs: int, *, autoreset_mode: Any) -> Any:
    return RecordStatisticsOfVectors(SyncVectorEnv([own_walk] * num_envs, autoreset_mode=autoreset_mode))


def own_walk() -> Walk:
    """Make one that holds its metadata by itself: Gymnasium 1.2 writes the mode of vectors into that of the class."""
    env = Walk()
    env.metadata = dict(env.metadata)
    return env


SOUND = {
    "walk": subject(),
    "telling": subject(Telling),
    "lists": subject(Lists),
    "graphs": subject(Graphs),
    "mixed": subject(Mixed),
    "batched": subject(vector=Batched),
    "timed": Subject(timed),
    "timed_vectors": Subject(Walk, timed_vectors),
}
"""What Gymnasium allows."""


@pytest.mark.parametrize("name", SOUND)
def test_what_gymnasium_allows_breaks_no_law(name: str) -> None:
    assert broken_laws(SOUND[name]) == []


class Timed(Walk):
    """Tells how long a step took."""

    def step(self, action: Any) -> Any:
        *others, info = super().step(action)
        return (*others, info | {"seconds": time.perf_counter()})


def test_what_is_never_the_same_may_be_left_out() -> None:
    with pytest.raises(BrokenLawError, match=r"info'\]\['seconds'\] is "):
        seeds_decide(subject(Timed))
    check_env(Timed, ignore=["seconds"])
