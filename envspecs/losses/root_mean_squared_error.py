"""The root of the mean squared error of pixels."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from array_api_compat import is_numpy_namespace
from numpy.typing import NDArray

from envspecs.losses.arrays import beside, namespace_of, numbers
from envspecs.losses.portions import portions

__all__ = ["RootMeanSquaredError"]

_PIXELS = (-3, -2, -1)
_BLIND = math.sqrt(1 / 12)
"""What always predicting mid-gray loses where pixels are uniform in [0, 1]: their standard deviation."""


class RootMeanSquaredError:
    """The root of the mean over pixels and channels of (prediction − truth)², both in [0, 1].

    Values below 0 in the truth do not count; where none counts, the loss is 0. It takes arrays of NumPy, PyTorch, JAX
    or any other library with the array API, and gives the same kind; the lower bound is 0, and there, where the root
    has no slope, the gradient is taken to be 0.

    Args:
        scale: The unit: 255 for differences of bytes, as AdaGlimpse scores them (Pardyl et al., ECCV 2024), or 1.
        normalized: Whether it is divided by the loss of a blind guess, √(1/12) × scale, which is that of predicting
            mid-gray everywhere where pixels are uniform: 1 is then blind guessing, whatever the scale.

    >>> prediction, truth = np.full((2, 2, 1), 0.5), np.array([[[0.0], [1.0]], [[1.0], [-1.0]]])
    >>> float(RootMeanSquaredError()(prediction, truth))
    127.5
    """

    def __init__(self, *, scale: float = 255, normalized: bool = False) -> None:
        self._factor = 1 / _BLIND if normalized else float(scale)
        self.blind = 1.0 if normalized else scale * _BLIND
        """The loss of always predicting mid-gray, where pixels are uniform."""

    def __call__(self, prediction: Any, target: Any) -> Any:
        """Give the losses ``[…]``, not negative, of predictions and truths ``[…, H, W, C]``."""
        xp = namespace_of(prediction)
        if is_numpy_namespace(xp):
            return self._of_arrays(np.asarray(prediction), np.asarray(target))
        values = numbers(xp, prediction)
        truth = xp.astype(beside(xp, values, target), values.dtype)
        counts, nothing = truth >= 0, xp.zeros_like(values)
        difference = xp.where(counts, values - truth, nothing)
        total = xp.sum(difference * difference, axis=_PIXELS)
        number = xp.sum(xp.where(counts, nothing + 1, nothing), axis=_PIXELS)
        # The root has an infinite slope at 0: it is taken of 1 there, so that no gradient is 0 × infinity.
        wrong = total > 0
        mean = xp.where(wrong, total, xp.ones_like(total)) / xp.where(wrong, number, xp.ones_like(number))
        return xp.where(wrong, xp.sqrt(mean), xp.zeros_like(mean)) * self._factor

    def _of_arrays(self, prediction: NDArray[Any], target: NDArray[Any]) -> NDArray[np.float64]:
        """Give the losses of NumPy's arrays, in float64, though no copy of them in float64 is ever made."""
        lead, size = prediction.shape[:-3], math.prod(prediction.shape[-3:])
        rows = prediction.reshape(-1, size)
        truths = np.broadcast_to(target, prediction.shape).reshape(-1, size)
        losses = np.empty(len(rows))
        for part in portions(len(rows), 8 * size):
            losses[part] = self.of_rows(rows[part], truths[part])
        return losses.reshape(lead)[()]

    def of_rows(self, predictions: NDArray[Any], truths: NDArray[Any]) -> NDArray[np.float64]:
        """Give the losses ``[B]`` of NumPy's arrays ``[B, H × W × C]``, so few that a copy of them is small."""
        squares = np.subtract(predictions, truths, dtype=np.float64)
        counted = truths >= 0
        number: Any = squares.shape[1]
        if not counted.all():
            squares *= counted
            number = np.maximum(np.add.reduce(counted, axis=1, dtype=np.int64), 1)
        np.multiply(squares, squares, out=squares)
        losses: NDArray[np.float64] = np.sqrt(np.add.reduce(squares, axis=1) / number) * self._factor
        return losses
