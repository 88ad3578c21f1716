"""Colours for classes of pixels, so many that no two classes of a data set share one."""

from __future__ import annotations

import colorsys
import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["class_colours", "coloured"]

_TURN = 0.618033988749895  # of the circle of hues: one golden section on, far from all before
_SHADES = ((0.65, 0.95), (0.85, 0.7), (0.45, 0.8), (0.95, 0.5))  # saturation and value, in turn
_NO_CLASS = (0, 0, 0)
_GROUND = (70, 76, 88)


@functools.lru_cache(maxsize=8)
def class_colours(count: int) -> NDArray[np.uint8]:
    """Give the colours of so many classes, always the same, and last black, for pixels of none.

    The first class is gray, as the ground is where there are objects. The hues of the others are golden sections of the
    circle apart, and four shades take turns.

    Returns:
        uint8 ``[count + 1, 3]``, read-only.

    >>> class_colours(2).tolist()
    [[70, 76, 88], [242, 142, 85], [0, 0, 0]]
    """
    colours = [_GROUND, *map(_colour, range(1, count)), _NO_CLASS]
    table = np.array(colours, np.uint8)
    table.flags.writeable = False
    return table


def _colour(number: int) -> tuple[int, int, int]:
    saturation, value = _SHADES[number % len(_SHADES)]
    red, green, blue = colorsys.hsv_to_rgb(number * _TURN % 1.0, saturation, value)
    return round(255 * red), round(255 * green), round(255 * blue)


def coloured(classes: NDArray[Any], count: int) -> NDArray[np.uint8]:
    """Give a picture of the classes of pixels.

    Args:
        classes: Integers ``[h, w]``, below 0 where there is none.
        count: How many classes there are.

    Returns:
        uint8 ``[h, w, 3]``.
    """
    return class_colours(count)[np.where(classes < 0, count, classes)]
