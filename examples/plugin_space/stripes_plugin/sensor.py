"""A sensor that sees whole rows of the image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Space
from numpy.typing import NDArray

from envspecs.parts import Lanes
from imagespaces import ImageSpace
from imagespaces.bank import Gallery
from imagespaces.draws import Draws
from imagespaces.pixels import from_bytes

__all__ = ["Rows"]


class Rows:
    """Observes ``rows`` ``[thickness, W, C]`` and their place ``rows_pos``, −1 at the top and 1 at the bottom.

    An action says where to look next; its effort is how far that is. An episode starts anywhere.

    Args:
        gallery: The pictures on show.
        thickness: How many rows are seen at once.
    """

    options: Mapping[str, int] = {}
    words: Mapping[str, int] = {"row": 2}

    def __init__(self, gallery: Gallery, *, thickness: int = 1) -> None:
        space = gallery.space
        self._gallery, self._thickness, self._last = gallery, thickness, space.height - thickness
        self._top = np.zeros(len(gallery.rows), np.int64)
        self.limits: Mapping[str, tuple[float, float]] = {"top": (0.0, float(self._last))}
        self.action_space = Box(-1.0, 1.0, (1,), np.float32)
        self.observation_spaces: Mapping[str, Space[Any]] = {
            "rows": ImageSpace(thickness, space.width, space.channels, dtype=space.dtype),
            "rows_pos": Box(-1.0, 1.0, (1,), np.float32),
        }

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        """Begin episodes in some lanes, at rows drawn from all that there are."""
        del options  # it has none
        self._top[lanes] = draws.integers("row", self._last + 1)

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        """Look where the actions ``[B, 1]`` say; give how far the sensors went, ``[B]``, at most 2."""
        before = self._places(slice(None))
        self._top = np.rint((np.clip(actions[:, 0], -1, 1) + 1.0) / 2 * self._last).astype(np.int64)
        return np.abs(self._places(slice(None)) - before)[:, 0]

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give what some lanes see, ``[b, thickness, W, C]``, and where it is."""
        rows = self._top[lanes, None] + np.arange(self._thickness)
        seen = self._gallery.pixels[self._gallery.rows[lanes, None], rows]
        return {
            "rows": from_bytes(seen) if seen.dtype != self._gallery.space.dtype else seen,
            "rows_pos": self._places(lanes).astype(np.float32),
        }

    def boxes(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give left, top, right, bottom of what is seen, in pixels, ``[b, 4]``."""
        top = self._top[lanes].astype(np.float64)
        sides = np.zeros_like(top), np.full_like(top, self._gallery.space.width)
        return np.stack((sides[0], top, sides[1], top + self._thickness), axis=1)

    def state(self) -> dict[str, NDArray[Any]]:
        """Give all that changes: the first row of each lane."""
        return {"top": self._top}

    def _places(self, lanes: Lanes) -> NDArray[np.float64]:
        return self._top[lanes, None] / max(1, self._last) * 2 - 1
