"""How well maps of classes agree with the truth.

Axes: ``b`` maps, of ``N`` pixels each.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["mean_overlap", "share_right"]


def share_right(predicted: NDArray[Any], truth: NDArray[Any]) -> NDArray[np.float64]:
    """Give the shares of pixels whose class is right, ``[b]``, of those that have one; 1 where none has.

    Args:
        predicted: Classes ``[b, N]``.
        truth: The same, below 0 where a pixel does not count.

    >>> share_right(np.array([[0, 1, 1, 0]]), np.array([[0, 1, 0, -1]])).round(3).tolist()
    [0.667]
    """
    counted = truth >= 0
    right = np.count_nonzero((predicted == truth) & counted, axis=1)
    number = np.count_nonzero(counted, axis=1)
    return np.where(number > 0, right / np.maximum(number, 1), 1.0)


def mean_overlap(predicted: NDArray[Any], truth: NDArray[Any], count: int) -> NDArray[np.float64]:
    """Give the mean intersection over union, ``[b]``, over the classes that occur; 1 where none does.

    A class occurs in a map where the prediction or the truth has it, in a pixel that counts.

    Args:
        predicted: Classes ``[b, N]``, of ``count``.
        truth: The same, below 0 where a pixel does not count.
        count: How many classes there are.

    >>> mean_overlap(np.array([[0, 1, 1, 0]]), np.array([[0, 1, 0, -1]]), 3).tolist()
    [0.5]
    """
    counted = truth >= 0
    both = _counts(truth, counted & (predicted == truth), count)
    either = _counts(truth, counted, count) + _counts(predicted, counted, count) - both
    occurs = either > 0
    overlaps = np.add.reduce(both / np.maximum(either, 1), axis=1)
    number = np.count_nonzero(occurs, axis=1)
    return np.where(number > 0, overlaps / np.maximum(number, 1), 1.0)


def _counts(classes: NDArray[Any], chosen: NDArray[np.bool_], count: int) -> NDArray[np.int64]:
    """Count the chosen pixels of each class, ``[b, count]``."""
    rows = np.arange(len(classes))[:, None] * count
    numbers = (rows + classes)[chosen]
    return np.bincount(numbers, minlength=len(classes) * count).reshape(-1, count)
