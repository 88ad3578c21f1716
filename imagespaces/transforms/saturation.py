"""Stronger or paler colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Canvas, Recolouring, Values
from imagespaces.transforms.colours import check_colour, luma
from imagespaces.transforms.levels import clipped, per_image
from imagespaces.transforms.parameters import Parameter, Range, check_range, keep, ranging

__all__ = ["Saturation"]

_MOST = 100.0


@dataclass(frozen=True)
class Saturation(Recolouring):
    """Multiply the difference of every value from the gray of its pixel (luma of ITU-R BT.601), and cut off at 0 and 1.

    Factor ``saturation``. Images must have red, green and blue.

    Args:
        factor: What it is multiplied by: a number, or a range of which each instance draws its own; 0 (gray) to 100.

    Raises:
        ValueError: If the range does not fit.

    >>> Saturation(0)
    Saturation(factor=0.0)
    """

    factor: Range = (0.0, 2.0)

    def __post_init__(self) -> None:
        keep(self, factor=check_range("factor", self.factor, 0, _MOST))

    def _check(self, canvas: Canvas) -> None:
        check_colour("Saturation", canvas)

    def _parameters(self) -> tuple[Parameter, ...]:
        return (ranging("saturation", self.factor),)

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        gray = luma(images)
        return clipped((images - gray) * per_image(values["saturation"]) + gray)
