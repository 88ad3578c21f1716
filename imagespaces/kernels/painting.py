"""Pictures put together from windows of them: what has been seen of each so far.

Axes: ``B`` pictures, ``n`` windows, ``H``, ``W``, ``C`` of a picture, ``h``, ``w`` of a window.

A window covers a box of the picture, of any place and size, with ``h`` × ``w`` samples, and each sample a cell of that
box. A pixel of the picture whose centre lies in the box takes the sample in whose cell it lies; all others stay as they
are. So where samples are farther apart than pixels each fills several pixels, and where they are nearer some are lost.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Painting"]

_SMALL = 81
"""Windows of up to so many pixels are quicker painted all at once, larger ones one by one, in whole rows."""


class _Span(NamedTuple):
    """The pixels of windows along one axis, and which sample each takes."""

    first: NDArray[np.int64]  # [n]
    end: NDArray[np.int64]  # [n], the pixel after the last
    start: NDArray[np.float64]  # [n], where the box begins
    step: NDArray[np.float64]  # [n], pixels for each sample
    samples: int

    @property
    def longest(self) -> int:
        return int((self.end - self.first).max(initial=0))

    def places(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the pixels and their samples, ``[n, longest]``; those of shorter spans have their last pixel again."""
        last = (self.end - 1)[:, None]
        pixels = np.minimum(self.first[:, None] + np.arange(self.longest), last)
        found = (pixels + 0.5 - self.start[:, None]) / self.step[:, None]
        return pixels, np.minimum(np.maximum(found.astype(np.int64), 0), self.samples - 1)  # rounding aside, in range


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
        left, top, right, bottom = boxes.T
        across = self._span(left, right, self._width, samples.shape[2])
        down = self._span(top, bottom, self._height, samples.shape[1])
        covering = (across.end > across.first) & (down.end > down.first)
        if not covering.all():
            if covering.any():
                self.paint(rows[covering], samples[covering], boxes[covering], fineness)
        elif across.longest * down.longest <= _SMALL:
            self._paint_together(rows, samples, down, across, fineness)
        else:
            self._paint_singly(rows, samples, down, across, fineness)

    def _span(self, start: NDArray[np.float64], end: NDArray[np.float64], room: int, samples: int) -> _Span:
        first, last = (np.ceil(edge - 0.5).astype(np.int64) for edge in (start, end))
        return _Span(np.maximum(first, 0), np.minimum(last, room), start, (end - start) / samples, samples)

    def _paint_together(
        self, rows: NDArray[np.intp], samples: NDArray[Any], down: _Span, across: _Span, fineness: int
    ) -> None:
        lines, from_lines = down.places()
        columns, from_columns = across.places()
        height, width = samples.shape[1:3]
        lines += (rows * self._height)[:, None]
        from_lines += (np.arange(len(rows)) * height)[:, None]
        places = (lines[:, :, None] * self._width + columns[:, None]).ravel()
        sources = (from_lines[:, :, None] * width + from_columns[:, None]).ravel()
        known, pixels = self.known.reshape(-1), self.pixels.reshape(-1, self._channels)
        if fineness < self._finest:
            free = known[places] <= fineness
            places, sources = places[free], sources[free]
        # Of places that come twice the last counts, so that later windows are painted over earlier ones.
        pixels[places] = samples.reshape(-1, self._channels).take(sources, axis=0)
        known[places] = fineness

    def _paint_singly(
        self, rows: NDArray[np.intp], samples: NDArray[Any], down: _Span, across: _Span, fineness: int
    ) -> None:
        from_lines, from_columns = down.places()[1], across.places()[1]
        edges = (rows, down.first, down.end, across.first, across.end)
        for window, (row, top, bottom, left, right) in enumerate(np.stack(edges, axis=1).tolist()):
            part = np.s_[row, top:bottom, left:right]
            seen = samples[window].take(from_columns[window, : right - left], axis=1)
            seen = seen.take(from_lines[window, : bottom - top], axis=0)
            if fineness < self._finest:
                free = self.known[part] <= fineness
                self.pixels[part][free] = seen[free]
                self.known[part][free] = fineness
            else:
                self.pixels[part] = seen
                self.known[part] = fineness
