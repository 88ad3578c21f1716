"""Motion with inertia: an action is a push, and the sensor goes on moving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Space
from numpy.typing import NDArray

from envspecs.parts import Lanes

__all__ = ["Velocity"]

_KEY = "glimpse_velocity"


class Velocity:
    """Adds the action, projected into the unit disc, times the greatest acceleration, to a velocity, and moves by that.

    Before, friction takes its share of the velocity; after, what is faster than the top speed is slowed to it. At the
    border of [−1, 1] the velocity across it ends. An episode begins at rest. The observation has ``glimpse_velocity``
    (x, y), in units of positions per step. The effort is the length of the action before it is projected.

    Args:
        max_speed: Of the normalised range (which is 2 long), per step.
        max_acceleration: How much one push adds at most, per step.
        friction: The share of the velocity that is lost in every step, 0 to 1.

    Raises:
        ValueError: If a number is out of range.

    >>> motion = Velocity(max_speed=0.3, max_acceleration=0.1)
    >>> motion.prepare(1)
    >>> positions, pushes = np.zeros((1, 2)), np.array([[1.0, 0.0]])
    >>> for _ in range(3):
    ...     positions, _ = motion.move(positions, pushes)
    >>> positions.round(3).tolist(), motion.state()["velocities"].round(3).tolist()
    ([[0.6, 0.0]], [[0.3, 0.0]])
    """

    axes = 2

    def __init__(self, max_speed: float = 0.3, max_acceleration: float = 0.1, friction: float = 0.0) -> None:
        for name, value in {"max_speed": max_speed, "max_acceleration": max_acceleration}.items():
            if not (np.isfinite(value) and value > 0):
                raise ValueError(f"{name} must be positive and finite, got {value!r}")
        if not 0 <= friction <= 1:
            raise ValueError(f"friction must be from 0 to 1, got {friction!r}")
        self._fastest, self._push, self._kept = float(max_speed), float(max_acceleration), 1.0 - friction
        self._velocities = np.zeros((0, 2))
        self.action_space = Box(-1.0, 1.0, (2,), np.float32)
        bound = float(np.nextafter(np.float32(max_speed), np.float32(np.inf)))
        self.observation_spaces: Mapping[str, Space[Any]] = {_KEY: Box(-bound, bound, (2,), np.float32)}
        self.limits: Mapping[str, tuple[float, float]] = {"velocities": (-bound, bound)}

    def prepare(self, lanes: int) -> None:
        """Make room for the velocities of so many lanes."""
        self._velocities = np.zeros((lanes, 2))

    def reset(self, lanes: Lanes) -> None:
        """Begin at rest."""
        self._velocities[lanes] = 0.0

    def move(
        self, positions: NDArray[np.float64], actions: NDArray[Any]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give new positions ``[B, 2]`` and the lengths of the actions ``[B]``."""
        pushes = actions.astype(np.float64)
        efforts = _lengths(pushes)
        velocities = self._velocities * self._kept + pushes * (self._push / np.maximum(efforts, 1.0))[:, None]
        velocities *= np.minimum(1.0, self._fastest / np.maximum(_lengths(velocities), self._fastest))[:, None]
        reached = positions + velocities
        found = np.clip(reached, -1.0, 1.0)
        velocities[found != reached] = 0.0
        self._velocities[...] = velocities
        return found, efforts

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give ``glimpse_velocity`` ``[b, 2]``."""
        return {_KEY: self._velocities[lanes].astype(np.float32)}

    def toward(self, positions: NDArray[np.float64], goals: NDArray[np.float64]) -> NDArray[np.float32]:
        """Give the pushes ``[B, 2]`` that bring positions to goals ``[B, 2]`` soon, and to rest there."""
        way = goals - positions
        distance = _lengths(way)
        # So fast that pushes the other way can still stop it in time: v²/2a + v/2 = distance, in whole steps.
        in_time = self._push * (np.sqrt(0.25 + 2 * distance / self._push) - 0.5)
        speed = np.minimum(np.minimum(distance, in_time), self._fastest)
        wanted = way * (speed / np.maximum(distance, 1e-300))[:, None]
        pushes = (wanted - self._velocities * self._kept) / self._push
        return np.asarray(pushes / np.maximum(_lengths(pushes), 1.0)[:, None], np.float32)

    def state(self) -> dict[str, NDArray[Any]]:
        """Give the velocities, ``[B, 2]``."""
        return {"velocities": self._velocities}


def _lengths(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the lengths ``[B]`` of vectors ``[B, 2]``."""
    x, y = vectors.T
    lengths: NDArray[np.float64] = np.sqrt(x * x + y * y)
    return lengths
