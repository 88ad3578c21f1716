"""Noise in what a sensor sees."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.parts import Sensor
from envspecs.sensors.perturbed import Perturbed
from imagespaces.bank import Gallery
from imagespaces.draws import Draws
from imagespaces.pixel_draws import normals
from imagespaces.pixels import from_bytes, to_bytes

__all__ = ["Noisy"]


class Noisy(Perturbed):
    """Adds to every value of the ``glimpse`` a normal random number of its own, and cuts off at 0 and 1.

    Of glimpses of bytes, 0 to 255 are 0 to 1, and what comes out is rounded to the nearest. What else is observed, such
    as a periphery, is left alone.

    Args:
        sensor: What is looked through.
        gallery: The pictures on show.
        noise: The standard deviation, of values from 0 to 1.

    Raises:
        ValueError: If the standard deviation is not positive and finite, or the sensor observes no ``glimpse``.
    """

    stream = "noise"

    def __init__(self, sensor: Sensor, gallery: Gallery, noise: float) -> None:
        if not (np.isfinite(noise) and noise > 0):
            raise ValueError(f"noise must be positive and finite, got {noise!r}")
        super().__init__(sensor, gallery)
        self._noise = np.float32(noise)

    def _disturb(self, glimpse: NDArray[Any], draws: Draws) -> NDArray[Any]:
        values = normals(draws, self.stream, glimpse.shape[1:])
        values *= self._noise
        values += from_bytes(glimpse) if glimpse.dtype == np.uint8 else glimpse
        np.minimum(np.maximum(values, np.float32(0), out=values), np.float32(1), out=values)
        return to_bytes(values) if glimpse.dtype == np.uint8 else values
