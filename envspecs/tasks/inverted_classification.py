"""Tell the class of the image, or its opposite: which of the two is told once, at the beginning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Space
from numpy.typing import NDArray

from envspecs.losses.cross_entropy import CrossEntropy
from envspecs.parts import Lanes
from envspecs.stage import Stage
from envspecs.tasks.classification import Classification
from imagespaces.draws import Draws

__all__ = ["InvertedClassification"]

_UNTOLD = 2


class InvertedClassification(Classification):
    """Classification with the truth inverted in half of the episodes, at random: the class k becomes K − 1 − k.

    The observation has ``inverted_label``: in the first one of an episode 1 where the truth is inverted and 0 where it
    is not, and 2 in all others. So the agent has to remember it. Of two classes the truth is the other one. Of more it
    is the class at the other end; where their number is odd, the one in the middle stays what it is.

    The option ``inverted`` of ``reset``, 0 or 1, says what is drawn otherwise.

    Args:
        stage: Pictures with labels.
        loss: The loss of logits against a class.

    Raises:
        ValueError: If the space has fewer than two classes.
    """

    words: Mapping[str, int] = {"inverted": 2}
    options: Mapping[str, int] = {"inverted": 0}
    observation_spaces: Mapping[str, Space[Any]] = {"inverted_label": Box(0, 2, (), np.int64)}  # which takes arrays

    def __init__(self, stage: Stage, *, loss: CrossEntropy) -> None:
        super().__init__(stage, loss=loss)
        self._last = len(self._names) - 1
        self._inverted = np.zeros(stage.lanes, np.int64)
        self._told = np.full(stage.lanes, _UNTOLD)
        self.limits = {**self.limits, "inverted": (0.0, 1.0), "told": (0.0, 2.0)}

    def reset(
        self,
        lanes: NDArray[np.intp],
        draws: Draws,
        indices: NDArray[np.int64],
        options: Mapping[str, NDArray[Any]],
    ) -> None:
        """Take over the classes of the instances ``indices`` ``[b]``, and invert some.

        Raises:
            ValueError: If the option ``inverted`` is neither 0 nor 1.
        """
        super().reset(lanes, draws, indices, options)
        given = options.get("inverted")
        inverted = draws.integers("inverted", 2) if given is None else _checked(given)
        labels = self._labels[lanes]
        self._labels[lanes] = np.where(inverted == 1, self._last - labels, labels)
        self._inverted[lanes] = self._told[lanes] = inverted

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give ``inverted_label``, int64 ``[b]``."""
        return {"inverted_label": np.array(self._told[lanes])}

    def score(self, predictions: Any, times: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the losses ``[B]`` of logits ``[B, K]``; from now on nothing is told."""
        self._told[:] = _UNTOLD
        return super().score(predictions, times)

    def caption(self, lane: int) -> tuple[str, str]:
        """Give the likeliest class with its probability, and the true one, with whether it is inverted."""
        prediction, truth = super().caption(lane)
        return prediction, f"{truth} (inverted)" if self._inverted[lane] else truth

    def state(self) -> dict[str, NDArray[Any]]:
        """Give what classification keeps, whether the truth is inverted, and what is told of it."""
        return {**super().state(), "inverted": self._inverted, "told": self._told}


def _checked(given: NDArray[Any]) -> NDArray[np.int64]:
    """Give the values of an option, 0 or 1 or false or true, as integers ``[b]``."""
    known = np.isin(given, (0, 1)) if given.dtype.kind in "biuf" else np.zeros(given.shape, np.bool_)
    if not known.all():
        raise ValueError(f"inverted must be 0 or 1, got {given[~known].tolist()[0]!r}")
    return given.astype(np.int64)
