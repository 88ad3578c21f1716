"""More or less contrast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Recolouring, Values
from imagespaces.transforms.levels import clipped, per_image
from imagespaces.transforms.parameters import Parameter, Range, check_range, keep, ranging

__all__ = ["Contrast"]

_LEAST, _MOST = 0.01, 100.0


@dataclass(frozen=True)
class Contrast(Recolouring):
    """Multiply the difference of every value from mid-gray, 0.5, and cut off at 0 and 1.

    Factor ``contrast``; of a range equal ratios are equally likely.

    Args:
        factor: What it is multiplied by: a number, or a range of which each instance draws its own; 0.01 to 100.

    Raises:
        ValueError: If the range does not fit.

    >>> Contrast(2)
    Contrast(factor=2.0)
    """

    factor: Range = (0.5, 2.0)

    def __post_init__(self) -> None:
        keep(self, factor=check_range("factor", self.factor, _LEAST, _MOST))

    def _parameters(self) -> tuple[Parameter, ...]:
        return (ranging("contrast", self.factor, "log"),)

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        half = np.float32(0.5)
        return clipped((images - half) * per_image(values["contrast"]) + half)
