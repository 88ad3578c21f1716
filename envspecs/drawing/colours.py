"""The colours of all pictures, chosen so that people with any kind of colour vision tell them apart.

The ramp from wrong to right keeps the familiar red, yellow and green, but in the hues of Okabe & Ito (2008): vermilion,
yellow and bluish green, which differ in lightness and in blue as well, so that red-green blindness does not merge its
ends.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["BAD", "EDGE", "FAINT", "GOOD", "GROUND", "MIDDLE", "TEXT", "TROUGH", "WHITE", "Colour", "ramp"]

Colour: TypeAlias = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

GROUND: Colour = (30, 33, 40)
"""Behind everything: dark, but not black, so that the edge of a black image shows."""
TROUGH: Colour = (58, 63, 74)
"""An empty bar, and lines that part areas."""
TEXT: Colour = (240, 241, 243)
FAINT: Colour = (157, 164, 176)
"""Words that name rather than tell."""
WHITE: Colour = (255, 255, 255)
EDGE: Colour = (0, 0, 0)
"""What goes with white where a line must show on any ground."""

BAD: Colour = (223, 94, 20)
MIDDLE: Colour = (240, 222, 66)
GOOD: Colour = (10, 170, 122)
"""Okabe and Ito's hues, a little lighter than theirs for the dark ground."""

_STOPS = np.array([BAD, MIDDLE, GOOD], np.float64)


def ramp(qualities: ArrayLike) -> NDArray[np.uint8]:
    """Give the colours of qualities: vermilion (0, wrong) over yellow (1/2) to bluish green (1, right).

    Args:
        qualities: Any shape, clipped to [0, 1].

    Returns:
        uint8 ``[…, 3]``.

    >>> ramp([0.0, 0.5, 1.0]).tolist()
    [[223, 94, 20], [240, 222, 66], [10, 170, 122]]
    """
    places = np.clip(np.asarray(qualities, np.float64), 0.0, 1.0)
    channels = [np.interp(places, (0.0, 0.5, 1.0), _STOPS[:, channel]) for channel in range(3)]
    return np.rint(np.stack(channels, axis=-1)).astype(np.uint8)
