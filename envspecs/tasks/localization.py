"""Tell where in the image a patch is that was shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from gymnasium.spaces import Box, Space
from numpy.typing import NDArray

from envspecs.losses.squared_error import SquaredError
from envspecs.parts import Lanes, Looking
from envspecs.positions import checked_positions
from envspecs.stage import Stage
from envspecs.tasks.distinctive import Distinctive
from imagespaces.draws import Draws
from imagespaces.pixels import PIXEL_RANGE

__all__ = ["Localization"]

_VARIANCE = 1 / 3
"""Of a number that is uniform over [−1, 1], as a target's coordinates are."""

_UNIFORM = 4  # words of a position that is uniform


class Localization:
    """Predicts the position (x, y) of a target in [−1, 1]²: from there the sensor would see the patch that is shown.

    The observation has the patch, ``target_glimpse`` ``[h, w, C]``, as the sensor's ``glimpse`` would be there: the
    same throughout the episode, and without what the sensor's options do to glimpses. Where the target is, is drawn at
    each reset (:class:`~envspecs.tasks.distinctive.Distinctive`, or uniformly), or is the option ``target`` of reset.

    At an episode's end it reports of the last prediction the ``distance`` from the target, in units of positions; the
    ``pixel_distance`` between what is looked at from both; and how much of these two ``overlap``: the area that they
    share, of what they cover together.

    Args:
        stage: Pictures, and a sensor that can tell what it would see elsewhere.
        loss: The loss of a position against another; where normalised, of one drawn uniformly.
        targets: ``"distinctive"``, of places that look like no other; or ``"uniform"``, anywhere.

    Raises:
        ValueError: If the sensor can't tell what it would see elsewhere, or places can't be told apart or are too many.
    """

    options: Mapping[str, int] = {"target": 1}

    def __init__(
        self, stage: Stage, *, loss: SquaredError, targets: Literal["distinctive", "uniform"] = "distinctive"
    ) -> None:
        sensor: Any = stage.sensor
        if not isinstance(sensor, Looking):
            found = type(sensor).__name__
            shown = f"localization takes a sensor that can tell what it would see elsewhere, got {found}"
            raise ValueError(shown)  # noqa: TRY004 - it is a sensor, but not one for this task
        self._sensor: Looking = sensor
        self.loss = loss.of((_VARIANCE, _VARIANCE))
        self.blind_loss = self.loss.blind
        self.prediction_space = Box(-1.0, 1.0, (2,), np.float32)
        self.target_space = Box(-1.0, 1.0, (2,), np.float32)
        self._distinctive = Distinctive(stage, sensor) if targets == "distinctive" else None
        self.words: Mapping[str, int] = self._distinctive.words if self._distinctive else {"target": _UNIFORM}
        patch = stage.sensor.observation_spaces["glimpse"]
        self.observation_spaces: Mapping[str, Space[Any]] = {"target_glimpse": patch}
        self._patches = np.zeros((stage.lanes, *(patch.shape or ())), patch.dtype)
        self._targets = np.zeros((stage.lanes, 2), np.float32)  # as predictions are, which can so be right
        self._latest = np.zeros((stage.lanes, 2))
        self._answered = np.zeros(stage.lanes, np.bool_)
        self._channels = stage.space.channels
        low, high = PIXEL_RANGE[self._patches.dtype.name]
        self.limits: Mapping[str, tuple[float, float]] = {"targets": (-1.0, 1.0), "patches": (low, high)}

    def reset(
        self,
        lanes: NDArray[np.intp],
        draws: Draws,
        indices: NDArray[np.int64],
        options: Mapping[str, NDArray[Any]],
    ) -> None:
        """Choose targets in the pictures of some lanes, and look at them; the option ``target`` says where instead.

        Raises:
            ValueError: If a given target is not in [−1, 1]².
        """
        given = options.get("target")
        if given is not None:
            self._targets[lanes] = checked_positions(np.asarray(given, np.float64))
        elif self._distinctive is not None:
            self._targets[lanes] = self._distinctive(lanes, draws, indices)
        else:
            self._targets[lanes] = 2.0 * draws.uniform("target", 2) - 1.0
        self._patches[lanes] = self._sensor.look(lanes, self._targets[lanes].astype(np.float64))
        self._latest[lanes] = 0.0
        self._answered[lanes] = False

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give ``target_glimpse`` ``[b, h, w, C]``, fresh."""
        return {"target_glimpse": self._patches[lanes].copy()}

    def score(self, predictions: Any, times: NDArray[np.int64]) -> NDArray[np.float64]:  # noqa: ARG002 - as any other
        """Give the losses ``[B]`` of positions ``[B, 2]``."""
        self._latest = predictions.astype(np.float64)
        self._answered[:] = True
        return self.loss.of_numbers(self._latest, self._targets.astype(np.float64))

    def targets(self) -> NDArray[np.float32]:
        """Give the positions of the targets, ``[B, 2]``."""
        return self._targets.copy()

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        """Give ``distance``, ``pixel_distance`` and ``overlap`` of some lanes, ``[b]`` each."""
        target = self._sensor.boxes_at(self._targets[lanes].astype(np.float64))
        latest = self._sensor.boxes_at(self._latest[lanes])
        apart = (latest[:, :2] + latest[:, 2:] - target[:, :2] - target[:, 2:]) / 2
        return {
            "distance": self._distances(lanes),
            "pixel_distance": np.hypot(apart[:, 0], apart[:, 1]),
            "overlap": overlap(latest, target),
        }

    def _distances(self, lanes: Lanes) -> NDArray[np.float64]:
        x, y = (self._latest[lanes] - self._targets[lanes]).T
        distances: NDArray[np.float64] = np.hypot(x, y)
        return distances

    def quality(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give 1 less half the distances of the latest predictions, ``[b]``, at least 0; 0 before the first."""
        return np.where(self._answered[lanes], np.maximum(1.0 - self._distances(lanes) / 2, 0.0), 0.0)

    def caption(self, lane: int) -> tuple[str, str]:
        """Give the latest prediction and the target in numbers."""
        return _in_words(self._latest[lane]) if self._answered[lane] else "", _in_words(self._targets[lane])

    def pictures(self, lane: int) -> dict[str, NDArray[Any]]:
        """Give the patch to be found, ``[h, w, C]``; of a sensor that sees several windows at once the first."""
        return {"target": self._patches[lane, ..., : self._channels].copy()}

    def marks(self, lane: int) -> dict[str, NDArray[np.float64]]:
        """Give what is looked at from the latest prediction, if there is one, and from the target."""
        predicted, target = (each[[lane]].astype(np.float64) for each in (self._latest, self._targets))
        answered = self._answered[[lane]]
        return {"prediction": self._sensor.boxes_at(predicted)[answered], "truth": self._sensor.boxes_at(target)}

    def oracle(self) -> NDArray[np.float32]:
        """Give the positions of the targets, ``[B, 2]``."""
        return self._targets.copy()

    def state(self) -> dict[str, NDArray[Any]]:
        """Give targets, their patches, and the latest predictions."""
        return {
            "targets": self._targets,
            "patches": self._patches,
            "latest": self._latest,
            "answered": self._answered,
        }


def overlap(boxes: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the area that boxes ``[b, 4]`` share with others ``[b, 4]``, of what both cover together: ``[b]``.

    >>> overlap(np.array([[0.0, 0.0, 2.0, 2.0]]), np.array([[1.0, 0.0, 3.0, 2.0]])).tolist()
    [0.3333333333333333]
    """
    sides = np.minimum(boxes[:, 2:], others[:, 2:]) - np.maximum(boxes[:, :2], others[:, :2])
    shared = np.maximum(sides, 0.0).prod(axis=1)
    areas = [(each[:, 2:] - each[:, :2]).prod(axis=1) for each in (boxes, others)]
    together: NDArray[np.float64] = shared / (areas[0] + areas[1] - shared)
    return together


def _in_words(position: NDArray[Any]) -> str:
    return f"x {position[0]:.2f}, y {position[1]:.2f}"
