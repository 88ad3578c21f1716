"""Motion over a lattice: an action is one of a few directions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from gymnasium.spaces import Discrete as Choices
from numpy.typing import NDArray

from envspecs.motions.memoryless import Memoryless
from envspecs.motions.steps import along_axes

__all__ = ["Discrete"]

_DIRECTIONS = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (-1, -1), (1, -1))  # (x, y), y downward
_NAMES = ("right", "down", "left", "up", "right down", "left down", "left up", "right up")


class Discrete(Memoryless):
    """Moves by one step in a direction: 0 right, 1 down, 2 left, 3 up; of eight, then the four between them.

    The last action is to stay, unless that is left out. A step between two directions goes one step along both axes.
    Positions stay in [−1, 1]. The effort is the number of steps, √2 for a step along both axes, 0 to stay.

    Args:
        directions: 4 or 8.
        stay: Whether one may stay.
        step: How long a step is, in units of positions (which reach from −1 to 1): one number, or one per axis (x, y).

    Raises:
        ValueError: If there are other directions, or a step is not positive and finite.

    >>> positions, efforts = Discrete(4, step=0.5).move(np.zeros((3, 2)), np.array([0, 1, 4]))
    >>> positions.tolist(), efforts.tolist()
    ([[0.5, 0.0], [0.0, 0.5], [0.0, 0.0]], [1.0, 1.0, 0.0])
    """

    def __init__(
        self, directions: Literal[4, 8] = 4, *, stay: bool = True, step: float | Sequence[float] = 0.2
    ) -> None:
        if directions not in {4, 8} or isinstance(directions, bool):
            raise ValueError(f"directions must be 4 or 8, got {directions!r}")
        ways = [*_DIRECTIONS[:directions], *([(0, 0)] if stay else [])]
        self.action_names = (*_NAMES[:directions], *(["stay"] if stay else []))
        """What each action does."""
        self._step = along_axes("step", step)
        self._moves = np.array(ways, np.float64) * self._step  # [n, 2]
        self._efforts = np.sqrt((np.array(ways, np.float64) ** 2).sum(axis=1))  # [n]
        self.action_space = Choices(len(ways))

    @property
    def precision(self) -> tuple[float, float]:
        """How near it comes to any place, along x and y: half a step."""
        x, y = (self._step / 2).tolist()
        return x, y

    def move(
        self, positions: NDArray[np.float64], actions: NDArray[Any]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give new positions ``[B, 2]`` and the efforts ``[B]`` of actions ``[B]``."""
        return np.clip(positions + self._moves[actions], -1.0, 1.0), self._efforts[actions]

    def toward(self, positions: NDArray[np.float64], goals: NDArray[np.float64]) -> NDArray[np.int64]:
        """Give the actions ``[B]`` that end nearest to goals ``[B, 2]``; of equally near ones the first."""
        reached = np.clip(positions[:, None] + self._moves, -1.0, 1.0)  # [B, n, 2]
        away = (reached - goals[:, None]) / self._step
        return np.asarray((away**2).sum(axis=2).argmin(axis=1), np.int64)
