"""Lighter or darker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Recolouring, Values
from imagespaces.transforms.levels import clipped, per_image
from imagespaces.transforms.parameters import Parameter, Range, check_range, keep, ranging

__all__ = ["Brightness"]


@dataclass(frozen=True)
class Brightness(Recolouring):
    """Add a constant to every value, and cut off at 0 and 1.

    Factor ``brightness``.

    Args:
        change: What is added: a number, or a range of which each instance draws its own; −1 to 1.

    Raises:
        ValueError: If the range does not fit.

    >>> Brightness(0.25)
    Brightness(change=0.25)
    """

    change: Range = (-0.3, 0.3)

    def __post_init__(self) -> None:
        keep(self, change=check_range("change", self.change, -1, 1))

    def _parameters(self) -> tuple[Parameter, ...]:
        return (ranging("brightness", self.change),)

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        return clipped(images + per_image(values["brightness"]))
