"""The task of telling the value of a factor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Space
from numpy.typing import NDArray

from envspecs.parts import Lanes
from envspecs.stage import Stage
from envspecs.tasks.scales import ends_of
from imagespaces import Finite, ImageSpace
from imagespaces.arguments import MisfitError
from imagespaces.draws import Draws
from imagespaces.factors import Factor

__all__ = ["FactorValue", "SquaredError", "numbers_of"]

_QUANTILES = (np.arange(1000) + 0.5) / 1000


class SquaredError:
    """The squared difference of prediction and truth, divided by the variance of the truth: guessing the mean gives 1.

    Args:
        variance: Of the truth.
    """

    def __init__(self, variance: float) -> None:
        self._variance = variance

    def __call__(self, prediction: NDArray[Any], target: NDArray[Any]) -> NDArray[np.float64]:
        """Give the loss ``[…]`` of predictions and truths ``[…, 1]``."""
        return np.asarray((np.asarray(prediction, np.float64) - target)[..., 0] ** 2 / self._variance)


class FactorValue:
    """Predicts one number, the value of a factor.

    At an episode's end it reports ``absolute_error`` of the last prediction.

    Args:
        stage: Pictures that have the factor.
        factor: The name of a factor of numbers, at least two of them.

    Raises:
        MisfitError: If the space has no such factor.
    """

    words: Mapping[str, int] = {}
    options: Mapping[str, int] = {}
    limits: Mapping[str, tuple[float, float]] = {}
    observation_spaces: Mapping[str, Space[Any]] = {}

    def __init__(self, stage: Stage, *, factor: str) -> None:
        numeric = numbers_of(stage.space)
        if factor not in numeric:
            found = f"of {stage.space!r}, got {factor!r}"
            raise MisfitError(f"factor must be one of {', '.join(numeric)} {found}", ("factor",))
        self._space, self._factor = stage.space, factor
        self.loss = SquaredError(_variance(stage.space.factors[factor]))
        self.blind_loss = 1.0
        self.prediction_space = Box(-np.inf, np.inf, (1,), np.float32)
        self.target_space = Box(*numeric[factor], (1,), np.float64)
        self._truth = np.zeros((stage.lanes, 1))
        self._latest = np.zeros((stage.lanes, 1))
        self._predicted = np.zeros(stage.lanes, np.bool_)

    def reset(
        self,
        lanes: NDArray[np.intp],
        draws: Draws,
        indices: NDArray[np.int64],
        options: Mapping[str, NDArray[Any]],
    ) -> None:
        """Take over the factor's values of the instances ``indices`` ``[b]``."""
        del draws, options  # the truth follows from the instance
        self._truth[lanes, 0] = self._space.instances(indices).factors[self._factor]
        self._latest[lanes] = 0.0
        self._predicted[lanes] = False

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Add nothing to the observation."""
        del lanes
        return {}

    def score(self, predictions: NDArray[Any], times: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the losses ``[B]`` of predictions ``[B, 1]``."""
        del times  # every step counts alike
        self._latest = predictions.astype(np.float64)
        self._predicted[:] = True
        return self.loss(self._latest, self._truth)

    def targets(self) -> NDArray[np.float64]:
        """Give the true values, ``[B, 1]``."""
        return self._truth.copy()

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        """Give ``absolute_error`` of some lanes, ``[b]``."""
        return {"absolute_error": np.abs(self._latest[lanes] - self._truth[lanes])[:, 0]}

    def quality(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give how good the latest predictions were, ``[b]``: 1 exact, e⁻¹ as good as guessing the mean."""
        return np.exp(-self.loss(self._latest[lanes], self._truth[lanes]))

    def caption(self, lane: int) -> tuple[str, str]:
        """Give the latest prediction and the truth in figures."""
        return f"{self._latest[lane, 0]:.2f}" if self._predicted[lane] else "", f"{self._truth[lane, 0]:g}"

    def oracle(self) -> NDArray[np.float32]:
        """Give predictions ``[B, 1]`` that are right."""
        return self._truth.astype(np.float32)

    def state(self) -> dict[str, NDArray[Any]]:
        """Give truths and predictions."""
        return {"truth": self._truth, "latest": self._latest, "predicted": self._predicted}


def numbers_of(space: ImageSpace) -> dict[str, tuple[float, float]]:
    """Give the least and the greatest value of each factor of numbers of which there are at least two.

    >>> from stripes_plugin.space import Stripes
    >>> numbers_of(Stripes())
    {'period': (2.0, 8.0), 'phase': (0.0, 1.0)}
    """
    ends = {name: ends_of(factor) for name, factor in space.factors.items()}
    return {name: pair for name, pair in ends.items() if pair is not None and pair[0] < pair[1]}


def _variance(factor: Factor) -> float:
    """Give the variance of a factor's values; of an interval's as a thousand even steps have it."""
    values = factor.values if isinstance(factor, Finite) else factor.from_unit(_QUANTILES)
    return float(np.var(np.array(values, np.float64)))
