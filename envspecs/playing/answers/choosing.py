"""Which answer suits a task: told by what it takes for predictions and truths, whatever it is called.

A further kind of prediction is one file beside this one, and a line in :func:`answer_for`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

import numpy as np
from gymnasium.spaces import Box, Discrete
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.playing.answers.answer import Answer
from envspecs.playing.answers.classes import Classes
from envspecs.playing.answers.nothing import Nothing
from envspecs.playing.answers.numbers import Numbers
from envspecs.playing.unplayable import UnplayableError

__all__ = ["MOST_NUMBERS", "Measuring", "answer_for"]

MOST_NUMBERS = 8
"""The most numbers that a person is asked to type."""

_TYPED = tuple((count,) for count in range(1, MOST_NUMBERS + 1))
"""Shapes of predictions that are typed."""


@runtime_checkable
class Measuring(Protocol):
    """A task about quantities, whose predictions are other numbers than their values."""

    @property
    def quantities(self) -> Mapping[str, tuple[float, float]]:
        """What is asked for, in order: each with its least value and its greatest."""

    def encode(self, values: NDArray[np.float64]) -> NDArray[Any]:
        """Give the predictions ``[b, D]`` that are right where the quantities have values ``[b, F]``."""


def answer_for(core: Core) -> Answer:
    """Give what answers the question of some episodes.

    ============================  ===================  ==========================================
    predictions                   truths               answered by
    ============================  ===================  ==========================================
    None                                               nothing
    ``Box`` of K logits           ``Discrete(K)``      a key or the name of a class
    ``Box`` of 2, truths within   ``Box``, [−1, 1]²    the place that is looked at, or two numbers
    ``Box`` of up to 8 numbers    ``Box``              numbers that are typed
    ``Box``, of a ``Measuring``                        values of its quantities, in their own units
    ============================  ===================  ==========================================

    Args:
        core: The episodes.

    Raises:
        UnplayableError: If it asks for more than keys can give, as for a whole image.
    """
    prediction, truth = core.task.prediction_space, core.task.target_space
    if prediction is None:
        return Nothing()
    if isinstance(prediction, Box) and isinstance(truth, Discrete) and prediction.shape == (int(truth.n),):
        return Classes(_names(core, int(truth.n)))
    if isinstance(prediction, Box) and isinstance(core.task, Measuring) and len(core.task.quantities) <= MOST_NUMBERS:
        return _quantities(prediction, core.task)
    if isinstance(prediction, Box) and isinstance(truth, Box) and prediction.shape == truth.shape in _TYPED:
        bounds = np.maximum(prediction.low, truth.low), np.minimum(prediction.high, truth.high)
        return Numbers(prediction, bounds, places=_is_place(truth))
    shape = " × ".join(map(str, prediction.shape or ()))
    asked = f"{shape} values" if shape else f"one of {prediction}"
    raise UnplayableError(f"it asks for {asked}, allowed are a class and up to {MOST_NUMBERS} numbers")


def _quantities(prediction: Box, task: Measuring) -> Numbers:
    low, high = np.array([*task.quantities.values()], np.float64).T
    return Numbers(prediction, (low, high), names=[*task.quantities], encode=task.encode)


def _names(core: Core, count: int) -> tuple[str, ...]:
    """Give what classes are called; their numbers where the space knows no names, or those of something else."""
    names = core.space.class_names or ()
    return names if len(names) == count else tuple(map(str, range(count)))


def _is_place(truth: Box) -> bool:
    """Tell whether truths are positions: x and y from −1 to 1."""
    return truth.shape == (2,) and bool((truth.low == -1).all() and (truth.high == 1).all())
