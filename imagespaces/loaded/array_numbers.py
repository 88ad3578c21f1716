"""What arrays of pictures and of labels may be, wherever they come from.

Axes: ``N`` pictures, ``h`` rows, ``w`` columns, ``c`` channels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["MAX_CLASSES", "Wrong", "as_labels", "as_pixels", "numbered"]

MAX_CLASSES = 1 << 16
"""There may be so many classes where they have no names."""

Wrong: TypeAlias = Callable[[str, object], ValueError]
"""Makes the error to raise, from what is allowed, to be read after "must", and what was found."""

_CHUNK = 1 << 22  # numbers that are converted at a time


def as_pixels(array: NDArray[Any], wrong: Wrong) -> NDArray[np.uint8]:
    """Give pictures as uint8 ``[N, h, w, c]``: bytes as they are, numbers from 0 to 1 times 255, rounded.

    Args:
        array: uint8, or float from 0 to 1, ``[N, h, w]``, ``[N, h, w, 1]`` or ``[N, h, w, 3]``.
        wrong: Makes errors.

    Raises:
        ValueError: If it is another array.
    """
    pictures = array[..., None] if array.ndim == 3 else array
    if pictures.ndim != 4 or pictures.shape[3] not in {1, 3} or 0 in pictures.shape:
        raise wrong("hold pictures [N, h, w], [N, h, w, 1] or [N, h, w, 3]", f"an array {list(array.shape)}")
    if pictures.dtype == np.uint8:
        return pictures
    if pictures.dtype.kind != "f":
        raise wrong("hold pictures of unsigned bytes, or of floats from 0 to 1", f"numbers of type {array.dtype}")
    pixels = np.empty(pictures.shape, np.uint8)
    rows = max(1, _CHUNK // pictures[0].size)
    for first in range(0, len(pictures), rows):
        with np.errstate(invalid="ignore", over="ignore"):  # what is no number, or too large for one, is found below
            some = pictures[first : first + rows].astype(np.float64)
        outside = ~((some >= 0) & (some <= 1))  # so that what is no number is outside
        if outside.any():
            place = first + np.argwhere(outside)[0][0]
            raise wrong("hold floats from 0 to 1", f"{some[outside][0]} in picture {place}")
        pixels[first : first + rows] = np.rint(some * 255)
    return pixels


def as_labels(array: NDArray[Any], wrong: Wrong) -> NDArray[Any]:
    """Give labels as integers ``[N]``; they may come as a column.

    Raises:
        ValueError: If they are no integers, or neither a row nor a column.
    """
    labels = array[:, 0] if array.ndim == 2 and array.shape[1] == 1 else array
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise wrong("hold labels as integers [N]", f"{array.dtype} {list(array.shape)}")
    return labels


def numbered(labels: Iterable[NDArray[Any]]) -> tuple[str, ...]:
    """Name classes by their numbers, up to the highest that there is among labels ``[N]``.

    >>> numbered([np.array([0, 2]), np.array([1])])
    ('0', '1', '2')
    """
    return tuple(map(str, range(1 + max(int(some.max()) for some in labels))))
