"""What is the same in all images of a panel: its ground, grid lines and terminal regions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.generated.pointing.marks import LINE, disc, patches, spread
from imagespaces.generated.pointing.panel import Panel

__all__ = ["Ground"]


class Ground:
    """A picture that is painted once: float32 ``[H, W, C]``, 0 to 255.

    Args:
        panel: Where things are.
        color: uint8 ``[C]``.
    """

    def __init__(self, panel: Panel, color: NDArray[np.uint8]) -> None:
        self._panel = panel
        self._pixels = np.empty((*panel.shape, len(color)), np.float32)
        self._pixels[...] = color

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The picture as bytes, ``[H, W, C]``."""
        return np.rint(self._pixels).astype(np.uint8)

    def rule(self, cells: Sequence[int], ink: NDArray[np.uint8]) -> None:
        """Draw the lines of a grid, around it and between so many cells along each coordinate."""
        left, top, right, bottom = self._panel.box({})
        x = np.linspace(left, right, cells[0] + 1)
        y = np.linspace(top, bottom, (cells[1] if len(cells) > 1 else 1) + 1)
        half = LINE / 2
        self._fill((np.array([at - half, top - half, at + half, bottom + half]) for at in x), ink)
        self._fill((np.array([left - half, at - half, right + half, at + half]) for at in y), ink)

    def fill(self, box: NDArray[np.float64], ink: NDArray[np.uint8]) -> None:
        """Fill a rectangle: left, top, right and bottom ``[4]``."""
        self._fill([box], ink)

    def disc(self, centre: NDArray[np.float64], radius: float, ink: NDArray[np.uint8]) -> None:
        """Fill a disc about a point ``[1, 2]``."""
        patch = patches(centre, (radius + 0.5, radius + 0.5), self._panel.shape)
        (covered,) = spread(patch, disc(patch, centre, radius), self._panel.shape)
        self._lay(covered, ink)

    def _fill(self, boxes: Iterable[NDArray[np.float64]], ink: NDArray[np.uint8]) -> None:
        """Fill rectangles; each covers of a pixel exactly its share."""
        height, width = self._panel.shape
        for left, top, right, bottom in boxes:
            self._lay(np.outer(_overlap(height, top, bottom), _overlap(width, left, right)), ink)

    def _lay(self, covered: NDArray[np.floating[Any]], ink: NDArray[np.uint8]) -> None:
        """Lay a colour over pixels that are covered ``[H, W]``, in [0, 1], so much."""
        self._pixels += (covered[..., None] * (ink - self._pixels)).astype(np.float32)


def _overlap(size: int, low: float, high: float) -> NDArray[np.float64]:
    """Give the part of each pixel of a row that is between two places: ``[size]``."""
    middle = np.arange(size)
    return np.asarray(np.clip(np.minimum(high, middle + 0.5) - np.maximum(low, middle - 0.5), 0, 1))
