"""The cross-entropy of logits against classes."""

from __future__ import annotations

import math
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from envspecs.losses.arrays import beside, namespace_of, numbers

__all__ = ["CrossEntropy", "below_highest", "softmax"]

Values = TypeVar("Values")


class CrossEntropy:
    """−log of the probability that logits give to the true class.

    It takes arrays of NumPy, PyTorch, JAX or any other library with the array API, and gives the same kind; the lower
    bound is 0.

    Args:
        normalized: Whether it is divided by log K, the loss of an even guess among K classes: 1 is then blind guessing.

    >>> float(CrossEntropy(normalized=True)(np.zeros(4), np.array(2)))
    1.0
    """

    def __init__(self, *, normalized: bool = True) -> None:
        self._normalized = normalized

    def __call__(self, prediction: Any, target: Any) -> Any:
        """Give the losses ``[…]``, not negative, of logits ``[…, K]`` and classes ``[…]``."""
        xp = namespace_of(prediction)
        logits = numbers(xp, prediction)
        count = logits.shape[-1]
        shifted = logits - xp.max(logits, axis=-1, keepdims=True)
        chosen = beside(xp, logits, target)[..., None] == beside(xp, logits, xp.arange(count))
        true = xp.sum(xp.where(chosen, shifted, xp.zeros_like(shifted)), axis=-1)
        log_totals = xp.log(xp.sum(xp.exp(shifted), axis=-1))
        return self.of_log_probabilities(true - log_totals, count)

    def of_log_probabilities(self, logs: Values, num_classes: int) -> Values:
        """Give the losses ``[…]`` from the logarithms ``[…]`` of the true classes' probabilities."""
        return cast("Values", cast("Any", logs) / (-math.log(num_classes) if self._normalized else -1.0))

    def blind(self, num_classes: int) -> float:
        """Give the loss of an even guess."""
        return 1.0 if self._normalized else math.log(num_classes)


def below_highest(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give logits ``[B, K]`` less the highest of each row, whose probabilities are the same, and can't overflow.

    >>> below_highest(np.array([[1e30, 1e30, 0.0]])).tolist()
    [[0.0, 0.0, -1e+30]]
    """
    shifted: NDArray[np.float64] = logits - np.maximum.reduce(logits, axis=1, keepdims=True)
    return shifted


def softmax(shifted: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Turn logits ``[B, K]``, from :func:`below_highest`, into probabilities, in place.

    Returns:
        The probabilities, and the logarithms ``[B]`` of what they were divided by. The logarithm of a probability is
        the logit, which must be looked up before, less that.
    """
    np.exp(shifted, out=shifted)
    if len(shifted) == 1:  # a sum along the only axis is quicker, and the same
        total = np.add.reduce(shifted[0]).reshape(1)
        shifted /= total
        return shifted, np.log(total)
    total = np.add.reduce(shifted, axis=1, keepdims=True)
    shifted /= total
    return shifted, np.log(total[:, 0])
