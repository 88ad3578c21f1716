"""What was seen of an image so far, put where it was seen: what a person with a good memory has before their eyes."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from envspecs.drawing.picture import to_rgb

__all__ = ["Seen", "levels"]


class Seen:
    """A canvas as large as the image, filled from the observations alone.

    Args:
        size: (height, width) of the image.
        channels: How many the image has.

    Attributes:
        pixels: uint8 ``[H, W, 3]``; 0 where nothing was seen.
        mask: bool ``[H, W]``, where something was.
    """

    def __init__(self, size: tuple[int, int], channels: int) -> None:
        self._channels = channels
        self.pixels = np.zeros((*size, 3), np.uint8)
        self.mask = np.zeros(size, np.bool_)

    def add(self, glimpse: NDArray[Any], box: NDArray[np.float64]) -> None:
        """Put a glimpse where it was taken, over what was there.

        Args:
            glimpse: ``[h, w, C]``, or with windows of several sizes one after the other, the smallest first.
            box: Left, top, right, bottom in pixels ``[4]``; what is beyond the image is left out.
        """
        left, top = np.rint(box[:2]).astype(int).tolist()
        width, height = np.maximum(np.rint(box[2:] - box[:2]).astype(int), 1).tolist()
        sharpest = to_rgb(levels(glimpse, self._channels)[0])
        method = cv2.INTER_NEAREST if height >= sharpest.shape[0] else cv2.INTER_AREA
        picture = np.asarray(cv2.resize(sharpest, (width, height), interpolation=method), np.uint8)
        rows = slice(max(top, 0), max(min(top + height, len(self.mask)), 0))
        columns = slice(max(left, 0), max(min(left + width, self.mask.shape[1]), 0))
        self.pixels[rows, columns] = picture[rows.start - top : rows.stop - top, columns.start - left :][
            :, : columns.stop - columns.start
        ]
        self.mask[rows, columns] = True


def levels(glimpse: NDArray[Any], channels: int) -> list[NDArray[Any]]:
    """Take a glimpse ``[h, w, n × C]`` apart into its windows ``[h, w, C]``.

    >>> [each.shape for each in levels(np.zeros((4, 5, 6)), 3)]
    [(4, 5, 3), (4, 5, 3)]
    """
    count = glimpse.shape[2] // channels if glimpse.shape[2] % channels == 0 else 1
    return np.split(glimpse, count, axis=2)
