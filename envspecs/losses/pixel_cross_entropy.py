"""The cross-entropy of logits against the classes of pixels."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
from array_api_compat import is_numpy_namespace
from numpy.typing import NDArray

from envspecs.losses.arrays import beside, namespace_of, numbers
from envspecs.losses.portions import portions

__all__ = ["PixelCrossEntropy", "class_by_class", "surprise"]


class PixelCrossEntropy:
    """The mean over pixels of −log of the probability that logits give to the pixel's class.

    Pixels of class −1, or any other below 0, do not count; where none counts, the loss is 0. It takes arrays of NumPy,
    PyTorch, JAX or any other library with the array API, and gives the same kind; the lower bound is 0.

    Args:
        normalized: Whether it is divided by log K, the loss of an even guess among K classes: 1 is then blind guessing.

    >>> loss = PixelCrossEntropy(normalized=True)
    >>> float(loss(np.zeros((1, 2, 4)), np.array([[3, -1]])))
    1.0
    """

    def __init__(self, *, normalized: bool = True) -> None:
        self._normalized = normalized

    def blind(self, num_classes: int) -> float:
        """Give the loss of an even guess."""
        return 1.0 if self._normalized else math.log(num_classes)

    def __call__(self, prediction: Any, target: Any) -> Any:
        """Give the losses ``[…]``, not negative, of logits ``[…, H, W, K]`` and classes ``[…, H, W]``."""
        xp = namespace_of(prediction)
        if is_numpy_namespace(xp):
            return self._of_arrays(np.asarray(prediction), np.asarray(target))
        logits = numbers(xp, prediction)
        count = logits.shape[-1]
        classes = beside(xp, logits, target)
        shifted = logits - xp.max(logits, axis=-1, keepdims=True)
        chosen = classes[..., None] == beside(xp, logits, xp.arange(count))
        true = xp.sum(xp.where(chosen, shifted, xp.zeros_like(shifted)), axis=-1)
        each = xp.log(xp.sum(xp.exp(shifted), axis=-1)) - true
        nothing = xp.zeros_like(each)
        total = xp.sum(xp.where(classes >= 0, each, nothing), axis=(-2, -1))
        number = xp.sum(xp.where(classes >= 0, nothing + 1, nothing), axis=(-2, -1))
        mean = total / xp.where(number > 0, number, xp.ones_like(number))
        return mean / self._unit(count)

    def _unit(self, num_classes: int) -> float:
        return math.log(num_classes) if self._normalized else 1.0

    def _of_arrays(self, prediction: NDArray[Any], target: NDArray[Any]) -> NDArray[np.float64]:
        """Give the losses of NumPy's arrays, in float64, though no copy of them in float64 is ever made."""
        lead, (*size, count) = prediction.shape[:-3], prediction.shape[-3:]
        pixels = math.prod(size)
        rows = prediction.reshape(-1, pixels, count)
        truths = np.broadcast_to(target, prediction.shape[:-1]).reshape(-1, pixels)
        losses = np.empty(len(rows))
        for part in portions(len(rows), 8 * pixels * count):
            losses[part], _ = self.of_rows(rows[part], truths[part])
        return losses.reshape(lead)[()]

    def of_rows(self, logits: NDArray[Any], classes: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.int16]]:
        """Give the losses ``[B]`` of logits ``[B, N, K]`` of ``N`` pixels and their classes ``[B, N]``, all of NumPy.

        Returns:
            The losses, and the likeliest classes, ``[B, N]``; of classes with equal logits the first.
        """
        each, likeliest = surprise(class_by_class(logits), classes.ravel())
        counted = classes >= 0
        each = each.reshape(classes.shape)
        each *= counted
        number = np.maximum(np.add.reduce(counted, axis=1, dtype=np.int64), 1)
        losses: NDArray[np.float64] = np.add.reduce(each, axis=1) / (number * self._unit(logits.shape[-1]))
        return losses, likeliest.reshape(classes.shape)


def class_by_class(logits: NDArray[Any]) -> NDArray[np.float64]:
    """Give logits ``[…, K]`` as ``[K, N]``, in float64: few classes of many pixels are soonest worked with like that.

    >>> class_by_class(np.array([[1, 2], [3, 4], [5, 6]])).tolist()
    [[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]]
    """
    return logits.reshape(-1, logits.shape[-1]).T.astype(np.float64, order="C")


def surprise(columns: NDArray[np.float64], classes: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.int16]]:
    """Give −log of the probabilities ``[N]`` of classes ``[N]`` by logits ``[K, N]``, which are changed in place.

    Of a class below 0 it means nothing.

    Returns:
        These, and the likeliest classes ``[N]``; of classes with equal logits the first.

    >>> found, likeliest = surprise(np.array([[0.0, 2.0], [0.0, 1.0]]), np.array([1, 0]))
    >>> np.exp(-found).round(3).tolist(), likeliest.tolist()
    ([0.5, 0.731], [0, 0])
    """
    highest = columns[0].copy()
    likeliest = np.zeros(len(highest), np.int16)
    for number, column in enumerate(columns[1:], start=1):
        likeliest[column > highest] = number
        np.maximum(highest, column, out=highest)
    columns -= highest
    true = columns[np.maximum(classes, 0), np.arange(len(highest))]
    np.exp(columns, out=columns)
    # One by one, so that a pixel's sum does not depend on how many pixels there are.
    totals = functools.reduce(np.add, columns)
    return np.log(totals) - true, likeliest
