"""The policy that is told the truth: the upper bound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from envspecs.environment import ActiveVectorEnv
from envspecs.policies.policy import Actions, Observations, Policy, complete
from envspecs.policies.random import Random
from envspecs.policies.scan import Scan

__all__ = ["Oracle"]


class Oracle:
    """Predicts what the task says is right; moves as a sweep does, or at random where the sensor can't be sent.

    Args:
        envs: What it acts in.
    """

    def __init__(self, envs: ActiveVectorEnv) -> None:
        self._envs = envs
        self._mover: Policy = Scan(envs) if Scan.misfit(envs.core) is None else Random(envs)

    def begin(self, lanes: NDArray[np.intp], seeds: NDArray[np.int64]) -> None:
        """Start moving anew in some lanes."""
        self._mover.begin(lanes, seeds)

    def __call__(self, observations: Observations) -> Actions:
        """Move on, and tell the truth."""
        return complete(self._envs, self._mover(observations)["action"], self._envs.core.task.oracle())
