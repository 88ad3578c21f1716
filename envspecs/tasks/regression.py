"""Tell values of factors of variation: how far something is turned, where it is, how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Space
from numpy.typing import NDArray

from envspecs.losses.squared_error import SquaredError
from envspecs.parts import Lanes
from envspecs.stage import Stage
from envspecs.tasks.scales import Scale, ends_of, scale_of
from imagespaces import ImageSpace
from imagespaces.arguments import MisfitError
from imagespaces.draws import Draws

__all__ = ["Regression"]


class Regression:
    """Predicts numbers ``[D]``, one or two for each of some factors, in their order; the truth is in [−1, 1].

    A factor's value becomes a number from −1, its least value, to 1, its greatest (or end), evenly or, on a log scale,
    by logarithm. A value on a circle becomes (cos, sin) of 2π × value / length of the circle.

    At an episode's end it reports ``absolute_error_<factor>`` of the last prediction, in the unit of the factor, on a
    circle the shorter way round. Predictions beyond −1 and 1 count there as the ends.

    Args:
        stage: Pictures with factors of variation.
        factors: Which to predict; their values are numbers.
        loss: The loss of numbers against the truth, to which the variances of the truth are given. These are of values
            drawn as the factor has it, whatever part of the space is drawn from: 1/3 of a number on an interval, 1/2 of
            cosine and sine, of a finite factor that of its values, equally likely.

    Raises:
        MisfitError: If the space has no such factor, or its values are names, or one alone.
    """

    words: Mapping[str, int] = {}
    options: Mapping[str, int] = {}
    observation_spaces: Mapping[str, Space[Any]] = {}
    limits: Mapping[str, tuple[float, float]] = {"truth": (-1.0, 1.0)}

    def __init__(self, stage: Stage, *, factors: Sequence[str], loss: SquaredError) -> None:
        self._space, self._names, lanes = stage.space, tuple(factors), stage.lanes
        self._scales = [_scale(stage.space, name, place) for place, name in enumerate(factors)]
        ends_by_name = {name: ends_of(stage.space.domain.factor(name)) for name in factors}
        self.quantities: Mapping[str, tuple[float, float]] = {name: ends for name, ends in ends_by_name.items() if ends}
        """The factors in their order, each with its least value and its greatest, in its own unit."""
        self.loss = loss.of([variance for scale in self._scales for variance in scale.variances])
        self.blind_loss = self.loss.blind
        ends = np.cumsum([len(scale.variances) for scale in self._scales]).tolist()
        self._columns = [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]
        self.prediction_space = Box(-np.inf, np.inf, (ends[-1],), np.float32)
        self.target_space = Box(-1.0, 1.0, (ends[-1],), np.float32)
        self._values = np.zeros((lanes, len(factors)))  # in the factors' own units
        self._truth = np.zeros((lanes, ends[-1]), np.float32)
        self._latest = np.zeros((lanes, ends[-1]))
        self._losses = np.full(lanes, np.inf)  # of the latest predictions; infinite before the first

    def reset(
        self,
        lanes: NDArray[np.intp],
        draws: Draws,  # noqa: ARG002 - the values follow from the instance
        indices: NDArray[np.int64],
        options: Mapping[str, NDArray[Any]],  # noqa: ARG002 - it has none
    ) -> None:
        """Take over the values of the instances ``indices`` ``[b]``."""
        values = self._space.factor_values(indices)
        self._values[lanes] = np.stack([values[name].astype(np.float64) for name in self._names], axis=1)
        self._truth[lanes] = self.encode(self._values[lanes])
        self._latest[lanes] = 0.0
        self._losses[lanes] = np.inf

    def encode(self, values: NDArray[np.float64]) -> NDArray[np.float32]:
        """Give the numbers ``[b, D]`` that are right where the factors have values ``[b, F]``, in their own units."""
        columns = (np.ascontiguousarray(column) for column in values.T)
        encoded = [scale.encode(column) for scale, column in zip(self._scales, columns, strict=True)]
        return np.concatenate(encoded, axis=1).astype(np.float32)

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:  # noqa: ARG002 - nothing is added
        """Add nothing to the observation."""
        return {}

    def score(self, predictions: Any, times: NDArray[np.int64]) -> NDArray[np.float64]:  # noqa: ARG002 - the latest counts
        """Give the losses ``[B]`` of numbers ``[B, D]``."""
        self._latest = predictions.astype(np.float64)
        self._losses = self.loss.of_numbers(self._latest, self._truth)
        return self._losses.copy()

    def targets(self) -> NDArray[np.float32]:
        """Give the truth, float32 ``[B, D]``."""
        return self._truth.copy()

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        """Give the absolute error of each factor in some lanes, ``[b]``."""
        found, true = self._found(lanes), self._values[lanes]
        return {
            f"absolute_error_{name}": scale.error(found[place], true[:, place])
            for place, (name, scale) in enumerate(zip(self._names, self._scales, strict=True))
        }

    def _found(self, lanes: NDArray[np.intp]) -> list[NDArray[np.float64]]:
        """Give the values of each factor that the latest predictions of some lanes stand for, ``[b]``."""
        latest = self._latest[lanes]
        return [scale.decode(latest[:, part]) for scale, part in zip(self._scales, self._columns, strict=True)]

    def quality(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give how much of a blind guess's loss the latest predictions spared, ``[b]``: 1 all of it, 0 none."""
        return np.clip(1.0 - self._losses[lanes] / self.blind_loss, 0.0, 1.0)

    def caption(self, lane: int) -> tuple[str, str]:
        """Give the predicted values, and the true ones with the names of their factors, in the factors' own units."""
        truth = zip(self._short_names, self._values[lane].tolist(), strict=True)
        told = ", ".join(f"{name} {value:.3g}" for name, value in truth)
        if np.isinf(self._losses[lane]):
            return "", told
        return ", ".join(f"{values.item():.3g}" for values in self._found(np.array([lane]))), told

    @property
    def _short_names(self) -> tuple[str, ...]:
        """The factors without what they are of, where that leaves them different: x rather than ball.x."""
        short = tuple(name.rpartition(".")[2] for name in self._names)
        return short if len(set(short)) == len(short) else self._names

    def oracle(self) -> NDArray[np.float32]:
        """Give the truth."""
        return self._truth.copy()

    def state(self) -> dict[str, NDArray[Any]]:
        """Give values, truth, and the latest predictions with their losses."""
        return {"values": self._values, "truth": self._truth, "latest": self._latest, "losses": self._losses}


def _scale(space: ImageSpace, name: str, place: int) -> Scale:
    """Give the scale of a factor, or point at where it was named."""
    try:
        return scale_of(space.domain.factor(name))
    except ValueError as error:
        raise MisfitError(str(error), ("factors", place)) from error
