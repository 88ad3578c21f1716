"""Dead pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Recolouring, Values
from imagespaces.transforms.levels import per_image
from imagespaces.transforms.parameters import Parameter, Range, check_range, check_share, keep, ranging
from imagespaces.transforms.pixel_draws import key_of, uniforms

__all__ = ["SaltAndPepperNoise"]


@dataclass(frozen=True)
class SaltAndPepperNoise(Recolouring):
    """Make some pixels white and some black, each by chance.

    Factors ``salt_and_pepper_noise``, the share of pixels, and ``salt_and_pepper_noise_key``.

    Args:
        amount: How probable it is for a pixel: a number, or a range of which each instance draws its own; 0 to 1.
        salt: The share of white ones among them.

    Raises:
        ValueError: If the range does not fit, or the share is not from 0 to 1.

    >>> SaltAndPepperNoise(0.1, salt=1)
    SaltAndPepperNoise(amount=0.1, salt=1.0)
    """

    amount: Range = 0.05
    salt: float = 0.5

    def __post_init__(self) -> None:
        keep(self, amount=check_range("amount", self.amount, 0, 1), salt=check_share("salt", self.salt))

    def _parameters(self) -> tuple[Parameter, ...]:
        return ranging("salt_and_pepper_noise", self.amount), key_of("salt_and_pepper_noise")

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        shape = (*images.shape[1:3], 1)
        chance = uniforms("salt_and_pepper_noise", values["salt_and_pepper_noise_key"], shape)
        amount = per_image(values["salt_and_pepper_noise"])
        white = chance < amount * np.float32(self.salt)
        return np.where(white, np.float32(1), np.where(chance < amount, np.float32(0), images))
