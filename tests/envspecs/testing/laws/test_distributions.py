from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pytest
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.tasks import Classification
from envspecs.testing import BrokenLawError, Subject
from envspecs.testing.laws import distributions
from envspecs.testing.laws.distributions import (
    LEAST_COMPARED,
    OTHERS_DRAWN,
    beginnings_are_drawn_alike,
    first_and_later_episodes_are_drawn_alike,
    instances_are_drawn_evenly,
)
from imagespaces.draws import Draws
from tests.envspecs.testing.faults import Fault, caught, spoilt
from tests.envspecs.testing.test_running import Corridor


class FirstInTheMiddle(Core):
    """Begins the first episode in the middle of the image."""

    def begin(self, lanes: NDArray[np.intp], options: Mapping[str, NDArray[Any]] | None = None) -> None:
        super().begin(lanes, options)
        self.sensor.state()["positions"][self._episode == 0] = 0


class FirstHalf(Core):
    """Draws from the first half of the instances."""

    def _draw(self, draws: Draws, name: str) -> NDArray[np.int64]:
        return super()._draw(draws, name) // 2


class Squares(Core):
    """Draws squares three times out of four."""

    def _draw(self, draws: Draws, name: str) -> NDArray[np.int64]:
        drawn = super()._draw(draws, name)
        return np.where(drawn % 4 == 1, drawn - 1, drawn)


class Settled(Classification):
    """Has one truth in all episodes but the first."""

    def reset(self, lanes: NDArray[np.intp], draws: Draws, indices: NDArray[np.int64], options: Any) -> None:
        super().reset(lanes, draws, indices, options)
        if self.__dict__.setdefault("_begun", False):
            self._labels[lanes] = 0
        self._begun = True


def corridors(made: list[int], seconds: float, num_envs: int, autoreset_mode: AutoresetMode) -> SyncVectorEnv:
    """Make environments of others; note how many, and take so long for each."""
    made.append(num_envs)
    time.sleep(seconds * num_envs)
    return SyncVectorEnv([Corridor] * num_envs, autoreset_mode=autoreset_mode)


@pytest.mark.parametrize(("seconds", "expected"), [(0.0, OTHERS_DRAWN), (0.004, LEAST_COMPARED)])
def test_fewer_episodes_are_seen_where_making_them_takes_long(
    seconds: float, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributions, "SECONDS", 0.1 if seconds else 100.0)
    made: list[int] = []
    beginnings_are_drawn_alike(Subject(Corridor, partial(corridors, made, seconds)))
    assert max(made) == expected


def test_beginnings_of_others_differ() -> None:
    class Later(Corridor):
        """Is over at once, and begins at the other end but for the first time."""

        def reset(self, **options: Any) -> Any:
            _, info = super().reset(**options)
            self.place[0] += self.__dict__.setdefault("shift", 0)
            self.shift = 2
            return self.observe(), info

        def step(self, action: Any) -> Any:
            observation, reward, _, truncated, info = super().step(action)
            return observation, reward, True, truncated, info

    def make_vec(num_envs: int, autoreset_mode: AutoresetMode) -> SyncVectorEnv:
        return SyncVectorEnv([Later] * num_envs, autoreset_mode=autoreset_mode)

    with pytest.raises(BrokenLawError, match="is seen otherwise after an automatic reset than at first"):
        beginnings_are_drawn_alike(Subject(Later, make_vec))


test_caught = caught(
    Fault(first_and_later_episodes_are_drawn_alike, spoilt(task=Settled), "target[0] is drawn otherwise after an auto"),
    Fault(
        first_and_later_episodes_are_drawn_alike, spoilt(core=FirstInTheMiddle), "is drawn otherwise after an automatic"
    ),
    Fault(instances_are_drawn_evenly, spoilt(core=FirstHalf), "instances are not drawn evenly: distance 0.5"),
    Fault(instances_are_drawn_evenly, spoilt(core=Squares), "class 'square' is 0.500 of <Split 'all': 112 states"),
)
