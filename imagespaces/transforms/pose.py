"""Where a body is and how it is turned, stretched and mirrored: the product of all geometric transforms.

Axes: ``B`` bodies. Vectors are (x, y) with y downward, lengths are in pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Pose", "compose"]


@dataclass(frozen=True, eq=False)
class Pose:
    """The poses of ``B`` bodies, each about its own centre.

    Attributes:
        linear: float64 ``[B, 2, 2]``: what a vector from the body's centre becomes.
        shares: float64 ``[B, 2]``, in [−1, 1]: how far the centre is moved, as a share of the room there is.
        quantum: Moves are rounded toward zero to multiples of so many pixels; None for any.
    """

    linear: NDArray[np.float64]
    shares: NDArray[np.float64]
    quantum: float | None = None

    @classmethod
    def identity(cls, count: int) -> Self:
        """Give the poses of bodies that are as they were.

        >>> Pose.identity(1).linear.tolist()
        [[[1.0, 0.0], [0.0, 1.0]]]
        """
        return cls(np.broadcast_to(np.eye(2), (count, 2, 2)), np.zeros((count, 2)))

    def then(self, linear: NDArray[np.float64]) -> Self:
        """Give the poses after a further linear map, ``[B, 2, 2]``."""
        return replace(self, linear=compose(linear, self.linear))

    def stretched(self, factors: NDArray[np.float64]) -> Self:
        """Give the poses after everything is ``factors`` times as wide and high: ``[B, 2]``, or ``[B, 1]`` for both."""
        return replace(self, linear=self.linear * factors[:, :, None])

    def disc_extents(self, radius: float) -> NDArray[np.float64]:
        """Give half the width and height, float64 ``[B, 2]``, of what a disc about the centre becomes.

        >>> Pose.identity(1).then(np.array([[[2.0, 0.0], [0.0, 1.0]]])).disc_extents(10)
        array([[20., 10.]])
        """
        return np.asarray(radius * np.hypot(self.linear[:, :, 0], self.linear[:, :, 1]))

    def box_extents(self, height: float, width: float) -> NDArray[np.float64]:
        """Give half the width and height, float64 ``[B, 2]``, of what a rectangle about the centre becomes."""
        return np.asarray((np.abs(self.linear[:, :, 0]) * width + np.abs(self.linear[:, :, 1]) * height) / 2)

    def offsets(self, room: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give how far the centres are moved, float64 ``[B, 2]``, never farther than ``room`` ``[B, 2]``."""
        moves = self.shares * np.maximum(room, 0.0)
        return moves if self.quantum is None else np.trunc(moves / self.quantum) * self.quantum


def compose(after: NDArray[np.float64], before: NDArray[np.float64]) -> NDArray[np.float64]:
    """Multiply matrices ``[B, 2, 2]``, each row alone: what comes of it is the same in any batch.

    The rows lie last in memory, so that each operation runs along them; it takes a third of the time.
    """
    left, right = after.transpose(1, 2, 0), before.transpose(1, 2, 0)
    return (left[:, :1] * right[:1] + left[:, 1:] * right[1:]).transpose(2, 0, 1)
