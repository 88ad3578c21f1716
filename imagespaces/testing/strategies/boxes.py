"""The strategy of boxes: of any type, bounded on both sides, on one or on none."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from gymnasium.spaces import Box
from hypothesis import strategies as st

__all__ = ["INTEGERS", "boxes"]

_Bounds: TypeAlias = tuple[float, float]

INTEGERS = ("int64", "int32", "int16", "int8", "uint8", "uint16", "uint32", "uint64")
"""The names of types of integers."""

_FLOATS = ("float32", "float64", "float16")


def _shapes(side: int, *, least_axes: int = 0) -> st.SearchStrategy[tuple[int, ...]]:
    """Draw the shape of an array of up to two axes, ``side`` long at most."""
    return st.lists(st.integers(1, side), min_size=least_axes, max_size=2).map(tuple)


@lru_cache(maxsize=16)
def boxes(side: int, least_axes: int = 0) -> st.SearchStrategy[Box]:
    """Build boxes, of arrays that are ``side`` long at most along each of their axes, two at most."""
    types = st.sampled_from([*_FLOATS, *INTEGERS, "bool"])
    return st.tuples(types, _shapes(side, least_axes=least_axes)).flatmap(
        lambda both: _alike(*both) | _each_by_itself(*both)
    )


def _alike(dtype: Any, shape: tuple[int, ...]) -> st.SearchStrategy[Box]:
    """Build boxes whose numbers all have the same bounds."""
    return _bounds(dtype).map(lambda bounds: Box(*bounds, shape, dtype))


def _each_by_itself(dtype: Any, shape: tuple[int, ...]) -> st.SearchStrategy[Box]:
    """Build boxes of which every number has bounds of its own."""
    count = math.prod(shape)
    each = st.lists(_bounds(dtype), min_size=count, max_size=count)

    def build(bounds: list[_Bounds]) -> Box:
        low, high = (np.array([ends[side] for ends in bounds], dtype).reshape(shape) for side in (0, 1))
        return Box(low, high, dtype=dtype)

    return each.map(build)


@lru_cache(maxsize=16)
def _bounds(dtype: str) -> st.SearchStrategy[_Bounds]:
    """Draw a lower and an upper bound."""
    if dtype == "bool":
        return st.sampled_from([(0, 1), (0, 0), (1, 1)])  # Gymnasium takes numbers alone
    if dtype in _FLOATS:
        eighths = st.integers(-80, 80).map(lambda number: number / 8)  # which every type holds exactly
        lows, widths = eighths | st.just(-math.inf), st.integers(0, 80).map(lambda number: number / 8)
        return st.tuples(lows, widths | st.just(math.inf), eighths).map(_from_width)
    ends = np.iinfo(dtype)
    low = st.integers(max(-9, ends.min), 9)
    near = low.flatmap(lambda least: st.tuples(st.just(least), st.integers(least, least + 9)))
    return near | st.just((int(ends.min), int(ends.max)))


def _from_width(drawn: tuple[float, float, float]) -> _Bounds:
    """Give the upper bound by how far it is from the lower one; by itself where that is infinitely far below."""
    low, width, high = drawn
    return (low, low + width) if math.isfinite(low) else (low, high if math.isfinite(width) else math.inf)
