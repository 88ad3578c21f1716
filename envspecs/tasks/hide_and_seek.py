"""Keep away from objects of some classes, and go to all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from envspecs.losses.cross_entropy import CrossEntropy
from envspecs.parts import Lanes, Looking, Sensor, Task
from envspecs.stage import Stage
from envspecs.tasks.classification import Classification
from envspecs.tasks.none import NoPrediction
from envspecs.tasks.places import Factors, Middles, Places
from imagespaces.arguments import MisfitError
from imagespaces.draws import Draws
from imagespaces.loaded.relabelling.base import class_numbers

__all__ = ["HideAndSeek"]

_ALL = slice(None)


class HideAndSeek:
    """Rewards each step with the distance of sensor and object where the object is one to hide from, else with less it.

    The distance is that from the centre of what is looked at, after the step's move, to the object, in units of the
    sensor's positions: along x and y, 1 is how far the centre is from the image's middle at positions of 1, in pixels
    (of a sensor that zooms, with rather small windows). An object at the image's edge may be farther away than that: no
    position of a glimpse is right upon it. Where a sensor can't be sent anywhere, or its positions all mean one place,
    1 is from the image's middle to its edge.

    Besides, the class is predicted, or nothing is. At an episode's end ``distance`` is reported as well.

    Args:
        stage: Pictures with labels, of one object each.
        hide_from: The classes to hide from, by name or number.
        place: Where the object is: two factors with the pixel of its centre (x, y), of which the first is 0; or
            ``"mask"``, the mean of the pixels that its mask has (the image's middle where it has none).
        prediction: Whether the class is to be predicted.
        loss: The loss of logits against a class, where it is.

    Raises:
        MisfitError: If there is no such class, or the space can't tell where objects are in that way.
        ValueError: If the space has fewer than two classes.
    """

    def __init__(
        self,
        stage: Stage,
        *,
        hide_from: Sequence[str | int],
        place: Literal["mask"] | tuple[str, str] = "mask",
        prediction: bool = True,
        loss: CrossEntropy,
    ) -> None:
        self._space, self._sensor = stage.space, stage.sensor
        self._task: Task = Classification(stage, loss=loss) if prediction else NoPrediction(stage)
        names = stage.space.class_names
        if names is None or len(names) < 2:
            raise ValueError(f"hide_and_seek takes a space of at least two classes, got {names} of {stage.space!r}")
        self._names = names
        try:
            hidden_from = class_numbers(hide_from, names)
        except ValueError as error:
            raise MisfitError(str(error), ("hide_from",)) from error
        self._signs_by_class = np.where(np.isin(np.arange(len(names)), hidden_from), 1.0, -1.0)
        self._where: Places = Middles(stage.space) if isinstance(place, str) else Factors(stage.space, place)
        self._unit = _unit(stage.sensor, np.array([stage.space.width, stage.space.height]))
        self._labels = np.zeros(stage.lanes, np.int64)
        self._places = np.zeros((stage.lanes, 2))
        self.words, self.options = self._task.words, self._task.options
        self.observation_spaces = self._task.observation_spaces
        self.prediction_space, self.target_space = self._task.prediction_space, self._task.target_space
        self.loss, self.blind_loss = self._task.loss, self._task.blind_loss
        self.limits: Mapping[str, tuple[float, float]] = {**self._task.limits, "objects": (0.0, len(names) - 1.0)}

    def reset(
        self,
        lanes: NDArray[np.intp],
        draws: Draws,
        indices: NDArray[np.int64],
        options: Mapping[str, NDArray[Any]],
    ) -> None:
        """Take over the classes and the places of the instances ``indices`` ``[b]``."""
        self._task.reset(lanes, draws, indices, options)
        self._labels[lanes] = self._space.labels(indices)
        self._places[lanes] = self._where(self._space.factor_values(indices))

    def bonus(self) -> NDArray[np.float64]:
        """Give the distances ``[B]`` to what is to be hidden from, and less those to all else."""
        bonus: NDArray[np.float64] = self._signs_by_class[self._labels] * self._distances()
        return bonus

    def _distances(self) -> NDArray[np.float64]:
        """Give the distance of sensor and object in each lane, ``[B]``."""
        x, y = ((_centres(self._sensor.boxes(_ALL)) - self._places) / self._unit).T
        distances: NDArray[np.float64] = np.sqrt(x * x + y * y)
        return distances

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        """Give what classification does, and the ``distance`` at the end, of some lanes, ``[b]`` each."""
        return {**self._task.metrics(lanes), "distance": self._distances()[lanes]}

    def caption(self, lane: int) -> tuple[str, str]:
        """Give the likeliest class with its probability, and the true one with what is to be done."""
        label = self._labels[lane]
        aim = "hide" if self._signs_by_class[label] > 0 else "seek"
        return self._task.caption(lane)[0], f"{self._names[label]}: {aim}"

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Add nothing to the observation."""
        return self._task.observe(lanes)

    def score(self, predictions: Any, times: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the losses ``[B]`` of logits ``[B, K]``; 0 where nothing is predicted."""
        return self._task.score(predictions, times)

    def targets(self) -> NDArray[Any]:
        """Give the classes, int64 ``[B]``; nothing where nothing is predicted."""
        return self._task.targets()

    def quality(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give the probabilities of the true classes, ``[b]``; 1 where nothing is predicted."""
        return self._task.quality(lanes)

    def oracle(self) -> NDArray[Any]:
        """Give right logits ``[B, K]``."""
        return self._task.oracle()

    def state(self) -> dict[str, NDArray[Any]]:
        """Give what classification keeps, and the classes and places of the objects."""
        return {**self._task.state(), "objects": self._labels, "places": self._places}


def _centres(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the centres ``[b, 2]`` of boxes ``[b, 4]``."""
    return (boxes[:, :2] + boxes[:, 2:]) / 2


def _unit(sensor: Sensor, image: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give how far positions of 1 are from the image's middle, along x and y, in pixels ``[2]``."""
    half = image / 2
    if not isinstance(sensor, Looking):
        return half
    first, last = _centres(sensor.boxes_at(np.array([[-1.0, -1.0], [1.0, 1.0]])))
    reach = (last - first) / 2
    return np.where(reach > 0, reach, half)
