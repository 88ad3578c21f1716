"""Motion of a window of any size by steps: an action is a direction, and how much to zoom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium.spaces import Box
from numpy.typing import NDArray

from envspecs.motions.memoryless import Memoryless
from envspecs.motions.steps import along_axes

__all__ = ["RelativeZoom"]


class RelativeZoom(Memoryless):
    """Moves by (x, y) of the action, projected into the unit disc, times the longest step; its third number zooms.

    Positions stay in [−1, 1], sizes s in [0, 1], from the smallest to the largest window. The effort is the length of
    the action's three numbers.

    Args:
        max_step: The longest step, in units of the normalised range (which is 2 long): one number, or one per axis
            (x, y).
        max_zoom: How much s changes at most in a step.

    Raises:
        ValueError: If a step is not positive and finite.

    >>> poses, efforts = RelativeZoom(0.5, 0.25).move(np.zeros((1, 3)), np.array([[0.0, 1.0, 1.0]]))
    >>> poses.tolist(), efforts.round(3).tolist()
    ([[0.0, 0.5, 0.25]], [1.414])
    """

    axes = 3

    def __init__(self, max_step: float | Sequence[float] = 0.2, max_zoom: float = 0.2) -> None:
        if not (np.isfinite(max_zoom) and max_zoom > 0):
            raise ValueError(f"max_zoom must be positive and finite, got {max_zoom!r}")
        self._longest = np.array([*along_axes("max_step", max_step), max_zoom])
        self.action_space = Box(-1.0, 1.0, (3,), np.float32)

    def move(
        self, positions: NDArray[np.float64], actions: NDArray[Any]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give new poses (x, y, s) ``[B, 3]`` and the lengths of the actions ``[B]``."""
        steps = actions.astype(np.float64)
        x, y, zoom = steps.T
        efforts = np.sqrt(x * x + y * y + zoom * zoom)
        found = positions + self._within(steps) * self._longest
        return np.clip(found, _LOW, _HIGH, out=found), efforts

    def toward(self, positions: NDArray[np.float64], goals: NDArray[np.float64]) -> NDArray[np.float32]:
        """Give actions ``[B, 3]`` that go straight to poses ``[B, 3]``, or as far as one step goes."""
        return self._within((goals - positions) / self._longest).astype(np.float32)

    def _within(self, steps: NDArray[np.float64]) -> NDArray[np.float64]:
        """Project (x, y) of steps ``[B, 3]`` into the unit disc, and the third number into [−1, 1]."""
        x, y, zoom = steps.T
        length = np.maximum(np.sqrt(x * x + y * y), 1.0)
        return np.stack((x / length, y / length, np.clip(zoom, -1.0, 1.0)), axis=1)


_LOW, _HIGH = np.array([-1.0, -1.0, 0.0]), np.array([1.0, 1.0, 1.0])
