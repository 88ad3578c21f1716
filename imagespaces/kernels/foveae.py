"""Windows of several sizes about one place, each brought to the same samples: sharp in the middle, coarse around.

Axes: ``N`` pictures, ``B`` lanes, ``K`` windows, the smallest first, ``h`` × ``w`` samples, ``C`` channels.
A window of whole pixels that shrinks is averaged, one that grows is bilinear; what lies outside of the picture is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces.pixels import convert

__all__ = ["FoveaSampler"]


class FoveaSampler:
    """Samples windows of pictures.

    Args:
        pixels: ``[N, H, W, C]``, float32 in [0, 1] or uint8.
        size: (h, w), the samples of each window.
        extents: (rows, columns) of each of the ``K`` windows, in pixels.
        dtype: What samples are wanted in: ``"float32"`` or ``"uint8"``.
    """

    def __init__(
        self, pixels: NDArray[Any], size: tuple[int, int], extents: Sequence[tuple[int, int]], dtype: DTypeLike
    ) -> None:
        self._pixels, self._size, self._extents, self._dtype = pixels, size, tuple(extents), np.dtype(dtype)
        # Bytes are rounded only where bytes are wanted, and samples that are floats must come of floats.
        self._exact = pixels.dtype == np.uint8 and self._dtype == np.float32

    def __call__(self, rows: NDArray[np.intp], corners: NDArray[np.int64]) -> NDArray[Any]:
        """Give the windows one behind the other, fresh, ``[B, h, w, K × C]``.

        Args:
            rows: Which picture each lane looks at, ``[B]``.
            corners: int64 ``[B, K, 2]``: the top row and the left column of each window, in or out of the picture.
        """
        source = np.dtype(np.float32) if self._exact else self._pixels.dtype
        levels, channels = len(self._extents), self._pixels.shape[3]
        found = np.empty((len(rows), levels, *self._size, channels), source)
        for lane, (row, places) in enumerate(zip(rows.tolist(), corners.tolist(), strict=True)):
            for level, ((top, left), extent) in enumerate(zip(places, self._extents, strict=True)):
                self._resize(self._cut(row, top, left, extent).astype(source, copy=False), found[lane, level])
        if self._exact:
            np.divide(found, np.float32(255), out=found)
        if source == np.float32:
            np.minimum(found, np.float32(1), out=found)  # the weights of a mean may add up to a little more than 1
        behind = np.moveaxis(found, 1, 3).reshape(len(rows), *self._size, levels * channels)
        return convert(np.ascontiguousarray(behind), self._dtype)

    def _cut(self, row: int, top: int, left: int, extent: tuple[int, int]) -> NDArray[Any]:
        """Give a window of a picture, ``[rows, columns, C]``, with 0 outside of it."""
        picture = self._pixels[row]
        bottom, right = top + extent[0], left + extent[1]
        first_row, first_column = max(top, 0), max(left, 0)
        inside: NDArray[Any] = picture[first_row : max(bottom, 0), first_column : max(right, 0)]
        if inside.shape[:2] == extent:
            return inside
        cut = np.zeros((*extent, picture.shape[2]), picture.dtype)
        down, across = first_row - top, first_column - left
        cut[down : down + inside.shape[0], across : across + inside.shape[1]] = inside
        return cut

    def _resize(self, window: NDArray[Any], place: NDArray[Any]) -> None:
        import cv2  # noqa: PLC0415 - it takes long to import, and only foveae need it

        shrinks = window.shape[0] >= place.shape[0] and window.shape[1] >= place.shape[1]
        how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        cv2.resize(window, (place.shape[1], place.shape[0]), place, 0, 0, how)
