"""Sensors around sensors: what any sensor can have besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Space
from numpy.typing import NDArray

from envspecs.parts import Lanes, Sensor
from imagespaces.draws import Draws

__all__ = ["Wrapped", "fresh"]


class Wrapped:
    """A sensor that looks through another, and changes or adds to what that observes.

    All that is public of the one looked through is public of this one too, so that a sensor which zooms, can be sent to
    a place, or has a method of its own still does. What is no method is taken once, as it is then.

    Args:
        sensor: What is looked through.
    """

    words: Mapping[str, int]
    options: Mapping[str, int]
    limits: Mapping[str, tuple[float, float]]
    observation_spaces: Mapping[str, Space[Any]]
    action_space: Space[Any]

    def __init__(self, sensor: Sensor) -> None:
        self._sensor = sensor
        # Attributes proper, not found by __getattr__: without that protocols are checked from Python 3.12 on.
        own = dir(type(self))
        public = (name for name in dir(sensor) if not name.startswith("_") and name not in own)
        vars(self).update({name: getattr(sensor, name) for name in public})

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        """Begin episodes in some lanes."""
        self._sensor.reset(lanes, draws, options)

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        """Move all lanes by actions ``[B, …]``; give the efforts ``[B]``."""
        return self._sensor.move(actions)

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give what is observed, ``[b, …]`` each."""
        return self._sensor.observe(lanes)

    def boxes(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give what is looked at, left, top, right, bottom ``[b, 4]`` in pixels."""
        return self._sensor.boxes(lanes)

    def state(self) -> dict[str, NDArray[Any]]:
        """Give all that changes, by name: the arrays themselves, ``[B, …]``."""
        return self._sensor.state()


def fresh(kept: NDArray[Any], lanes: Lanes) -> NDArray[Any]:
    """Give the rows of some lanes of what is kept, ``[B, …]``, as an array of their own."""
    return kept[lanes].copy() if isinstance(lanes, slice) else kept[lanes]
