"""What of the images no look has covered so far.

Axes: ``B`` lanes, ``b`` some of them; ``h``, ``w`` of what is to be predicted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.parts import Lanes, Sensor

__all__ = ["Coverage"]


class Coverage:
    """Which pixels of a prediction were looked at, as the boxes of the sensor tell.

    A pixel is looked at where its middle is in a box, whose left and top edges are part of it.

    Args:
        sensor: What looks.
        lanes: How many lanes there are.
        image_size: (height, width) of the images.
        size: (height, width) of the predictions, whose pixels may be larger.
    """

    def __init__(self, sensor: Sensor, lanes: int, image_size: tuple[int, int], size: tuple[int, int]) -> None:
        self._sensor = sensor
        self._rows, self._columns = (
            (np.arange(count) + 0.5) * room / count for room, count in zip(image_size, size, strict=True)
        )
        self.seen = np.zeros((lanes, *size), np.bool_)
        """Which pixels were looked at when the latest prediction was made, ``[B, h, w]``."""
        self._present = np.zeros((lanes, 4))  # the look that the next prediction is made after

    def reset(self, lanes: NDArray[np.intp]) -> None:
        """Begin with what some lanes look at first."""
        self.seen[lanes] = False
        self._present[lanes] = self._sensor.boxes(lanes)

    def look(self) -> None:
        """Take in what all lanes looked at before they moved."""
        left, top, right, bottom = self._present.T[..., None]
        rows = (self._rows >= top) & (self._rows < bottom)
        columns = (self._columns >= left) & (self._columns < right)
        self.seen |= rows[:, :, None] & columns[:, None, :]
        self._present[...] = self._sensor.boxes(slice(None))

    def unseen(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give the shares of pixels that were not looked at, ``[b]``."""
        shares: NDArray[np.float64] = 1.0 - self.seen[lanes].mean(axis=(1, 2))
        return shares

    def state(self) -> dict[str, NDArray[Any]]:
        """Give what was looked at, and the latest look."""
        return {"seen": self.seen, "present": self._present}
