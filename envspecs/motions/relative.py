"""Motion by steps: an action is a direction and a share of the longest step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium.spaces import Box
from numpy.typing import NDArray

from envspecs.motions.memoryless import Memoryless
from envspecs.motions.steps import along_axes

__all__ = ["Relative"]


class Relative(Memoryless):
    """Moves by the action, projected into the unit disc, times the longest step; positions stay in [−1, 1].

    The effort is the length of the action before it is projected.

    Args:
        max_step: The longest step, in units of the normalised range (which is 2 long): one number, or one per axis
            (x, y).

    Raises:
        ValueError: If a step is not positive and finite.

    >>> positions, efforts = Relative(0.2).move(np.zeros((1, 2)), np.array([[3.0, 4.0]]))
    >>> positions.round(2).tolist(), efforts.tolist()
    ([[0.12, 0.16]], [5.0])
    """

    def __init__(self, max_step: float | Sequence[float] = 0.2) -> None:
        self._max_step = along_axes("max_step", max_step)
        self._max_x, self._max_y = self._max_step.tolist()
        self.action_space = Box(-1.0, 1.0, (2,), np.float32)

    def move(
        self, positions: NDArray[np.float64], actions: NDArray[Any]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give new positions ``[B, 2]`` and the lengths of the actions ``[B]``."""
        if len(actions) == 1:
            return self._move_one(*positions[0].tolist(), *actions[0].tolist())
        steps = actions.astype(np.float64)
        x, y = steps[:, 0], steps[:, 1]
        efforts = np.sqrt(x * x + y * y)
        steps *= self._max_step / np.maximum(efforts, 1.0)[:, None]
        steps += positions
        return np.minimum(np.maximum(steps, -1.0, out=steps), 1.0, out=steps), efforts

    def _move_one(
        self, x: float, y: float, right: float, down: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Do in plain numbers, which are quicker for one lane, what :meth:`move` does over arrays, bit for bit."""
        right, down = float(right), float(down)  # actions may be integers, whose squares have no bound
        effort = math.sqrt(right * right + down * down)
        longest = max(effort, 1.0)
        x, y = right * (self._max_x / longest) + x, down * (self._max_y / longest) + y
        return np.array([[min(max(x, -1.0), 1.0), min(max(y, -1.0), 1.0)]]), np.array([effort])

    def toward(self, positions: NDArray[np.float64], goals: NDArray[np.float64]) -> NDArray[np.float32]:
        """Give actions ``[B, 2]`` that go straight to goals ``[B, 2]``, or as far as one step goes."""
        wanted = (goals - positions) / self._max_step
        length = np.sqrt(wanted[:, :1] ** 2 + wanted[:, 1:] ** 2)
        return np.asarray(wanted / np.maximum(length, 1.0), np.float32)
