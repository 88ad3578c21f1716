"""Noise like that of a sensor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Recolouring, Values
from imagespaces.transforms.levels import clipped, per_image
from imagespaces.transforms.parameters import Parameter, Range, check_range, keep, ranging
from imagespaces.transforms.pixel_draws import key_of, normals

__all__ = ["GaussianNoise"]


@dataclass(frozen=True)
class GaussianNoise(Recolouring):
    """Add to every value a normal random number of its own, and cut off at 0 and 1.

    Factors ``gaussian_noise``, the standard deviation, and ``gaussian_noise_key``.

    Args:
        std: The standard deviation: a number, or a range of which each instance draws its own; 0 to 1.

    Raises:
        ValueError: If the range does not fit.

    >>> GaussianNoise((0, 0.2))
    GaussianNoise(std=(0.0, 0.2))
    """

    std: Range = 0.1

    def __post_init__(self) -> None:
        keep(self, std=check_range("std", self.std, 0, 1))

    def _parameters(self) -> tuple[Parameter, ...]:
        return ranging("gaussian_noise", self.std), key_of("gaussian_noise")

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        noise = normals("gaussian_noise", values["gaussian_noise_key"], images.shape[1:])
        return clipped(images + noise * per_image(values["gaussian_noise"]))
