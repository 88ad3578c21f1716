"""Colours for classes of pixels: as many as there are classes, and far apart where there are few."""

from __future__ import annotations

import colorsys
import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["class_colours", "coloured"]

_TURN = 0.618033988749895  # of the circle of hues: one golden section on, far from all before
_FIRST = 0.08  # orange
_SHADES = ((0.65, 0.95), (0.9, 0.65), (0.35, 0.85), (0.95, 0.95), (0.6, 0.5))
"""Saturation and value, of eight hues each, in turn: of the ways to take turns one whose first colours differ most."""
_HUES = 8
_NO_CLASS = (0, 0, 0)
_GROUND = (70, 76, 88)


@functools.lru_cache(maxsize=8)
def class_colours(count: int) -> NDArray[np.uint8]:
    """Give the colours of so many classes, always the same, and last black, for pixels of none.

    The first class is gray, as the ground is where there are objects. The hues of the others are golden sections of the
    circle apart, in shades that take turns.

    Returns:
        uint8 ``[count + 1, 3]``, read-only.

    >>> class_colours(2).tolist()
    [[70, 76, 88], [242, 160, 85], [0, 0, 0]]
    """
    colours = [_GROUND, *map(_colour, range(1, count)), _NO_CLASS]
    table = np.array(colours, np.uint8)
    table.flags.writeable = False
    return table


def _colour(number: int) -> tuple[int, int, int]:
    saturation, value = _SHADES[(number - 1) // _HUES % len(_SHADES)]
    red, green, blue = colorsys.hsv_to_rgb((_FIRST + (number - 1) * _TURN) % 1.0, saturation, value)
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
