from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.tasks import Classification
from envspecs.testing.laws.distributions import first_and_later_episodes_are_drawn_alike, instances_are_drawn_evenly
from imagespaces.draws import Draws
from tests.envspecs.testing.faults import Fault, caught, spoilt


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


test_caught = caught(
    Fault(first_and_later_episodes_are_drawn_alike, spoilt(task=Settled), "target[0] is drawn otherwise after an auto"),
    Fault(
        first_and_later_episodes_are_drawn_alike, spoilt(core=FirstInTheMiddle), "is drawn otherwise after an automatic"
    ),
    Fault(instances_are_drawn_evenly, spoilt(core=FirstHalf), "instances are not drawn evenly: distance 0.5"),
    Fault(instances_are_drawn_evenly, spoilt(core=Squares), "class 'square' is 0.500 of <Split 'all': 112 states"),
)
