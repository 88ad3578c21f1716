"""Sensors of every kind with options, in episodes of a few lanes, without an environment around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from gymnasium.spaces import Box
from numpy.typing import NDArray

from envspecs.motions import Absolute, AbsoluteZoom, Discrete, Relative, RelativeZoom, Velocity
from envspecs.parts import Sensor
from envspecs.sensors import Foveated, Full, Glimpse, Zoom
from envspecs.sensors.options import with_options
from imagespaces import ImageSpace
from imagespaces.bank import Gallery
from imagespaces.draws import Draws, derive_key
from imagespaces.pixels import convert

__all__ = ["HEIGHT", "KINDS", "LANES", "MOST", "STEPS", "WIDTH", "Looker", "Pictures"]

LANES, STEPS, MOST = 3, 5, 10_000
HEIGHT, WIDTH = 11, 14


class Pictures:
    """A gallery of pictures of noise."""

    def __init__(
        self, lanes: int = LANES, channels: int = 3, dtype: str = "float32", stored: str | None = None
    ) -> None:
        self.space = ImageSpace(HEIGHT, WIDTH, channels, dtype=dtype)
        bytes_of = np.random.default_rng(0).integers(0, 256, (20, HEIGHT, WIDTH, channels), np.uint8)
        self.pixels = convert(bytes_of, stored or dtype)
        self.rows = np.zeros(lanes, np.intp)

    def show(self, lanes: NDArray[np.intp], indices: NDArray[np.int64]) -> None:
        """Hang pictures."""
        self.rows[lanes] = indices % len(self.pixels)


KINDS: dict[str, Callable[[Gallery], Sensor]] = {
    "glimpse": lambda pictures: Glimpse(pictures, size=(3, 4), motion=Relative(0.5)),
    "fine": lambda pictures: Glimpse(pictures, size=(5, 5), scale=0.6, motion=Absolute()),
    "coarse": lambda pictures: Glimpse(pictures, size=(3, 2), scale=2.5, motion=Discrete(8, step=0.3)),
    "padded": lambda pictures: Glimpse(pictures, size=(4, 5), scale=1.5, motion=Velocity(), border="pad"),
    "zoom": lambda pictures: Zoom(pictures, patch=2, grid=2, motion=AbsoluteZoom()),
    "area": lambda pictures: Zoom(pictures, patch=1, grid=3, filter="area", motion=RelativeZoom(0.5, 0.5)),
    "foveated": lambda pictures: Foveated(pictures, size=(3, 3), levels=3, motion=Relative(0.5)),
    "full": Full,
}
"""What sensors are made of, by name."""


class Looker:
    """Episodes of a sensor.

    Args:
        kind: A name in :data:`KINDS`.
        pictures: What is looked at.
        first: The number of the first lane: of keys, pictures and actions.
        options: Arguments of :func:`with_options`.
    """

    def __init__(self, kind: str = "glimpse", pictures: Pictures | None = None, first: int = 0, **options: Any) -> None:
        self.pictures = pictures or Pictures()
        self.sensor: Any = with_options(KINDS[kind](self.pictures), self.pictures, **{"max_steps": STEPS, **options})
        self.lanes = len(self.pictures.rows)
        self._numbers = first + np.arange(self.lanes)
        self._keys = np.array([derive_key("episode", int(number)) for number in self._numbers], np.uint64)
        self._episodes = np.full(self.lanes, -1)
        self._random = np.random.default_rng(0)

    def begin(self, *lanes: int) -> Looker:
        """Begin the next episode in some lanes, or in all."""
        chosen = np.array(lanes or range(self.lanes))
        self._episodes[chosen] += 1
        self.pictures.show(chosen, self._episodes[chosen] * 7 + self._numbers[chosen])
        self.sensor.reset(chosen, Draws(self._keys[chosen], self._episodes[chosen]), {})
        return self

    def see(self, lanes: Any = slice(None)) -> dict[str, NDArray[Any]]:
        """Observe."""
        seen: dict[str, NDArray[Any]] = self.sensor.observe(lanes)
        return seen

    def act(self) -> NDArray[Any]:
        """Move by random actions, some of them out of range; give these."""
        space = self.sensor.action_space
        actions: NDArray[Any] = (
            self._random.normal(0.0, 1.0, (MOST, *space.shape)).astype(np.float32)
            if isinstance(space, Box)
            else self._random.integers(0, space.n, MOST)
        )
        self.sensor.move(actions[self._numbers])
        return actions[self._numbers]

    def play(self, steps: int = STEPS) -> list[dict[str, NDArray[Any]]]:
        """Begin an episode in all lanes, and give what is observed in it."""
        seen = [self.begin().see()]
        for _ in range(steps):
            self.act()
            seen.append(self.see())
        return seen
