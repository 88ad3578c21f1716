"""The squared error of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.losses.arrays import beside, namespace_of, numbers

__all__ = ["SquaredError"]


class SquaredError:
    """The mean over some numbers of (prediction − truth)².

    It takes arrays of NumPy, PyTorch, JAX or any other library with the array API, and gives the same kind; the lower
    bound is 0.

    Args:
        normalized: Whether each square is divided by the variance of the truth, the loss of always predicting its mean:
            1 is then blind guessing.
        variances: Of the truth, one for each number. A task sets them (:meth:`of`).

    >>> float(SquaredError(normalized=True)(np.array([0.0, 0.0]), np.array([1.0, 0.0])))
    1.5
    """

    def __init__(self, *, normalized: bool = True, variances: Sequence[float] = (1 / 3,)) -> None:
        self._normalized, self._variances = normalized, tuple(variances)

    def of(self, variances: Sequence[float]) -> SquaredError:
        """Give this loss for truths of some variances, one for each number."""
        return SquaredError(normalized=self._normalized, variances=variances)

    def __call__(self, prediction: Any, target: Any) -> Any:
        """Give the losses ``[…]``, not negative, of predictions and truths ``[…, D]``."""
        xp = namespace_of(prediction)
        values = numbers(xp, prediction)
        difference = values - xp.astype(beside(xp, values, target), values.dtype)
        squares = difference * difference
        if self._normalized:
            squares = squares / xp.astype(beside(xp, values, np.array(self._variances)), values.dtype)
        return xp.mean(squares, axis=-1)

    def of_numbers(self, predictions: NDArray[Any], targets: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the losses ``[B]`` of NumPy's arrays ``[B, D]``: what :meth:`__call__` gives, sooner."""
        difference = predictions - targets
        squares = difference * difference
        if self._normalized:
            squares /= self._variances
        losses: NDArray[np.float64] = np.add.reduce(squares, axis=1) / squares.shape[1]
        return losses

    @property
    def blind(self) -> float:
        """The loss of always predicting the mean of the truth."""
        return 1.0 if self._normalized else sum(self._variances) / len(self._variances)
