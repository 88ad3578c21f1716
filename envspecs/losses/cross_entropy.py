"""The cross-entropy of logits against classes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["CrossEntropy", "softmax"]


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
        _, log_scales = softmax(logits.reshape(-1, count))
        true = np.take_along_axis(logits, classes[..., None], -1)[..., 0]
        return self.of_log_probabilities(true - log_scales.reshape(true.shape), count)

    def of_log_probabilities(self, logs: NDArray[np.float64], num_classes: int) -> NDArray[np.float64]:
        """Give the loss ``[…]`` from the logarithms ``[…]`` of the true classes' probabilities."""
        return logs / (-math.log(num_classes) if self._normalized else -1.0)


def softmax(logits: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the probabilities ``[B, K]`` of logits ``[B, K]``, without overflow, and the logarithms ``[B]`` of their scales.

    The logarithm of a probability is the logit less that of the scale.
    """
    highest = np.maximum.reduce(logits, axis=1, keepdims=True)
    weights = logits - highest
    np.exp(weights, out=weights)
    total = np.add.reduce(weights, axis=1, keepdims=True)
    weights /= total
    highest += np.log(total)
    return weights, highest[:, 0]
