"""The policy that sweeps the image."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from gymnasium.spaces import Box
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.environment import ActiveVectorEnv
from envspecs.policies.policy import Actions, Observations, PolicyError, Steerable, complete

__all__ = ["Scan", "even_prediction", "sweep"]

_ARRIVED = 1e-4
"""Nearer than this, in units of positions, is there: actions are float32."""


class Scan:
    """Sweeps the image row by row from its nearest corner, so that all of it gets seen, then back; predicts evenly.

    Rows are as far apart as the sensor sees, and no step is longer than that. An even prediction is 0 throughout, or
    what is nearest to it: for logits, the same probability for each class.

    Args:
        envs: What it acts in.

    Raises:
        PolicyError: If :meth:`misfit` says why it can't.
    """

    def __init__(self, envs: ActiveVectorEnv) -> None:
        sensor = envs.core.sensor
        reason = self.misfit(envs.core)
        if reason is not None or not isinstance(sensor, Steerable):
            raise PolicyError(f"policy 'scan' {reason}: use policy 'random'")
        self._sensor = sensor
        self._reach = np.array(sensor.coverage)  # (x, y)
        self._near = np.array(sensor.precision) + _ARRIVED
        self._route = sweep(self._reach)
        self._stage = np.zeros(envs.num_envs, np.intp)  # [B], which point of the route a lane goes to
        self._corner = np.ones((envs.num_envs, 2))  # [B, 2], −1 where a lane's route is mirrored
        self._beginning = np.ones(envs.num_envs, np.bool_)
        self._envs = envs
        self._even = even_prediction(envs)

    @staticmethod
    def misfit(core: Core) -> str | None:
        """Say why these episodes can't be swept; None where they can."""
        if not isinstance(core.sensor, Steerable) or "glimpse_pos" not in core.sensor.observation_spaces:
            return f"takes a sensor that can be sent to a position, got {type(core.sensor).__name__}"
        if not isinstance(core.task.prediction_space, Box | None):
            return f"predicts evenly in a Box space, got {core.task.prediction_space}"
        return None

    def begin(self, lanes: NDArray[np.intp], seeds: NDArray[np.int64]) -> None:  # noqa: ARG002 - nothing is random
        """Start the sweep of some lanes anew."""
        self._stage[lanes] = 0
        self._beginning[lanes] = True

    def __call__(self, observations: Observations) -> Actions:
        """Go on along the route."""
        return complete(self._envs, self.move(observations), None if self._even is None else self._even.copy())

    def move(self, observations: Observations) -> NDArray[np.float32]:
        """Give the actions ``[B, …]`` that go on along the route."""
        positions = observations["glimpse_pos"].astype(np.float64)
        self._corner[self._beginning] = np.where(positions[self._beginning] > 0, -1.0, 1.0)
        self._beginning[:] = False
        arrived = (np.abs(self._goals() - positions) < self._near).all(axis=1)
        self._stage[arrived] = (self._stage[arrived] + 1) % len(self._route)
        steps = np.clip(self._goals() - positions, -self._reach, self._reach)
        return self._sensor.toward(positions + steps)

    def _goals(self) -> NDArray[np.float64]:
        return self._route[self._stage] * self._corner


def sweep(reach: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the ends of the rows of a sweep from the corner (−1, −1), in order, and back.

    Args:
        reach: How far is seen along x and y, in units of positions.

    Returns:
        Positions (x, y), ``[n, 2]``.

    >>> sweep(np.array([1.0, 2.0])).tolist()
    [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [1.0, 1.0], [1.0, -1.0]]
    """
    rows = np.linspace(-1.0, 1.0, math.ceil(2.0 / reach[1]) + 1)
    ends = (-1.0, 1.0)
    there = [(x, y) for row, y in enumerate(rows) for x in (ends if row % 2 == 0 else ends[::-1])]
    return np.array([*there, *there[-2:0:-1]])


def even_prediction(envs: ActiveVectorEnv) -> NDArray[Any] | None:
    """Give predictions ``[B, …]`` in the middle of what may be predicted, as even logits are and as gray is.

    Where there is no middle they are as near to 0 as may be. None where nothing is to be predicted.
    """
    space = envs.prediction_space
    if space is None:
        return None
    low, high = (getattr(space, bound) for bound in ("low", "high"))
    bounded = np.isfinite(low) & np.isfinite(high)
    middle = np.where(bounded, low, 0) / 2 + np.where(bounded, high, 0) / 2
    return np.clip(middle, low, high).astype(space.dtype)
