"""The cross-entropy of logits against classes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["CrossEntropy", "log_softmax"]


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
        logs = log_softmax(np.asarray(prediction, np.float64))
        return self.of_log_probabilities(np.take_along_axis(logs, np.asarray(target)[..., None], -1)[..., 0], logs.shape[-1])

    def of_log_probabilities(self, logs: NDArray[np.float64], num_classes: int) -> NDArray[np.float64]:
        """Give the loss ``[…]`` from the logarithms ``[…]`` of the true classes' probabilities."""
        return logs / (-math.log(num_classes) if self._normalized else -1.0)


def log_softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the logarithms of the probabilities ``[…, K]`` of logits ``[…, K]``, without overflow."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted
