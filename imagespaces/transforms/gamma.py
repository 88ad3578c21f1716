"""Another response to light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Recolouring, Values
from imagespaces.transforms.levels import clipped, per_image
from imagespaces.transforms.parameters import Parameter, Range, check_range, keep, ranging

__all__ = ["Gamma"]

_LEAST, _MOST = 0.01, 100.0


@dataclass(frozen=True)
class Gamma(Recolouring):
    """Raise every value to a power; black and white stay what they are.

    Factor ``gamma``; of a range equal ratios are equally likely.

    Args:
        exponent: Above 1 all between darkens: a number, or a range of which each instance draws its own; 0.01 to 100.

    Raises:
        ValueError: If the range does not fit.

    >>> Gamma(2.2)
    Gamma(exponent=2.2)
    """

    exponent: Range = (0.5, 2.0)

    def __post_init__(self) -> None:
        keep(self, exponent=check_range("exponent", self.exponent, _LEAST, _MOST))

    def _parameters(self) -> tuple[Parameter, ...]:
        return (ranging("gamma", self.exponent, "log"),)

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        return clipped(images ** per_image(values["gamma"]))
