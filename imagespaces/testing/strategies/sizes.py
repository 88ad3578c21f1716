"""Strategies for the sizes of images."""

from __future__ import annotations

import math

from hypothesis import strategies as st

__all__ = ["sizes"]


def sizes(max_pixels: int, *, least: int = 1, least_longer: int = 1) -> st.SearchStrategy[tuple[int, int]]:
    """Draw (height, width), of at most so many pixels.

    Args:
        max_pixels: The most rows × columns.
        least: The least of both.
        least_longer: The least of the longer of the two.

    Raises:
        ValueError: If no size is so small.

    >>> from hypothesis import find
    >>> find(sizes(100, least=2), lambda size: size[1] > size[0])
    (2, 3)
    """
    longer = max(least, least_longer)
    if least < 1 or least * longer > max_pixels:
        raise ValueError(f"sizes must be from 1 × 1 up to {max_pixels} pixels, got a least of {least} × {longer}")
    return _sizes(max_pixels, least, longer)


@st.composite
def _sizes(draw: st.DrawFn, max_pixels: int, least: int, least_longer: int) -> tuple[int, int]:
    shorter = draw(st.integers(least, min(math.isqrt(max_pixels), max_pixels // least_longer)))
    longer = draw(st.integers(max(shorter, least_longer), max_pixels // shorter))
    return (longer, shorter) if draw(st.booleans()) else (shorter, longer)
