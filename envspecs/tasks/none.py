"""Predict nothing: for exploration alone, and for rewards of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Space
from numpy.typing import NDArray

from envspecs.parts import Lanes
from envspecs.stage import Stage
from imagespaces.draws import Draws

__all__ = ["NoPrediction"]


class NoPrediction:
    """Asks for nothing: actions have no ``prediction``, ``info`` has none, and a reward is what actions and time cost.

    Args:
        stage: Any pictures.
    """

    words: Mapping[str, int] = {}
    options: Mapping[str, int] = {}
    observation_spaces: Mapping[str, Space[Any]] = {}
    limits: Mapping[str, tuple[float, float]] = {}
    prediction_space: None = None
    target_space: None = None
    blind_loss: float = 0.0

    def __init__(self, stage: Stage) -> None:
        self._lanes = stage.lanes

    def loss(self, prediction: Any, target: Any) -> float:  # noqa: ARG002 - it is that of any other task
        """Give 0, whatever is said: nothing is asked."""
        return 0.0

    def reset(
        self,
        lanes: NDArray[np.intp],
        draws: Draws,
        indices: NDArray[np.int64],
        options: Mapping[str, NDArray[Any]],
    ) -> None:
        """Begin episodes: nothing is to be done."""

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:  # noqa: ARG002 - nothing is added
        """Add nothing to the observation."""
        return {}

    def score(self, predictions: Any, times: NDArray[np.int64]) -> NDArray[np.float64]:  # noqa: ARG002 - there are none
        """Give losses ``[B]`` of 0."""
        return np.zeros(self._lanes)

    def targets(self) -> NDArray[np.float64]:
        """Give nothing of each lane, ``[B, 0]``."""
        return np.zeros((self._lanes, 0))

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:  # noqa: ARG002 - there are none
        """Give nothing: how long episodes were, and what they brought, is told of any task."""
        return {}

    def quality(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give 1 for each lane, ``[b]``: nothing was wrong."""
        return np.ones(self._lanes)[lanes]

    def caption(self, lane: int) -> tuple[str, str]:  # noqa: ARG002 - of none
        """Give no words."""
        return "", ""

    def oracle(self) -> NDArray[np.float64]:
        """Give nothing of each lane, ``[B, 0]``."""
        return np.zeros((self._lanes, 0))

    def state(self) -> dict[str, NDArray[Any]]:
        """Give nothing: nothing changes."""
        return {}
