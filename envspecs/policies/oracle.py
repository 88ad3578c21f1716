"""The policy that is told the truth: the upper bound."""

from __future__ import annotations

from envspecs.environment import ActiveVectorEnv
from envspecs.policies.policy import Actions, Observations
from envspecs.policies.scan import Scan

__all__ = ["Oracle"]


class Oracle(Scan):
    """Moves as a sweep does, and predicts what the task says is right.

    Args:
        envs: What it acts in.

    Raises:
        PolicyError: If the sensor can't be sent somewhere.
    """

    def __init__(self, envs: ActiveVectorEnv) -> None:
        super().__init__(envs)
        self._task = envs.core.task

    def __call__(self, observations: Observations) -> Actions:
        """Go on along the route, and tell the truth."""
        return {"action": self.move(observations), "prediction": self._task.oracle()}
