"""What losses are, from the definitions alone: NumPy in float64, one prediction at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.losses import CrossEntropy, ErrorProbability, PixelCrossEntropy, RootMeanSquaredError, SquaredError
from envspecs.tasks import Localization, Regression
from envspecs.tasks.scales import scale_of

__all__ = ["Measure", "measures_of"]

Measure: TypeAlias = Callable[[NDArray[Any], NDArray[Any]], float]
"""Gives the loss of a prediction against the truth."""

UNIFORM = (1 / 3, 1 / 3)
"""The variances of a place (x, y) that is drawn uniformly, in units of positions."""

BYTES = 255

GRAY = math.sqrt(1 / 12)
"""The root of the mean squared error of mid-gray where pixels are uniform."""


def measures_of(core: Core) -> Mapping[float, Measure]:
    """Give how a task's predictions may be measured, by what a blind guess loses then.

    Returns:
        Each measure that a loss of its kind allows, as it is and in units of a blind guess's; none where the loss is of
        a kind that others wrote.

    >>> import envspecs
    >>> core = envspecs.load("CircleSquare-v0").make().unwrapped.core
    >>> [f"a blind guess loses {blind:.2f}" for blind in measures_of(core)]
    ['a blind guess loses 0.69', 'a blind guess loses 1.00']
    """
    kind = type(core.task.loss)  # and no other: who derives from it may mean something else
    if kind is SquaredError:
        return _of_numbers(_variances(core))
    if kind is RootMeanSquaredError:
        return _in_units(root_mean_square, GRAY) | {BYTES * GRAY: _divided(root_mean_square, 1 / BYTES)}
    space: Any = core.task.prediction_space
    if kind is ErrorProbability:
        return _in_units(error_probability, 1 - 1 / space.shape[-1])
    if kind in {CrossEntropy, PixelCrossEntropy}:
        return _in_units(surprise, math.log(space.shape[-1]))
    return {}


def _in_units(measure: Measure, blind: float) -> dict[float, Measure]:
    """Give a measure by what a blind guess loses, and the same in units of that."""
    return {blind: measure, 1.0: _divided(measure, blind)}


def _divided(measure: Measure, unit: float) -> Measure:
    return lambda prediction, target: measure(prediction, target) / unit


def _of_numbers(variances: Sequence[float]) -> dict[float, Measure]:
    """Give measures of numbers whose truths have some variances; none where these are not known."""
    if not variances:
        return {}
    units = np.array(variances)
    return {
        float(np.mean(units)): lambda prediction, target: _mean_square(prediction, target, np.ones_like(units)),
        1.0: lambda prediction, target: _mean_square(prediction, target, units),
    }


def _variances(core: Core) -> Sequence[float]:
    """Give the variances of the truth, one for each number that is predicted; none where they are not known."""
    if isinstance(core.task, Localization):
        return UNIFORM
    if isinstance(core.task, Regression):
        scales = [scale_of(core.space.domain.factor(name)) for name in core.task.quantities]
        return [variance for scale in scales for variance in scale.variances]
    return ()


def surprise(logits: NDArray[Any], classes: NDArray[Any]) -> float:
    """Give −log of the probability that logits give to the class, the mean of it over pixels that have a class.

    >>> surprise(np.zeros((2, 4)), np.array([3, -1])) == math.log(4)
    True
    """
    counted = classes >= 0
    if not counted.any():
        return 0.0
    rows, truths = logits[counted].reshape(-1, logits.shape[-1]).astype(np.float64), classes[counted].ravel()
    highest = rows.max(axis=1)
    totals = np.log(np.exp(rows - highest[:, None]).sum(axis=1))
    return float(np.mean(totals + highest - rows[np.arange(len(rows)), truths]))


def error_probability(logits: NDArray[Any], label: NDArray[Any]) -> float:
    """Give 1 − the probability that logits give to the class.

    >>> error_probability(np.zeros(4), np.array(1))
    0.75
    """
    shares = np.exp(logits.astype(np.float64) - logits.max())
    return float(1 - shares[label] / shares.sum())


def root_mean_square(pixels: NDArray[Any], truth: NDArray[Any]) -> float:
    """Give the root of the mean square of what pixels are off by, over those that count, whose truth is not below 0.

    >>> root_mean_square(np.array([0.5, 0.5]), np.array([1.0, -1.0]))
    0.5
    """
    counted = truth >= 0
    errors = pixels[counted].astype(np.float64) - truth[counted]
    return math.sqrt(np.mean(errors * errors)) if errors.size else 0.0


def _mean_square(numbers: NDArray[Any], truth: NDArray[Any], units: NDArray[np.float64]) -> float:
    errors = numbers.astype(np.float64) - truth
    return float(np.mean(errors * errors / units))
