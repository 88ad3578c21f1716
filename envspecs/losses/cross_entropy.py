"""The cross-entropy of logits against classes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["CrossEntropy", "below_highest", "softmax"]


class CrossEntropy:
    """−log of the probability that logits give to the true class.

    Args:
        normalized: Whether it is divided by log K, the loss of an even guess among K classes: 1 is then blind guessing.

    >>> float(CrossEntropy(normalized=True)(np.zeros(4), np.array(2)))
    1.0
    """

    def __init__(self, *, normalized: bool = True) -> None:
        self._normalized = normalized

    def __call__(self, prediction: NDArray[Any], target: NDArray[Any]) -> NDArray[np.float64]:
        """Give the loss ``[…]``, not negative, of logits ``[…, K]`` and classes ``[…]``."""
        logits, classes = np.asarray(prediction, np.float64), np.asarray(target)
        count = logits.shape[-1]
        shifted = below_highest(logits.reshape(-1, count))
        true = shifted[np.arange(len(shifted)), classes.reshape(-1)]
        _, log_totals = softmax(shifted)
        return self.of_log_probabilities((true - log_totals).reshape(classes.shape), count)

    def of_log_probabilities(self, logs: NDArray[np.float64], num_classes: int) -> NDArray[np.float64]:
        """Give the loss ``[…]`` from the logarithms ``[…]`` of the true classes' probabilities."""
        return logs / (-math.log(num_classes) if self._normalized else -1.0)


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
