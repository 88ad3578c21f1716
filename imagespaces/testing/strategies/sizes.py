"""Strategies for the sizes of images."""

from __future__ import annotations

import math

from hypothesis import strategies as st

__all__ = ["sizes"]


@st.composite
def sizes(draw: st.DrawFn, max_pixels: int, *, least: int = 1, least_longer: int = 1) -> tuple[int, int]:
    """Draw (height, width), of at most so many pixels.

    Args:
        draw: Given by Hypothesis.
        max_pixels: The most rows × columns.
        least: The least of both.
        least_longer: The least of the longer of the two.
    """
    shorter = draw(st.integers(least, min(math.isqrt(max_pixels), max_pixels // least_longer)))
    longer = draw(st.integers(max(shorter, least_longer), max_pixels // shorter))
    return (longer, shorter) if draw(st.booleans()) else (shorter, longer)
