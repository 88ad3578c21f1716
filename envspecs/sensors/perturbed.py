"""What is random in every look of a sensor, and yet a pure function of the episode and the step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from envspecs.parts import Lanes, Sensor
from envspecs.sensors.wrapped import Wrapped
from imagespaces.bank import Gallery
from imagespaces.draws import Draws

__all__ = ["Perturbed"]


class Perturbed(Wrapped):
    """A sensor whose ``glimpse`` is disturbed, in each step otherwise.

    At a reset an episode draws a key of 64 bits; the numbers of a step are those of the step's number under that key.
    So whoever looks twice sees the same, and an episode that is replayed, restored or run beside others does too.

    A subclass names its sub-stream and gives ``_disturb``.

    Args:
        sensor: What is looked through; it observes a ``glimpse``.
        gallery: The pictures on show.

    Raises:
        ValueError: If the sensor observes no ``glimpse``.
    """

    stream: ClassVar[str]

    def __init__(self, sensor: Sensor, gallery: Gallery) -> None:
        super().__init__(sensor)
        if "glimpse" not in sensor.observation_spaces:
            raise ValueError(
                f"{self.stream} takes a sensor that observes a glimpse, got one of {sorted(sensor.observation_spaces)}"
            )
        lanes = len(gallery.rows)
        self.words: Mapping[str, int] = {**sensor.words, self.stream: 2}
        self._keys = np.zeros(lanes, np.uint64)
        self._steps = np.zeros(lanes, np.int64)
        self.limits: Mapping[str, tuple[float, float]] = {**sensor.limits, f"{self.stream}_step": (0, np.inf)}

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        """Begin episodes in some lanes, each with a key of its own."""
        self._sensor.reset(lanes, draws, options)
        low, high = draws.words(self.stream, 2).T.astype(np.uint64)
        self._keys[lanes] = low | high << np.uint64(32)
        self._steps[lanes] = 0

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        """Move all lanes by actions ``[B, …]``; give the efforts ``[B]``."""
        self._steps += 1
        return self._sensor.move(actions)

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give what is observed, with the ``glimpse`` ``[b, h, w, C]`` disturbed."""
        seen = self._sensor.observe(lanes)
        seen["glimpse"] = self._disturb(seen["glimpse"], Draws(self._keys[lanes], self._steps[lanes]))
        return seen

    def _disturb(self, glimpse: NDArray[Any], draws: Draws) -> NDArray[Any]:
        """Give a disturbed glimpse ``[b, h, w, C]``; what is given may be overwritten."""
        raise NotImplementedError(f"{type(self).__name__} must define _disturb()")

    def state(self) -> dict[str, NDArray[Any]]:
        """Give what changes of the sensor, and the keys and steps ``[B]``."""
        return {
            **self._sensor.state(),
            f"{self.stream}_key": self._keys,
            f"{self.stream}_step": self._steps,
        }
