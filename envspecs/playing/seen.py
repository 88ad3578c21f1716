"""What was seen of an image so far, put where it was seen: what a person with a good memory has before their eyes."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from envspecs.drawing.picture import to_rgb

__all__ = ["Seen"]


class Seen:
    """A canvas as large as the image, filled from what is observed alone, noise and all.

    Args:
        size: (height, width) of the image.

    Attributes:
        pixels: uint8 ``[H, W, 3]``; 0 where nothing was seen.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self.pixels = np.zeros((*size, 3), np.uint8)
        self._fineness = np.zeros(size, np.int64)  # of what was seen; 0 where nothing was

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where something was seen, bool ``[H, W]``."""
        return self._fineness > 0

    def add(self, samples: NDArray[Any], box: NDArray[np.float64], fineness: int = 1) -> None:
        """Put samples in their place, but for where something was seen more finely.

        Args:
            samples: ``[h, w, C]``.
            box: What they cover, left, top, right, bottom in pixels ``[4]``; what is beyond the image is left out.
            fineness: How finely this is seen, 1 or more.
        """
        left, top = np.rint(box[:2]).astype(int).tolist()
        width, height = np.maximum(np.rint(box[2:] - box[:2]).astype(int), 1).tolist()
        rows, columns = _within(top, height, len(self.pixels)), _within(left, width, self.pixels.shape[1])
        whole = _stretched(to_rgb(samples), (height, width))
        part = whole[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        newer = self._fineness[rows, columns] <= fineness
        self.pixels[rows, columns][newer] = part[newer]
        self._fineness[rows, columns][newer] = fineness


def _within(first: int, length: int, most: int) -> slice:
    """Give the part of a stretch that lies from 0 to ``most``; an empty one where none does."""
    start = min(max(first, 0), most)
    return slice(start, max(start, min(first + length, most)))


def _stretched(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    method = cv2.INTER_NEAREST if size[0] >= picture.shape[0] and size[1] >= picture.shape[1] else cv2.INTER_AREA
    return np.asarray(cv2.resize(picture, size[::-1], interpolation=method), np.uint8)
