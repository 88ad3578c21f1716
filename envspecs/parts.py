"""What the environment asks of its parts: sensors and tasks know nothing of each other, nor of it.

Axes: ``B`` lanes, the environments that run side by side; ``b`` some of them, given as ``lanes`` ``[b]``.

Parts are batched and hold their own state as arrays ``[B, …]``, changed in place. What they return is fresh.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
from gymnasium.spaces import Space
from numpy.typing import NDArray

from imagespaces.draws import Draws

__all__ = [
    "Confident",
    "Ending",
    "Lanes",
    "Looking",
    "Loss",
    "Marked",
    "Motion",
    "Part",
    "Pictured",
    "Rewarding",
    "Sensor",
    "Task",
    "Zooming",
]

Lanes: TypeAlias = NDArray[np.intp] | slice
"""Some lanes, by number, or all: ``slice(None)``."""


class Part(Protocol):
    """What sensors and tasks have in common. What is a property here may be any attribute there."""

    @property
    def words(self) -> Mapping[str, int]:
        """The sub-streams drawn at each reset, and how many 32-bit words of each."""

    @property
    def options(self) -> Mapping[str, int]:
        """The options of ``reset`` that the part understands, and the number of axes of one value of each."""

    @property
    def observation_spaces(self) -> Mapping[str, Space[Any]]:
        """What the part adds to the observation, by key, for one lane."""

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give the part's share of the observation, ``[b, …]`` each."""

    def state(self) -> dict[str, NDArray[Any]]:
        """Give all that changes, by name: the arrays themselves, ``[B, …]``."""

    @property
    def limits(self) -> Mapping[str, tuple[float, float]]:
        """The least and greatest values of what is in the state, by name, where there are such."""


class Sensor(Part, Protocol):
    """What of the image is observed, and how an action moves it."""

    @property
    def action_space(self) -> Space[Any]:
        """The actions of one lane."""

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        """Begin episodes in some lanes, whose pictures are on show; draws and options are of these lanes, ``[b]``."""

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        """Carry out the actions ``[B, …]`` of all lanes; give the effort of each, ``[B]``, not negative."""

    def boxes(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give what is looked at, left, top, right, bottom ``[b, 4]`` in pixels; pixel i reaches from i to i + 1."""


class Task(Part, Protocol):
    """What is to be predicted, and how a prediction is scored."""

    @property
    def prediction_space(self) -> Space[Any] | None:
        """The predictions of one lane; None where nothing is to be predicted."""

    @property
    def target_space(self) -> Space[Any] | None:
        """The truth of one lane; None where nothing is to be predicted."""

    @property
    def loss(self) -> Loss:
        """The loss of predictions against targets."""

    @property
    def blind_loss(self) -> float:
        """The loss of a prediction that is made without looking."""

    def reset(
        self,
        lanes: NDArray[np.intp],
        draws: Draws,
        indices: NDArray[np.int64],
        options: Mapping[str, NDArray[Any]],
    ) -> None:
        """Begin episodes in some lanes with the instances of ``indices`` ``[b]``."""

    def score(self, predictions: Any, times: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the losses ``[B]`` of predictions ``[B, …]`` in steps ``times`` ``[B]``, 1 the first, of all lanes.

        The sensor has moved on already; the predictions are of what was seen before. None are made where the
        prediction space is None, and the losses are then 0.
        """

    def targets(self) -> NDArray[Any]:
        """Give the truth of all lanes, ``[B, …]``."""

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        """Sum up the episodes of some lanes, ``[b]`` each."""

    def quality(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give how good the latest predictions were, ``[b]``, from 0 to 1, for pictures."""

    def caption(self, lane: int) -> tuple[str, str]:
        """Give the latest prediction and the truth of a lane in words, for pictures. No prediction: an empty string."""

    def oracle(self) -> NDArray[Any]:
        """Give predictions ``[B, …]`` that are right, for an upper bound."""


@runtime_checkable
class Rewarding(Protocol):
    """A task that rewards steps beside what predictions lose."""

    def bonus(self) -> NDArray[np.float64]:
        """Give the rewards ``[B]`` of the step that was just scored."""


@runtime_checkable
class Ending(Protocol):
    """A task that may be done before the last step."""

    def finished(self) -> NDArray[np.bool_]:
        """Tell in which lanes, ``[B]``, the step that was just scored did it."""


@runtime_checkable
class Confident(Protocol):
    """A task that can tell how sure predictions are."""

    def confidence(self) -> NDArray[np.float64]:
        """Give how sure the latest predictions are, ``[B]``, from 0 to 1."""


@runtime_checkable
class Pictured(Protocol):
    """A task of which there is more to see than words: frames show pictures beside the image."""

    def pictures(self, lane: int) -> Mapping[str, NDArray[Any]]:
        """Give pictures ``[h, w, C]`` by title, float32 in [0, 1] or uint8; titles and sizes never change."""


@runtime_checkable
class Marked(Protocol):
    """A task about places in the image: frames show them."""

    def marks(self, lane: int) -> Mapping[str, NDArray[np.float64]]:
        """Give boxes, left, top, right, bottom ``[k, 4]`` in pixels, of the ``"prediction"`` and of the ``"truth"``."""


@runtime_checkable
class Zooming(Protocol):
    """A sensor whose looks are of different sizes."""

    def sizes(self) -> NDArray[np.float64]:
        """Give the sizes of what is looked at, ``[B]``, from 0, the smallest, to 1, the largest."""


@runtime_checkable
class Looking(Protocol):
    """A sensor that can tell what it would see elsewhere in the image, without going there."""

    @property
    def coverage(self) -> tuple[float, float]:
        """The extent of what is seen along x and y, in units of positions; infinite where it fills the axis."""

    def look(self, lanes: NDArray[np.intp], positions: NDArray[np.float64]) -> NDArray[Any]:
        """Give the glimpses ``[b, h, w, C]`` of the pictures of lanes ``[b]`` at positions (x, y) ``[b, 2]``."""

    def boxes_at(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give what is looked at from positions (x, y) ``[b, 2]``, as :meth:`Sensor.boxes` does, ``[b, 4]``."""


class Loss(Protocol):
    """The loss of predictions against targets; 0 is the least."""

    def __call__(self, prediction: Any, target: Any) -> Any:
        """Give the loss, over any leading axes, as an array of the library that the prediction is of."""


class Motion(Protocol):
    """How an action moves a sensor.

    ``A`` axes: positions are (x, y) in [−1, 1]² or, of sensors that zoom, (x, y, s) with s in [0, 1].
    """

    @property
    def axes(self) -> int:
        """How many axes positions have."""

    @property
    def action_space(self) -> Space[Any]:
        """The actions of one lane."""

    def move(
        self, positions: NDArray[np.float64], actions: NDArray[Any]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give new positions ``[B, A]``, in range, and the efforts ``[B]``, of positions and actions."""

    def toward(self, positions: NDArray[np.float64], goals: NDArray[np.float64]) -> NDArray[Any]:
        """Give actions ``[B, …]`` that bring positions ``[B, A]`` to goals ``[B, A]``, as soon as may be."""

    @property
    def observation_spaces(self) -> Mapping[str, Space[Any]]:
        """What the motion adds to the observation, by key, for one lane."""

    @property
    def limits(self) -> Mapping[str, tuple[float, float]]:
        """As for :class:`Part`."""

    def prepare(self, lanes: int) -> None:
        """Make room for what is kept of so many lanes, before anything moves."""

    def reset(self, lanes: Lanes) -> None:
        """Begin episodes in some lanes."""

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give the motion's share of the observation, ``[b, …]`` each."""

    def state(self) -> dict[str, NDArray[Any]]:
        """Give all that changes beside the positions, by name: the arrays themselves, ``[B, …]``."""
