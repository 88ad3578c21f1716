"""Motion to a place: an action is where to look next."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium.spaces import Box
from numpy.typing import NDArray

from envspecs.motions.memoryless import Memoryless

__all__ = ["Absolute"]


class Absolute(Memoryless):
    """Goes to the position (x, y) that the action names, however far; what is beyond [−1, 1] is its nearest place.

    The effort is the length of the way, in units of positions.

    >>> positions, efforts = Absolute().move(np.zeros((1, 2)), np.array([[0.6, -0.8]]))
    >>> positions.tolist(), efforts.tolist()
    ([[0.6, -0.8]], [1.0])
    """

    def __init__(self) -> None:
        self.action_space = Box(-1.0, 1.0, (2,), np.float32)

    def move(
        self, positions: NDArray[np.float64], actions: NDArray[Any]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give new positions ``[B, 2]`` and how far they are from the old ones ``[B]``."""
        found = np.clip(actions.astype(np.float64), -1.0, 1.0)
        x, y = (found - positions).T
        return found, np.sqrt(x * x + y * y)

    def toward(
        self,
        positions: NDArray[np.float64],  # noqa: ARG002 - any place is one step away
        goals: NDArray[np.float64],
    ) -> NDArray[np.float32]:
        """Give the goals ``[B, 2]``."""
        return goals.astype(np.float32)
