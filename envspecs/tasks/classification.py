"""Tell the class of the image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Discrete, Space
from numpy.typing import NDArray

from envspecs.losses.cross_entropy import CrossEntropy, below_highest, softmax
from envspecs.parts import Lanes
from envspecs.stage import Stage
from imagespaces.draws import Draws

__all__ = ["Classification"]

_NEVER = np.iinfo(np.int64).max
_BLOCK = 1 << 16  # logits that are compared at a time: with 200 classes 1,024 lanes take a third of the time
_TABLED = 1 << 16  # instances whose classes are looked up once for all


class Classification:
    """Predicts logits ``[K]`` of the ``K`` classes of a space; the truth is the class.

    At an episode's end it reports ``accuracy`` of the last prediction and ``mean_accuracy`` of the mean of all
    predicted probabilities (each 0 or 1), and ``first_correct_step``, the first step with a right prediction (1 the
    first step, −1 none). Of classes with equal logits the first counts.

    Args:
        stage: Pictures with labels.
        loss: The loss of logits against a class.

    Raises:
        ValueError: If the space has fewer than two classes.
    """

    words: Mapping[str, int] = {}
    options: Mapping[str, int] = {}
    observation_spaces: Mapping[str, Space[Any]] = {}

    def __init__(self, stage: Stage, *, loss: CrossEntropy) -> None:
        space, lanes = stage.space, stage.lanes
        if space.class_names is None or len(space.class_names) < 2:
            raise ValueError(
                f"classification takes a space of at least two classes, got {space.class_names} of {space!r}"
            )
        self._space, self.loss, self._names = space, loss, space.class_names
        count = len(space.class_names)
        self.blind_loss = loss.blind(count)
        self.prediction_space = Box(-np.inf, np.inf, (count,), np.float32)
        self.target_space = Discrete(count)
        self.limits: Mapping[str, tuple[float, float]] = {"labels": (0.0, count - 1.0)}
        self._first_place = np.arange(lanes) * count
        self._table = space.labels(np.arange(space.size)) if space.size and space.size <= _TABLED else None
        self._labels = np.zeros(lanes, np.int64)
        self._right = np.zeros(lanes, np.bool_)
        self._first_right = np.full(lanes, _NEVER)
        self._latest = np.zeros((lanes, count))  # probabilities, 0 before the first prediction
        self._sum = np.zeros((lanes, count))  # of all predictions of the episode

    def reset(
        self,
        lanes: NDArray[np.intp],
        draws: Draws,  # noqa: ARG002 - the class follows from the instance
        indices: NDArray[np.int64],
        options: Mapping[str, NDArray[Any]],  # noqa: ARG002 - it has none
    ) -> None:
        """Take over the classes of the instances ``indices`` ``[b]``."""
        self._labels[lanes] = self._space.labels(indices) if self._table is None else self._table[indices]
        self._right[lanes] = False
        self._first_right[lanes] = _NEVER
        self._latest[lanes] = 0.0
        self._sum[lanes] = 0.0

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:  # noqa: ARG002 - nothing is added
        """Add nothing to the observation."""
        return {}

    def score(self, predictions: Any, times: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the losses ``[B]`` of logits ``[B, K]``."""
        if predictions.size > _BLOCK:
            return self._score_in_blocks(predictions, times)
        logits = predictions.astype(np.float64)
        shifted, true = (self._compare if len(logits) > 1 else self._compare_one)(logits, times)
        self._latest, log_totals = softmax(shifted)
        self._sum += self._latest
        return self.loss.of_log_probabilities(true - log_totals, logits.shape[1])

    def _score_in_blocks(self, predictions: NDArray[Any], times: NDArray[np.int64]) -> NDArray[np.float64]:
        """Do for some lanes at a time, whose numbers stay in the cache, what is done for few, bit for bit."""
        losses = np.empty(len(predictions))
        height = max(1, _BLOCK // predictions.shape[1])
        for first in range(0, len(predictions), height):
            block = slice(first, first + height)
            logits, labels = predictions[block].astype(np.float64), self._labels[block]
            best, lanes = logits.argmax(axis=1), np.arange(len(labels))
            right = self._right[block] = best == labels
            seen = self._first_right[block]
            np.minimum(seen, times[block], out=seen, where=right)
            logits -= logits[lanes, best, None]
            true = logits[lanes, labels]
            np.exp(logits, out=logits)
            totals = np.add.reduce(logits, axis=1, keepdims=True)
            latest = np.divide(logits, totals, out=self._latest[block])
            self._sum[block] += latest
            losses[block] = self.loss.of_log_probabilities(true - np.log(totals[:, 0]), logits.shape[1])
        return losses

    def _compare(self, logits: NDArray[np.float64], times: NDArray[np.int64]) -> tuple[NDArray[np.float64], Any]:
        """Note which logits ``[B, K]`` are right; give them below their highest, and of these the true ones ``[B]``."""
        self._right = logits.argmax(axis=1) == self._labels
        np.minimum(self._first_right, times, out=self._first_right, where=self._right)
        shifted = below_highest(logits)
        return shifted, shifted.ravel()[self._first_place + self._labels]

    def _compare_one(self, logits: NDArray[np.float64], times: NDArray[np.int64]) -> tuple[NDArray[np.float64], Any]:
        """Do in plain numbers, which are quicker for one lane, what :meth:`_compare` does, bit for bit."""
        best, label = int(logits.argmax()), self._labels.item()
        self._right[0] = best == label
        if best == label and self._first_right.item() == _NEVER:
            self._first_right[0] = times.item()
        shifted = logits - logits.item(best)
        return shifted, shifted.item(label)

    def confidence(self) -> NDArray[np.float64]:
        """Give the probabilities of the likeliest classes, ``[B]``."""
        likeliest: NDArray[np.float64] = self._latest.max(axis=1)
        return likeliest

    def targets(self) -> NDArray[np.int64]:
        """Give the classes, int64 ``[B]``."""
        return self._labels.copy()

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        """Give ``accuracy``, ``mean_accuracy`` and ``first_correct_step`` of some lanes, ``[b]`` each."""
        first = self._first_right[lanes]
        return {
            "accuracy": self._right[lanes].astype(np.float64),
            "mean_accuracy": (self._sum[lanes].argmax(axis=1) == self._labels[lanes]).astype(np.float64),
            "first_correct_step": np.where(first == _NEVER, -1, first),
        }

    def quality(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give the probabilities of the true classes, ``[b]``."""
        of_truth: NDArray[np.float64] = self._latest.ravel()[self._first_place + self._labels]
        return of_truth[lanes]

    def caption(self, lane: int) -> tuple[str, str]:
        """Give the likeliest class with its probability, and the true one."""
        truth = self._names[self._labels[lane]]
        if not self._latest[lane].any():
            return "", truth
        best = int(self._latest[lane].argmax())
        return f"{self._names[best]} {self._latest[lane, best]:.0%}", truth

    def oracle(self) -> NDArray[np.float32]:
        """Give logits ``[B, K]`` of 20 for the true class: a probability of 1 to within 1e-8 of K."""
        logits = np.zeros(self._latest.shape, np.float32)
        logits.ravel()[self._first_place + self._labels] = 20.0
        return logits

    def state(self) -> dict[str, NDArray[Any]]:
        """Give classes, latest and summed predictions and what was right."""
        return {
            "labels": self._labels,
            "right": self._right,
            "first_right": self._first_right,
            "latest": self._latest,
            "sum": self._sum,
        }
