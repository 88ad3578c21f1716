"""Pictures and maps of classes at the resolution at which they are to be predicted.

Axes: ``B`` images, ``H``, ``W``, ``C`` of them; ``h``, ``w`` of what is to be predicted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.pixels import convert

__all__ = ["averaged", "checked_size", "picked"]

_TOGETHER = 4
"""The most channels that OpenCV averages together."""


def checked_size(size: tuple[int, int] | None, image_size: tuple[int, int]) -> tuple[int, int]:
    """Give the (height, width) of what is to be predicted: that of the images unless given.

    Raises:
        ValueError: If it is larger.

    >>> checked_size(None, (28, 20)), checked_size((7, 5), (28, 20))
    ((28, 20), (7, 5))
    """
    height, width = image_size if size is None else size
    if not (1 <= height <= image_size[0] and 1 <= width <= image_size[1]):
        found = f"{height} × {width}"
        raise ValueError(
            f"size must be from 1 × 1 to that of the images, {image_size[0]} × {image_size[1]}, got {found}"
        )
    return height, width


def averaged(images: NDArray[Any], size: tuple[int, int]) -> NDArray[np.float32]:
    """Give images ``[B, H, W, C]`` with pixels that are means over those that they cover, float32 ``[B, h, w, C]``.

    >>> averaged(np.array([[[[0.0], [1.0], [1.0], [1.0]]]], np.float32), (1, 2)).ravel().tolist()
    [0.5, 1.0]
    """
    shrunk = np.empty((len(images), *size, images.shape[3]), np.float32)
    for image, out in zip(convert(images, np.float32), shrunk, strict=True):
        for first in range(0, images.shape[3], _TOGETHER):
            channels = slice(first, first + _TOGETHER)
            out[..., channels] = _shrunk(image[..., channels], size)
    return np.clip(shrunk, 0.0, 1.0, out=shrunk)  # weights add up to 1 but for rounding


def _shrunk(image: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    import cv2  # noqa: PLC0415 - loading OpenCV takes long

    found = cv2.resize(np.ascontiguousarray(image), size[::-1], interpolation=cv2.INTER_AREA)
    return np.asarray(found, np.float32).reshape(*size, image.shape[2])


def picked(maps: NDArray[Any], size: tuple[int, int]) -> NDArray[np.int16]:
    """Give maps of classes ``[B, H, W]`` with the classes in the middle of the cells of a grid, int16 ``[B, h, w]``.

    >>> picked(np.array([[[0, 1, 2, 3, 4, 5]]]), (1, 2)).tolist()
    [[[1, 4]]]
    """
    rows, columns = (_middles(room, count) for room, count in zip(maps.shape[1:], size, strict=True))
    return maps[:, rows[:, None], columns].astype(np.int16)


def _middles(room: int, count: int) -> NDArray[np.int64]:
    """Give the pixels in the middle of ``count`` cells over ``room`` pixels; exact, in whole numbers."""
    return (2 * np.arange(count) + 1) * room // (2 * count)
