"""Slanting."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from imagespaces.transforms.base import Gains, Geometric, Values
from imagespaces.transforms.parameters import Parameter, Range, check_range, ends, keep, ranging

if TYPE_CHECKING:
    from imagespaces.transforms.pose import Pose

__all__ = ["Shear"]

_MOST = 0.9


@dataclass(frozen=True)
class Shear(Geometric):
    """Slant: x grows by ``x`` times y, and y by ``y`` times x, with y downward.

    Factors ``shear_x`` and ``shear_y``. With one of them 0 the area stays what it was, else it shrinks by 1 − x y.

    Args:
        x: The slant of what is upright: a number, or a range of which each instance draws its own; −0.9 to 0.9.
        y: The slant of what is level; the same.

    Raises:
        ValueError: If a range does not fit.

    >>> from imagespaces.transforms import Canvas
    >>> Shear(x=0.5).parameters(Canvas(8, 8, 1, has_masks=False))
    (Fixed(name='shear_x', value=0.5), Fixed(name='shear_y', value=0.0))
    """

    x: Range = (-0.3, 0.3)
    y: Range = 0.0

    def __post_init__(self) -> None:
        keep(self, x=check_range("x", self.x, -_MOST, _MOST), y=check_range("y", self.y, -_MOST, _MOST))

    @property
    def gains(self) -> Gains:
        """By how much lengths change, at least and at most: bounds on the singular values."""
        corners = [(x, y) for x in ends(self.x) for y in ends(self.y)]
        most = max((math.hypot(2, x - y) + math.hypot(0, x + y)) / 2 for x, y in corners)  # convex: largest in a corner
        return Gains(min(1 - x * y for x, y in corners) / most, most)

    def _parameters(self) -> tuple[Parameter, ...]:
        return ranging("shear_x", self.x), ranging("shear_y", self.y)

    def move(self, pose: Pose, values: Values) -> Pose:
        """Slant."""
        one = np.ones_like(values["shear_x"])
        slant = np.stack((one, values["shear_x"], values["shear_y"], one)).reshape(2, 2, -1)
        return pose.then(slant.transpose(2, 0, 1))
