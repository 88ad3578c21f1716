from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.environment import ActiveEnv
from envspecs.sensors import Glimpse
from envspecs.testing import BrokenLawError
from envspecs.testing.laws.seeding import (
    episodes_are_replayed_alone,
    every_reset_begins_the_next_episode,
    handed_generators_decide,
    no_seed_no_repetition,
    seeds_decide,
    zero_is_a_seed,
)
from imagespaces.draws import Draws
from tests.envspecs.testing.faults import Fault, caught, spoilt
from tests.envspecs.testing.foreign import Walk, subject

Options = Mapping[str, NDArray[Any]]


class Streamed(Glimpse):
    """Starts where a generator says that no seed reaches."""

    stream = np.random.default_rng(0)

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Options) -> None:
        super().reset(lanes, draws, options)
        self._positions[lanes] = self.stream.uniform(-1, 1, (len(lanes), 2))


class FalseIsNone(ActiveEnv):
    """Takes seed 0 for none."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        return super().reset(seed=seed or None, options=options)


class Default(ActiveEnv):
    """Has a seed of its own where it is given none."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        return super().reset(seed=7 if seed is None and self._np_random is None else seed, options=options)


class Repeating(ActiveEnv):
    """Takes the seed of before where it is given none."""

    seed: int | None = None

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        self.seed = self.seed if seed is None else seed
        return super().reset(seed=self.seed, options=options)


class Stubborn(ActiveEnv):
    """Keeps to its first generator."""

    def _key_lanes(self, lanes: NDArray[np.intp]) -> None:
        if self._np_random_seed != -1:
            super()._key_lanes(lanes)


class Staying(Glimpse):
    """Starts where the episode before ended."""

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Options) -> None:
        kept = self._positions.copy()
        super().reset(lanes, draws, options)
        self._positions[lanes] = kept[lanes]


class Clinging(Core):
    """Shows the instance that was given once in later episodes too."""

    def begin(self, lanes: NDArray[np.intp], options: Options | None = None) -> None:
        self._given = options or getattr(self, "_given", {})
        super().begin(lanes, self._given)


class Skipping(Core):
    """Leaves out a number when some lanes begin alone."""

    def begin(self, lanes: NDArray[np.intp], options: Options | None = None) -> None:
        if len(lanes) < self.lanes:
            self._episode[lanes] += 1
        super().begin(lanes, options)


class FromOne(Core):
    """Begins with episode 1 where an environment is made anew, and with 0 where it is seeded again."""

    def begin(self, lanes: NDArray[np.intp], options: Options | None = None) -> None:
        if not self._index.any():
            self._episode[lanes] += 1
        super().begin(lanes, options)


test_caught = caught(
    Fault(seeds_decide, spoilt(sensor=Streamed), "the single environment, seeded again with 0, call 0"),
    Fault(seeds_decide, spoilt(core=FromOne), "the single environment, seeded again with 0, call 0"),
    Fault(zero_is_a_seed, spoilt(FalseIsNone), "the single environment, seeded again with 0, call 0"),
    Fault(no_seed_no_repetition, spoilt(Default), "two of the single environment, never seeded, begin alike at 100"),
    Fault(no_seed_no_repetition, spoilt(Repeating), "the single environment begins alike at 100 resets without a seed"),
    Fault(handed_generators_decide, spoilt(Stubborn), "the single environment, with a generator handed over"),
    Fault(episodes_are_replayed_alone, spoilt(sensor=Staying), "episode 2 of seed 0, after an episode that was broken"),
    Fault(episodes_are_replayed_alone, spoilt(core=Clinging), "episode 2 of seed 0, after a given scenario"),
    Fault(every_reset_begins_the_next_episode, spoilt(core=Skipping), "of episode 2 (NextStep)"),
)


class Fixed(Walk):
    """Begins in one place."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        super().reset(seed=seed)
        self.place[:] = 0.0
        return self.place.copy(), {}


class Stuck(Walk):
    """Draws from a generator that is always the same where there is no seed."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        return super().reset(seed=3 if seed is None else seed)


class Rare(Walk):
    """Begins almost always in one place."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        super().reset(seed=seed)
        self.place[:] = self.np_random.random() < 1e-3
        return self.place.copy(), {}


def test_episodes_may_all_begin_alike() -> None:
    no_seed_no_repetition(subject(Fixed))
    no_seed_no_repetition(subject(Rare))


class Again(Walk):
    """Seeds itself anew with the seed of before where there is none."""

    last: int | None = None

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        self.last = self.last if seed is None else seed
        return super().reset(seed=self.last)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (Stuck, "two of the single environment, never seeded, begin alike at 100 resets"),
        (Again, "the single environment begins alike at 100 resets without a seed after seed 0"),
    ],
)
def test_environments_of_others_may_not_repeat_themselves(kind: type[Walk], reason: str) -> None:
    with pytest.raises(BrokenLawError, match=f"^no_seed_no_repetition: {reason}\n"):
        no_seed_no_repetition(subject(kind))
