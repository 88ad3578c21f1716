"""The probability that a guess drawn from the prediction is wrong."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from envspecs.losses.arrays import namespace_of
from envspecs.losses.cross_entropy import CrossEntropy

__all__ = ["ErrorProbability"]

Values = TypeVar("Values")


class ErrorProbability(CrossEntropy):
    """1 − the probability that logits give to the true class: how often a guess drawn from them is wrong.

    AdaGlimpse (Pardyl et al., ECCV 2024) scores classes by the probability of the true one, which rises as much as this
    falls. It takes what :class:`~envspecs.losses.CrossEntropy` takes; the lower bound is 0.

    Args:
        normalized: Whether it is divided by 1 − 1/K, the loss of an even guess among K classes.

    >>> import numpy as np
    >>> float(ErrorProbability()(np.zeros(4), np.array(2)))
    0.75
    """

    def __init__(self, *, normalized: bool = False) -> None:
        super().__init__(normalized=normalized)

    def of_log_probabilities(self, logs: Values, num_classes: int) -> Values:
        """Give the losses ``[…]`` from the logarithms ``[…]`` of the true classes' probabilities."""
        wrong: Any = -namespace_of(logs).expm1(logs)
        return cast("Values", wrong / (1 - 1 / num_classes) if self._normalized else wrong)

    def blind(self, num_classes: int) -> float:
        """Give the loss of an even guess."""
        return 1.0 if self._normalized else 1 - 1 / num_classes
