"""A circle or a square; two of these."""

from __future__ import annotations

import math
from functools import lru_cache, partial
from typing import TypeVar

from hypothesis import strategies as st

from imagespaces.generated import CircleSquare, DoubleCircleSquare
from imagespaces.testing.strategies.kinds import Kind, Options
from imagespaces.testing.strategies.sizes import sizes

__all__ = ["CIRCLE_SQUARE", "DOUBLE_CIRCLE_SQUARE"]

S = TypeVar("S", CircleSquare, DoubleCircleSquare)


@st.composite
def _build(draw: st.DrawFn, options: Options, kind: type[S], apart: int) -> S:
    """Draw a space of shapes.

    Args:
        draw: Given by Hypothesis.
        options: What it is built with.
        kind: Its class.
        apart: How far beyond the extent the longer side must reach.
    """
    extent = draw(st.sampled_from(_extents(options.max_pixels, apart)))
    least, longer = _least_sides(extent, apart)
    height, width = draw(sizes(options.max_pixels, least=least, least_longer=longer))
    return kind(
        height=height,
        width=width,
        extent=extent,
        gradient=draw(st.booleans()),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )


@lru_cache
def _extents(max_pixels: int, apart: int) -> tuple[int, ...]:
    """Give the extents for which an image of at most so many pixels has room."""
    candidates = (extent for extent in range(2, math.isqrt(max_pixels) + 1) if extent != 3)
    return tuple(extent for extent in candidates if math.prod(_least_sides(extent, apart)) <= max_pixels)


def _least_sides(extent: int, apart: int) -> tuple[int, int]:
    """Give the least of the shorter and of the longer side of an image of shapes."""
    across = 2 * (extent // 2) + 1
    return across, max(across, extent + apart)


CIRCLE_SQUARE = Kind(9, partial(_build, kind=CircleSquare, apart=0), labels=True)
"""Circles and squares."""

DOUBLE_CIRCLE_SQUARE = Kind(12, partial(_build, kind=DoubleCircleSquare, apart=2), labels=True)
"""Two of these at a time."""
