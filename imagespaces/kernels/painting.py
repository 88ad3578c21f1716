"""Pictures put together from windows of them: what has been seen of each so far.

Axes: ``B`` pictures, ``n`` windows, ``H``, ``W``, ``C`` of a picture, ``h``, ``w`` of a window.

A window covers a box of the picture, of any place and size, with ``h`` × ``w`` samples, and each sample a cell of that
box. A pixel of the picture whose centre lies in the box takes the sample in whose cell it lies; all others stay as they
are. So where samples are farther apart than pixels each fills several pixels, and where they are nearer some are lost.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Painting"]

_FEW, _SMALL = 8, 800
"""Up to so many windows, and any of more pixels than that, are quicker painted one by one than all at once."""


class Painting:
    """Pictures that windows are painted on, the later over the earlier; a finer one is not painted over by a coarser.

    Args:
        count: How many pictures, ``B``.
        shape: (H, W, C) of each.
        dtype: The type of their values.
        finest: The fineness of the finest windows, at least 1.

    Attributes:
        pixels: ``[B, H, W, C]``, 0 where nothing was painted.
        known: uint8 ``[B, H, W]``: the fineness of what was painted last, 0 where nothing was.

    >>> painting = Painting(1, (1, 4, 1), "uint8")
    >>> painting.paint(np.array([0]), np.array([[[[7], [9]]]], np.uint8), np.array([[1.0, 0.0, 5.0, 1.0]]))
    >>> painting.pixels[0, 0, :, 0].tolist(), painting.known[0, 0].tolist()
    ([0, 7, 7, 9], [0, 1, 1, 1])
    """

    def __init__(self, count: int, shape: tuple[int, int, int], dtype: Any, finest: int = 1) -> None:
        self._height, self._width, self._channels = shape
        self._finest = finest
        self.pixels: NDArray[Any] = np.zeros((count, *shape), dtype)
        self.known = np.zeros((count, *shape[:2]), np.uint8)

    def clear(self, rows: NDArray[np.intp]) -> None:
        """Leave nothing of some pictures."""
        self.pixels[rows] = 0
        self.known[rows] = 0

    def paint(
        self, rows: NDArray[np.intp], samples: NDArray[Any], boxes: NDArray[np.float64], fineness: int = 1
    ) -> None:
        """Paint windows, one after the other.

        Args:
            rows: Which picture each is painted on, ``[n]``.
            samples: ``[n, h, w, C]``, in the pictures' type.
            boxes: float64 ``[n, 4]``: left, top, right, bottom in pixels; pixel i reaches from i to i + 1. They may
                reach beyond the picture.
            fineness: From 1 on; pixels that are known more finely stay as they are.
        """
        extents = np.minimum(boxes[:, 2:] - boxes[:, :2] + 1, (self._width, self._height))
        if len(rows) > _FEW and extents.prod(axis=1).max() <= _SMALL:
            self._paint_together(rows, samples, boxes, fineness)
            return
        for row, window, box in zip(rows.tolist(), samples, boxes.tolist(), strict=True):
            self._paint_one(row, window, box, fineness)

    def _paint_one(self, row: int, window: NDArray[Any], box: list[float], fineness: int) -> None:
        left, top, right, bottom = box
        columns, across = _cells(left, right, self._width, window.shape[1])
        lines, down = _cells(top, bottom, self._height, window.shape[0])
        part = np.s_[row, lines, columns]
        seen = window.take(across, axis=1).take(down, axis=0)
        known = self.known[part]
        if fineness < self._finest:
            np.copyto(self.pixels[part], seen, where=(known <= fineness)[..., None])
            np.maximum(known, fineness, out=known)
        else:
            self.pixels[part] = seen
            known[...] = fineness

    def _paint_together(
        self, rows: NDArray[np.intp], samples: NDArray[Any], boxes: NDArray[np.float64], fineness: int
    ) -> None:
        height, width = samples.shape[1:3]
        columns, across, wide = _all_cells(boxes[:, 0], boxes[:, 2], self._width, width)
        lines, down, high = _all_cells(boxes[:, 1], boxes[:, 3], self._height, height)
        lines += (rows * self._height)[:, None]
        down += (np.arange(len(rows)) * height)[:, None]
        places = lines[:, :, None] * self._width + columns[:, None]
        sources = down[:, :, None] * width + across[:, None]
        shown = wide & high
        places, sources = (each[shown].ravel() if not shown.all() else each.ravel() for each in (places, sources))
        known, pixels = self.known.reshape(-1), self.pixels.reshape(-1, self._channels)
        if fineness < self._finest:
            free = known[places] <= fineness
            places, sources = places[free], sources[free]
        # Of places that come twice the last counts, so that later windows are painted over earlier ones.
        pixels[places] = samples.reshape(-1, self._channels).take(sources, axis=0)
        known[places] = fineness


def _cells(start: float, end: float, room: int, samples: int) -> tuple[slice, NDArray[np.int64]]:
    """Give the pixels from start to end along one axis, and the sample that each takes."""
    first, last = max(math.ceil(start - 0.5), 0), min(math.ceil(end - 0.5), room)
    last = max(first, last)
    found = ((np.arange(first, last) + 0.5 - start) / ((end - start) / samples)).astype(np.int64)
    return slice(first, last), np.minimum(found, samples - 1)  # rounding aside, none is larger


def _all_cells(
    starts: NDArray[np.float64], ends: NDArray[np.float64], room: int, samples: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Do what :func:`_cells` does for ``n`` windows: pixels and samples ``[n, longest]``, and which windows have any.

    Windows with fewer pixels have their last one several times.
    """
    first, last = (np.ceil(edges - 0.5).astype(np.int64) for edges in (starts, ends))
    first, last = np.maximum(first, 0), np.minimum(last, room)
    pixels = np.minimum(first[:, None] + np.arange((last - first).max(initial=0)), last[:, None] - 1)
    found = ((pixels + 0.5 - starts[:, None]) / ((ends - starts) / samples)[:, None]).astype(np.int64)
    return pixels, np.minimum(found, samples - 1), last > first
