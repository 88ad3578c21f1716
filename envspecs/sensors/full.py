"""The whole image: what a glimpse is measured against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Discrete, Space
from numpy.typing import NDArray

from envspecs.parts import Lanes
from imagespaces import ImageSpace
from imagespaces.bank import Gallery
from imagespaces.draws import Draws
from imagespaces.pixels import convert

__all__ = ["Full"]


class Full:
    """Observes the whole image, and can't be moved: there is one action, which does nothing and costs nothing.

    The observation has the ``glimpse`` ``[H, W, C]`` in the type of the images, and ``glimpse_pos``, always (0, 0), so
    that what was written for glimpses finds what it looks for.

    Args:
        gallery: The pictures on show.
    """

    words: Mapping[str, int] = {}
    options: Mapping[str, int] = {}
    limits: Mapping[str, tuple[float, float]] = {}
    coverage: tuple[float, float] = (np.inf, np.inf)
    precision: tuple[float, float] = (np.inf, np.inf)

    def __init__(self, gallery: Gallery) -> None:
        space = gallery.space
        self._gallery = gallery
        self.action_space = Discrete(1)
        self.observation_spaces: Mapping[str, Space[Any]] = {
            "glimpse": ImageSpace(*space.shape, dtype=space.dtype),
            "glimpse_pos": Box(-1.0, 1.0, (2,), np.float32),
        }

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        """Begin episodes: nothing is to be done."""

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        """Stay; give the efforts ``[B]``, which are 0."""
        return np.zeros(len(actions))

    def toward(self, goals: NDArray[np.float64]) -> NDArray[np.int64]:
        """Give the one action there is, ``[B]``."""
        return np.zeros(len(goals), np.int64)

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give ``glimpse`` ``[b, H, W, C]``, fresh, and ``glimpse_pos`` ``[b, 2]``."""
        rows = self._gallery.rows[lanes]
        return {
            "glimpse": convert(self._gallery.pixels[rows], self._gallery.space.dtype),
            "glimpse_pos": np.zeros((len(rows), 2), np.float32),
        }

    def boxes(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give left, top, right, bottom of the images in pixels, ``[b, 4]``."""
        space = self._gallery.space
        whole = np.array([[0.0, 0.0, space.width, space.height]])
        return np.repeat(whole, len(self._gallery.rows[lanes]), axis=0)

    def state(self) -> dict[str, NDArray[Any]]:
        """Give nothing: nothing changes."""
        return {}
