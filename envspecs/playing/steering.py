"""From keys to actions, whatever the motion: a key says where to go, and the sensor's own ``toward`` how."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.core import ALL, Core
from envspecs.parts import Zooming
from envspecs.playing.unplayable import UnplayableError
from envspecs.policies.policy import Steerable

__all__ = ["DIRECTIONS", "FAR", "STAY", "ZOOMS", "Steering"]

_RIGHT, _DOWN, _LEFT, _UP = (1, 0), (0, 1), (-1, 0), (0, -1)  # (x, y), y downward

DIRECTIONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        **dict.fromkeys(("right", "d", "l"), _RIGHT),
        **dict.fromkeys(("down", "s", "j"), _DOWN),
        **dict.fromkeys(("left", "a", "h"), _LEFT),
        **dict.fromkeys(("up", "w", "k"), _UP),
        "y": (-1, -1),
        "u": (1, -1),
        "b": (-1, 1),
        "n": (1, 1),
    }
)
"""Where keys go: arrows, those of games, those of editors, and the diagonals beside the latter. Capitals go far."""

FAR = 4
"""How many times as far a capital goes."""

STAY = "space"

ZOOMS: Mapping[str, int] = MappingProxyType({"+": -1, "=": -1, "-": 1, "_": 1})
"""Keys that make what is looked at smaller or larger; the latter of each pair is the former without shift."""

_ZOOM = 0.2
"""How much a key changes the size, of all sizes there are."""


class Steering:
    """Turns keys into actions of one lane.

    A key goes on by half of what is looked at, so that looks overlap, or as far as one step goes, if that is less; and
    never beyond the border, where nothing is to be gained.

    Args:
        core: The episodes, of one lane.

    Raises:
        UnplayableError: If the sensor can't be sent anywhere.
    """

    def __init__(self, core: Core) -> None:
        sensor = core.sensor
        if not isinstance(sensor, Steerable):
            raise UnplayableError(f"its sensor can't be sent to a position: {type(sensor).__name__} has no toward()")
        self._sensor: Steerable = sensor
        self._core = core
        self.zooms = isinstance(sensor, Zooming)
        """Whether what is looked at has different sizes."""

    @property
    def position(self) -> tuple[float, float]:
        """Where is looked, (x, y) from −1 to 1; (0, 0) where a sensor neither keeps nor observes positions."""
        sensor = self._core.sensor
        kept = sensor.state().get("positions")
        if kept is None:
            kept = sensor.observe(ALL).get("glimpse_pos", np.zeros((1, 2)))
        x, y = kept[0].tolist()
        return x, y

    @property
    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys there are, and what each does."""
        zooming = (("+ -", "zoom in, out"),) if self.zooms else ()
        return (("arrows", "look elsewhere"), ("shift", "go far"), *zooming, (STAY, "look again"))

    def stay(self) -> NDArray[Any]:
        """Give the action that stays, or as nearly as may be."""
        return self._toward(np.zeros(2), 0.0)

    def action(self, key: str) -> NDArray[Any] | None:
        """Give the action of a key; None for one that moves nothing."""
        if key == STAY:
            return self.stay()
        near = key.removeprefix("shift+").lower()
        if near in DIRECTIONS:
            far = 1 if key == near else FAR
            return self._toward(np.array(DIRECTIONS[near]) * self._stride() * far, 0.0)
        if self.zooms and key in ZOOMS:
            return self._toward(np.zeros(2), ZOOMS[key] * _ZOOM)
        return None

    def _toward(self, way: NDArray[np.float64], zoom: float) -> NDArray[Any]:
        goal = np.clip(np.array([self.position]) + way, -1.0, 1.0)
        if isinstance(self._core.sensor, Zooming):
            size = np.clip(self._core.sensor.sizes() + zoom, 0.0, 1.0)
            goal = np.concatenate((goal, size[:, None]), axis=1)
        action: NDArray[Any] = self._sensor.toward(goal)[0]
        return action

    def _stride(self) -> NDArray[np.float64]:
        """Give how far a key goes along x and y: half of what is looked at, and at least one step over a lattice."""
        if self.zooms:
            left, top, right, bottom = self._core.sensor.boxes(ALL)[0].tolist()
            extent = np.array([right - left, bottom - top])
            room = np.array([self._core.space.width, self._core.space.height]) - extent
            half = np.divide(extent, room, out=np.zeros(2), where=room > 0)
        else:
            half = np.array(self._sensor.coverage) / 2
        stride: NDArray[np.float64] = np.minimum(np.maximum(half, 2 * np.array(self._sensor.precision)), 2.0)
        return stride
