"""How much of a thing lies in a box: areas summed beforehand (Crow, "Summed-area tables", SIGGRAPH 1984).

Axes: ``B`` masks, ``H`` rows, ``W`` columns.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["areas_within", "summed"]


def summed(masks: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Give how many pixels of masks ``[B, H, W]`` lie above and to the left of each corner, ``[B, H + 1, W + 1]``.

    >>> summed(np.array([[[True, False], [True, True]]])).tolist()
    [[[0, 0, 0], [0, 1, 1], [0, 2, 3]]]
    """
    sums: NDArray[np.int32] = masks.cumsum(axis=1, dtype=np.int32).cumsum(axis=2, dtype=np.int32)
    return np.pad(sums, ((0, 0), (1, 0), (1, 0)))


def areas_within(sums: NDArray[np.int32], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the areas of masks in boxes, ``[B]``, exactly: of a pixel that is cut the part inside counts.

    Args:
        sums: Of the masks, from :func:`summed`.
        boxes: Left, top, right, bottom in pixels, ``[B, 4]``; they may reach out of the image.

    >>> areas_within(summed(np.ones((1, 4, 4), bool)), np.array([[0.5, -1.0, 2.0, 3.0]])).tolist()
    [4.5]
    """
    left, top, right, bottom = boxes.T
    at = np.stack([_area(sums, x, y) for x, y in ((right, bottom), (left, bottom), (right, top), (left, top))])
    within: NDArray[np.float64] = at[0] - at[1] - at[2] + at[3]
    return within


def _area(sums: NDArray[np.int32], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the areas above and to the left of places ``[B]``."""
    rows = np.arange(len(sums))
    height, width = sums.shape[1] - 1, sums.shape[2] - 1
    x, y = np.clip(x, 0, width), np.clip(y, 0, height)
    column, row = np.minimum(x.astype(np.int64), width - 1), np.minimum(y.astype(np.int64), height - 1)
    right, down = x - column, y - row
    above = sums[rows, row, column] * (1 - right) + sums[rows, row, column + 1] * right
    below = sums[rows, row + 1, column] * (1 - right) + sums[rows, row + 1, column + 1] * right
    areas: NDArray[np.float64] = above * (1 - down) + below * down
    return areas
