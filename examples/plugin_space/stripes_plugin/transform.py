"""Darker corners, as in pictures taken through a simple lens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms import Parameter, Range, Recolouring
from imagespaces.transforms.base import Values
from imagespaces.transforms.levels import per_image
from imagespaces.transforms.parameters import check_range, keep, ranging

__all__ = ["Vignette"]


@dataclass(frozen=True)
class Vignette(Recolouring):
    """Darken every pixel by the square of its distance from the centre. Factor ``vignette``.

    Args:
        strength: What the corners lose: a number, or a range of which each instance draws its own; 0 to 1.

    Raises:
        ValueError: If the range does not fit.

    >>> Vignette(0.5)
    Vignette(strength=0.5)
    """

    strength: Range = (0.0, 0.8)

    def __post_init__(self) -> None:
        keep(self, strength=check_range("strength", self.strength, 0, 1))

    def _parameters(self) -> tuple[Parameter, ...]:
        return (ranging("vignette", self.strength),)

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        distance = _square(images.shape[1])[:, None] + _square(images.shape[2])  # [H, W], 1 in the corners
        return np.asarray(images * (1 - per_image(values["vignette"]) * distance[..., None]))


def _square(length: int) -> NDArray[np.float32]:
    """Give for each row or column its share of the squared distance from the centre, [length], at most 1/2."""
    return np.asarray(np.linspace(-1, 1, length) ** 2 / 2, np.float32) if length > 1 else np.zeros(1, np.float32)
