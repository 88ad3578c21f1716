"""Holes in what a sensor sees."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.parts import Sensor
from envspecs.sensors.perturbed import Perturbed
from imagespaces.bank import Gallery
from imagespaces.draws import Draws
from imagespaces.pixel_draws import uniforms

__all__ = ["Dropout"]


class Dropout(Perturbed):
    """Makes each pixel of the ``glimpse`` 0 with a probability, all its channels together, in each step anew.

    Args:
        sensor: What is looked through.
        gallery: The pictures on show.
        dropout: The probability, 0 to 1.

    Raises:
        ValueError: If the probability is out of range, or the sensor observes no ``glimpse``.
    """

    stream = "dropout"

    def __init__(self, sensor: Sensor, gallery: Gallery, dropout: float) -> None:
        if not 0 <= dropout <= 1:
            raise ValueError(f"dropout must be from 0 to 1, got {dropout!r}")
        super().__init__(sensor, gallery)
        self._dropout = np.float32(dropout)

    def _disturb(self, glimpse: NDArray[Any], draws: Draws) -> NDArray[Any]:
        kept = uniforms(draws, self.stream, glimpse.shape[1:3]) >= self._dropout
        glimpse *= kept[..., None]
        return glimpse
