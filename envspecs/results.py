"""What came of a run of episodes: means with their standard errors."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Results", "Statistic", "summarise"]


@dataclass(frozen=True)
class Statistic:
    """What a measure of episodes comes to.

    Attributes:
        mean: The mean over episodes; None where no episode has the measure.
        error: The standard error of the mean; None for fewer than two episodes.
        episodes: How many episodes have the measure: those that never predicted right have no first right step.
    """

    mean: float | None
    error: float | None
    episodes: int


@dataclass(frozen=True)
class Results:
    """What came of a run.

    Attributes:
        episodes: How many episodes the statistics are of: those from the first on that are all over.
        statistics: By measure: ``return``, ``length``, ``loss`` (per step), and the task's metrics.
        steps: How many steps all environments took, those of episodes that do not count included.
        seconds: How long that took, the policy's own time included.
    """

    episodes: int
    statistics: Mapping[str, Statistic]
    steps: int
    seconds: float

    @property
    def steps_per_second(self) -> float:
        """How fast it went."""
        return self.steps / self.seconds if self.seconds else math.inf

    def to_dict(self) -> dict[str, Any]:
        """Give all that depends on the run's arguments alone: all but the time it took."""
        return {
            "episodes": self.episodes,
            "statistics": {name: vars(statistic) for name, statistic in self.statistics.items()},
        }


def summarise(name: str, values: NDArray[np.float64]) -> Statistic:
    """Sum up what a measure was in each episode.

    Args:
        name: The measure. Where it ends in ``_step``, −1 stands for "in no step", and does not count.
        values: ``[n]``, one per episode.

    >>> summarise("return", np.array([1.0, 2.0, 3.0]))
    Statistic(mean=2.0, error=0.5773502691896258, episodes=3)
    >>> summarise("first_correct_step", np.array([4.0, -1.0]))
    Statistic(mean=4.0, error=None, episodes=1)
    """
    values = values[values >= 0] if name.endswith("_step") else values
    count = len(values)
    return Statistic(
        mean=float(values.mean()) if count else None,
        error=float(values.std(ddof=1)) / math.sqrt(count) if count > 1 else None,
        episodes=count,
    )
