"""What was done last, beside what is seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Discrete
from numpy.typing import NDArray

from envspecs.parts import Lanes, Sensor
from envspecs.sensors.wrapped import Wrapped, fresh
from imagespaces.bank import Gallery
from imagespaces.draws import Draws

__all__ = ["ActionAware"]

_KEY = "last_action"


class ActionAware(Wrapped):
    """Adds ``last_action`` to the observation: the sensor's action of the step before.

    Actions of a Box are observed in it, brought to the nearest of what it allows; before the first step that is what is
    nearest to 0. Of a choice among n, number n says that nothing was done yet.

    Args:
        sensor: What is looked through.
        gallery: The pictures on show.

    Raises:
        ValueError: If actions are neither a Box nor a choice.
    """

    def __init__(self, sensor: Sensor, gallery: Gallery) -> None:
        super().__init__(sensor)
        space = sensor.action_space
        if isinstance(space, Box):
            self._low, self._high = space.low, space.high
            self._none = np.clip(np.zeros(space.shape, space.dtype), space.low, space.high)
            observed: Box | Discrete = Box(space.low, space.high, dtype=space.dtype)
        elif isinstance(space, Discrete) and not space.start:
            self._low, self._high = np.array(0), np.array(space.n)
            self._none = np.array(space.n, np.int64)
            observed = Discrete(int(space.n) + 1)
        else:
            raise ValueError(f"{_KEY} takes actions of a Box, or choices from 0 on, got {space}")
        self._kept = np.repeat(self._none[None], len(gallery.rows), axis=0)
        self.limits = {**sensor.limits, _KEY: (float(self._low.min()), float(self._high.max()))}
        self.observation_spaces = {**sensor.observation_spaces, _KEY: observed}

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        """Begin episodes in some lanes, in which nothing was done yet."""
        self._sensor.reset(lanes, draws, options)
        self._kept[lanes] = self._none

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        """Move all lanes by actions ``[B, …]``, and keep them; give the efforts ``[B]``."""
        self._kept[...] = np.minimum(np.maximum(actions, self._low), self._high)
        return self._sensor.move(actions)

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give what the sensor observes, and ``last_action`` ``[b, …]``."""
        return {**self._sensor.observe(lanes), _KEY: fresh(self._kept, lanes)}

    def state(self) -> dict[str, NDArray[Any]]:
        """Give what changes of the sensor, and the last actions ``[B, …]``."""
        return {**self._sensor.state(), _KEY: self._kept}
