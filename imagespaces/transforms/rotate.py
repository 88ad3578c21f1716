"""Turning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from imagespaces.transforms.base import Geometric, Values
from imagespaces.transforms.parameters import Parameter, Range, check_range, check_step, keep, turning

if TYPE_CHECKING:
    from imagespaces.transforms.pose import Pose

__all__ = ["Rotate"]

_FULL_TURN = 360.0


@dataclass(frozen=True)
class Rotate(Geometric):
    """Turn about the centre, anticlockwise as it is seen.

    Factor ``rotate``, in degrees.

    Args:
        angle: Degrees: a number, or a range of which each instance draws its own.
        quantum: Only the angles that lie so many degrees apart are drawn, from the low end on; None for any.

    Raises:
        ValueError: If the range or the quantum does not fit.

    >>> Rotate(quantum=15)
    Rotate(angle=(0.0, 360.0), quantum=15.0)
    """

    angle: Range = (0.0, _FULL_TURN)
    quantum: float | None = None

    def __post_init__(self) -> None:
        keep(self, angle=check_range("angle", self.angle, -_FULL_TURN, _FULL_TURN))
        keep(self, quantum=check_step("quantum", self.quantum))

    def _parameters(self) -> tuple[Parameter, ...]:
        return (turning("rotate", self.angle, step=self.quantum),)

    def move(self, pose: Pose, values: Values) -> Pose:
        """Turn."""
        radians = np.deg2rad(values["rotate"])
        cosine, sine = np.cos(radians), np.sin(radians)
        # y points down, so that anticlockwise as seen is from x toward −y
        return pose.then(np.stack((cosine, sine, -sine, cosine)).reshape(2, 2, -1).transpose(2, 0, 1))
