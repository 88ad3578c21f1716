"""Patterns that objects are filled with, computed where they are seen.

A pattern lies on its object, and turns and grows with it: places are (u, v), from −1/2 to 1/2 across an object of size
1. It is given as the share of each pixel that is bright; the rest is in the shade. Edges are soft over one pixel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["PLAIN", "SHADE", "TEXTURES"]

Pattern: TypeAlias = Callable[
    [NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]],
    NDArray[np.float32],
]
"""From u and v, float32 ``[B, h, w]``, and the pixels that a size of 1 is, ``[B, 1, 1]``, to shares in [0, 1]."""

PLAIN = "plain"

SHADE = 0.3
"""How bright the dark parts of a pattern are, to the colour of the object."""

_PERIODS = np.float32(4)
"""How often a pattern repeats across an object."""

_DOT = np.float32(0.3)
"""Radius of a dot, of a period."""


def _stripes(
    u: NDArray[np.float32],
    v: NDArray[np.float32],  # noqa: ARG001 - upright stripes are the same all along
    pixels: NDArray[np.float32],
) -> NDArray[np.float32]:
    return _soft(_to_stripe(u), pixels)


def _checks(u: NDArray[np.float32], v: NDArray[np.float32], pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    one, other = _soft(_to_stripe(u), pixels), _soft(_to_stripe(v), pixels)
    return one + other - 2 * one * other


def _dots(u: NDArray[np.float32], v: NDArray[np.float32], pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    x, y = (_PERIODS * each - np.floor(_PERIODS * each) - np.float32(0.5) for each in (u, v))
    return 1 - _soft(_DOT - np.sqrt(x * x + y * y), pixels)


def _to_stripe(u: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give how far inside of a bright stripe places are, in periods: from −1/4 to 1/4."""
    phase = _PERIODS * u - np.floor(_PERIODS * u)
    return np.asarray(np.abs(phase - np.float32(0.5)) - np.float32(0.25))


def _soft(inside: NDArray[np.float32], pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the share of a pixel that is inside, of how far it is inside in periods."""
    return np.clip(inside * (pixels / _PERIODS) + np.float32(0.5), 0, 1)


TEXTURES: dict[str, Pattern | None] = {PLAIN: None, "stripes": _stripes, "checks": _checks, "dots": _dots}
"""By name."""
