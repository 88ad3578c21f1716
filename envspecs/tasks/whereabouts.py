"""Where things are, and whether they are in view.

Axes: ``B`` lanes, ``b`` some of them, ``H`` rows, ``W`` columns. Places are (x, y) in pixels; pixel i reaches from i to
i + 1; boxes are left, top, right, bottom.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.parts import Lanes
from envspecs.tasks.areas import areas_within, summed
from imagespaces import ImageSpace

__all__ = ["Whereabouts", "bounds", "middle"]

_ROUNDING = 1e-9  # of a pixel
_ALL = slice(None)


class Whereabouts:
    """Where one thing is in the picture of each lane, or that it is not there.

    Args:
        space: Where the pictures come from.
        lanes: How many lanes there are.
        share: How much of a thing must be in view; its centre where None.

    Attributes:
        centres: Of the things, ``[B, 2]``; the picture's where there is none.
        boxes: Of the things, ``[B, 4]``; empty where there is none.
    """

    def __init__(self, space: ImageSpace, lanes: int, share: float | None) -> None:
        self._share = share
        self._diagonal = math.hypot(space.height, space.width)
        self.centres = np.zeros((lanes, 2))
        self.boxes = np.zeros((lanes, 4))
        corners = (space.height + 1, space.width + 1) if share is not None else (0, 0)
        self._sums = np.zeros((lanes, *corners), np.int32)

    def put(self, lanes: NDArray[np.intp], masks: NDArray[np.bool_]) -> None:
        """Take over where things are in the pictures of some lanes, from the pixels ``[b, H, W]`` that they have."""
        there = np.asarray(masks.any(axis=(1, 2)))
        for lane, mask, is_there in zip(lanes, masks, there, strict=True):  # OpenCV takes one at a time
            self.centres[lane] = middle(mask) if is_there else (mask.shape[1] / 2, mask.shape[0] / 2)
            self.boxes[lane] = bounds(mask) if is_there else 0.0
        if self._share is not None:
            self._sums[lanes] = summed(masks)

    def there(self, lanes: Lanes) -> NDArray[np.bool_]:
        """Tell in which pictures a thing is, ``[b]``."""
        boxes = self.boxes[lanes]
        return np.asarray(boxes[:, 2] > boxes[:, 0])

    def in_view(self, views: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell whose things are in boxes that are looked at, ``[B, 4]``: ``[B]``."""
        inside = self._centre_in(views) if self._share is None else self._share_in(views, self._share)
        return inside & self.there(_ALL)

    def _centre_in(self, views: NDArray[np.float64]) -> NDArray[np.bool_]:
        inside = (self.centres >= views[:, :2] - _ROUNDING) & (self.centres <= views[:, 2:] + _ROUNDING)
        return np.asarray(inside.all(axis=1))

    def _share_in(self, views: NDArray[np.float64], share: float) -> NDArray[np.bool_]:
        """Compare with a share of the things or, where these are larger, of what is in view."""
        most = np.minimum(self._sums[:, -1, -1], (views[:, 2:] - views[:, :2]).prod(axis=1))
        return np.asarray(areas_within(self._sums, views) >= share * most - _ROUNDING)

    def nearness(self, lanes: Lanes, views: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give how near the middles of boxes ``[b, 4]`` are to the things, from 0, a diagonal away, to 1: ``[b]``."""
        x, y = ((views[:, :2] + views[:, 2:]) / 2 - self.centres[lanes]).T
        near: NDArray[np.float64] = np.maximum(1.0 - np.hypot(x, y) / self._diagonal, 0.0)
        return near

    def state(self) -> dict[str, NDArray[Any]]:
        """Give all that changes, by name: the arrays themselves, ``[B, …]``."""
        return {"centres": self.centres, "boxes": self.boxes, "sums": self._sums}


def middle(mask: NDArray[np.bool_]) -> tuple[float, float]:
    """Give the centre (x, y) of the pixel of a thing that lies deepest in it.

    That is the one farthest from all that is not of the thing, and from the frame; of several the nearest to their
    mean. So it is always upon the thing, also where that is a ring or in pieces.

    Args:
        mask: ``[H, W]``, not empty.

    >>> middle(np.array([[True, True, True, False, True]]))
    (2.5, 0.5)
    """
    import cv2  # noqa: PLC0415 - loading OpenCV takes long, and only who looks for things pays for it

    framed = np.pad(mask, 1).astype(np.uint8)
    depths = cv2.distanceTransform(framed, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    rows, columns = np.nonzero(depths == depths.max())
    off = (rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2
    best = int(off.argmin())
    return float(columns[best]) + 0.5, float(rows[best]) + 0.5


def bounds(mask: NDArray[np.bool_]) -> tuple[float, float, float, float]:
    """Give left, top, right, bottom of what a thing's pixels cover, ``[H, W]``, which are not none.

    >>> bounds(np.array([[False, True, True, False]]))
    (1.0, 0.0, 3.0, 1.0)
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)
