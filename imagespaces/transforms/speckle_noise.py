"""Noise that grows with the light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Recolouring, Values
from imagespaces.transforms.levels import clipped, per_image
from imagespaces.transforms.parameters import Parameter, Range, check_range, keep, ranging
from imagespaces.transforms.pixel_draws import key_of, normals

__all__ = ["SpeckleNoise"]


@dataclass(frozen=True)
class SpeckleNoise(Recolouring):
    """Multiply every value by 1 + a normal random number of its own, and cut off at 0 and 1.

    Factors ``speckle_noise``, the standard deviation, and ``speckle_noise_key``.

    Args:
        std: The standard deviation: a number, or a range of which each instance draws its own; 0 to 1.

    Raises:
        ValueError: If the range does not fit.

    >>> SpeckleNoise(0.5)
    SpeckleNoise(std=0.5)
    """

    std: Range = 0.3

    def __post_init__(self) -> None:
        keep(self, std=check_range("std", self.std, 0, 1))

    def _parameters(self) -> tuple[Parameter, ...]:
        return ranging("speckle_noise", self.std), key_of("speckle_noise")

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        noise = normals("speckle_noise", values["speckle_noise_key"], images.shape[1:])
        return clipped(images + images * noise * per_image(values["speckle_noise"]))
