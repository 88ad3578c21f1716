"""What the episodes that were played came to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from envspecs.results import Statistic, summarise

__all__ = ["Record"]


class Record:
    """Measures of each episode that was played to its end."""

    def __init__(self) -> None:
        self._episodes: list[dict[str, float]] = []

    def __len__(self) -> int:
        """Give how many episodes were played to their end."""
        return len(self._episodes)

    def add(self, rewards: list[float], losses: list[float], metrics: Mapping[str, Any]) -> dict[str, float]:
        """Note an episode.

        Args:
            rewards: Of its steps.
            losses: The same; none where nothing is predicted.
            metrics: What its task reports.

        Returns:
            Its measures, in the order of :meth:`statistics`.
        """
        measures = {"return": sum(rewards), "length": float(len(rewards))}
        if losses:
            measures["loss"] = sum(losses) / len(losses)
        measures |= {name: float(value) for name, value in metrics.items() if np.ndim(value) == 0}
        self._episodes.append(measures)
        return measures

    def statistics(self) -> dict[str, Statistic]:
        """Give the means of all measures, as those of a run are given."""
        names = dict.fromkeys(name for measures in self._episodes for name in measures)
        return {
            name: summarise(name, np.array([measures[name] for measures in self._episodes if name in measures]))
            for name in names
        }
