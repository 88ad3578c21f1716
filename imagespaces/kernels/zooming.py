"""Square windows of any place and size, each brought to the same few samples: a grid of patches.

Axes: ``N`` pictures, ``B`` windows (one per lane), ``G`` patches along each side of a window, ``P`` samples along each
side of a patch, ``C`` channels.

A patch begins at a multiple of ``side // G`` and is as wide and high; one of the last row or column is
``side − (G − 1) (side // G)`` wide and high, so that patches overlap where the side can't be divided. Its samples are
bilinear between pixel centres, without regard to what lies outside of it, and without antialiasing: what is smaller
than the distance of two samples may be missed or exaggerated. With ``area`` a patch that shrinks is averaged instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces.pixels import convert

__all__ = ["ZoomSampler", "patch_boxes"]


def patch_boxes(windows: NDArray[np.int64], grid: int) -> NDArray[np.int64]:
    """Give the patches of windows.

    Args:
        windows: int64 ``[B, 3]``: the top row, the left column and the side of each, in pixels.
        grid: Patches along each side, at most the side.

    Returns:
        int64 ``[B, G², 4]``, row by row: top, left, bottom, right; the latter two are not in the patch.

    >>> patch_boxes(np.array([[10, 20, 5]]), 2).tolist()
    [[[10, 20, 12, 22], [10, 22, 13, 25], [12, 20, 15, 23], [12, 22, 15, 25]]]
    """
    corners, sides = windows[:, :2], windows[:, 2]
    width = sides // grid
    rows, columns = np.divmod(np.arange(grid * grid), grid)
    last = (rows == grid - 1) | (columns == grid - 1)
    spans = np.where(last, (sides - (grid - 1) * width)[:, None], width[:, None])  # [B, G²]
    top = corners[:, :1] + rows * width[:, None]
    left = corners[:, 1:] + columns * width[:, None]
    return np.stack((top, left, top + spans, left + spans), axis=2)


class ZoomSampler:
    """Samples windows of pictures.

    Args:
        pixels: ``[N, H, W, C]``, float32 in [0, 1] or uint8.
        patch: Samples along each side of a patch, ``P``.
        grid: Patches along each side of a window, ``G``.
        dtype: What samples are wanted in: ``"float32"`` or ``"uint8"``.
        area: Whether patches that shrink are averaged.
    """

    def __init__(self, pixels: NDArray[Any], patch: int, grid: int, dtype: DTypeLike, *, area: bool = False) -> None:
        self._pixels, self._patch, self._grid, self._area = pixels, patch, grid, area
        self._dtype = np.dtype(dtype)
        # Bytes are rounded only where bytes are wanted, and samples that are floats must come of floats.
        self._exact = pixels.dtype == np.uint8 and self._dtype == np.float32

    def __call__(self, rows: NDArray[np.intp], windows: NDArray[np.int64]) -> NDArray[Any]:
        """Give the patches side by side, fresh, ``[B, G × P, G × P, C]``.

        Args:
            rows: Which picture each window is of, ``[B]``.
            windows: int64 ``[B, 3]``: top row, left column and side in pixels, all within the picture.
        """
        import cv2  # noqa: PLC0415 - it takes long to import, and only sensors that zoom need it

        side = self._grid * self._patch
        source = np.dtype(np.float32) if self._exact else self._pixels.dtype
        found = np.empty((len(rows), side, side, self._pixels.shape[3]), source)
        patches = (patch_boxes(windows, self._grid) - np.tile(windows[:, None, :2], 2)).tolist()
        for lane, (row, (top, left, span)) in enumerate(zip(rows.tolist(), windows.tolist(), strict=True)):
            seen = self._pixels[row, top : top + span, left : left + span]
            self._fill(cv2.resize, found[lane], seen.astype(source, copy=False), patches[lane])
        return self._finished(found)

    def _fill(
        self, resize: Callable[..., Any], found: NDArray[Any], seen: NDArray[Any], patches: list[list[int]]
    ) -> None:
        """Put the patches of one window into their places."""
        size, area = self._patch, self._area
        for number, (top, left, bottom, right) in enumerate(patches):
            down, across = divmod(number, self._grid)
            place = found[down * size : (down + 1) * size, across * size : (across + 1) * size]
            how = 3 if area and bottom - top > size else 1  # INTER_AREA, INTER_LINEAR
            resize(seen[top:bottom, left:right], (size, size), place, 0, 0, how)

    def _finished(self, found: NDArray[Any]) -> NDArray[Any]:
        if self._exact:
            np.divide(found, np.float32(255), out=found)
        if self._area and found.dtype == np.float32:
            np.minimum(found, np.float32(1), out=found)  # the weights of a mean may add up to a little more than 1
        return convert(found, self._dtype)
