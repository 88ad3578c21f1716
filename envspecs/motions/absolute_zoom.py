"""Motion of a window of any size to a place: an action is where to look next, and how large the window is."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium.spaces import Box
from numpy.typing import NDArray

from envspecs.motions.memoryless import Memoryless

__all__ = ["AbsoluteZoom"]


class AbsoluteZoom(Memoryless):
    """Goes where the action (y, x, s) says, each from 0 to 1: top to bottom, left to right, smallest to largest.

    That is the action of AdaGlimpse (Pardyl et al., ECCV 2024). What is beyond is the nearest that there is. The effort
    is the length of the way of (x, y), in units of positions, which reach from −1 to 1.

    >>> poses, efforts = AbsoluteZoom().move(np.zeros((1, 3)), np.array([[0.5, 1.0, 0.25]]))
    >>> poses.tolist(), efforts.tolist()
    ([[1.0, 0.0, 0.25]], [1.0])
    """

    axes = 3

    def __init__(self) -> None:
        self.action_space = Box(0.0, 1.0, (3,), np.float32)

    def move(
        self, positions: NDArray[np.float64], actions: NDArray[Any]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give new poses (x, y, s) ``[B, 3]``, and how far their centres are from the old ones ``[B]``."""
        found = np.clip(actions[:, [1, 0, 2]].astype(np.float64), 0.0, 1.0)
        found[:, :2] = 2.0 * found[:, :2] - 1.0
        x, y = (found - positions)[:, :2].T
        return found, np.sqrt(x * x + y * y)

    def toward(
        self,
        positions: NDArray[np.float64],  # noqa: ARG002 - any pose is one step away
        goals: NDArray[np.float64],
    ) -> NDArray[np.float32]:
        """Give the actions ``[B, 3]`` that lead to poses ``[B, 3]``."""
        x, y, size = goals.T
        return np.stack(((y + 1.0) / 2, (x + 1.0) / 2, size), axis=1).astype(np.float32)
