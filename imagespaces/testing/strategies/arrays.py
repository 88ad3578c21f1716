"""The strategy of arrays between bounds."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as stnp
from numpy.typing import NDArray

__all__ = ["FEW", "arrays_between"]

FEW = 64
"""Up to how many numbers of an array, or parts of a space, are drawn one by one."""

_MOST_CHANGED = 8
_WIDEST = 64  # bits of the floating-point numbers that Hypothesis draws


def arrays_between(low: NDArray[Any], high: NDArray[Any]) -> st.SearchStrategy[NDArray[Any]]:
    """Build arrays of the type and shape of their bounds, which are both included.

    Of many numbers with bounds of their own most are at rest, at 0 or the bound next to it, or at a bound, in a short
    pattern that repeats, and a few are anything.

    Args:
        low: The lower bounds; where they are infinite, the least number of the type is drawn.
        high: The upper bounds.

    >>> from hypothesis import find
    >>> low, high = np.array([-1, 2], "float32"), np.array([1, np.inf], "float32")
    >>> find(arrays_between(low, high), lambda array: array[0] < 0).tolist()
    [-1.0, 2.0]
    """
    if low.size <= FEW:
        bounds = zip(low.ravel().tolist(), high.ravel().tolist(), strict=True)
        cells = st.tuples(*(_numbers(low.dtype, *ends) for ends in bounds))
        return cells.map(lambda values: np.array(values, low.dtype).reshape(low.shape))
    first, last = low.flat[0], high.flat[0]
    if (low == first).all() and (high == last).all():
        return stnp.arrays(low.dtype, low.shape, elements=_numbers(low.dtype, first.item(), last.item()))
    return _mostly_at_rest(low, high)


@st.composite
def _mostly_at_rest(draw: st.DrawFn, low: NDArray[Any], high: NDArray[Any]) -> NDArray[Any]:
    """Draw an array of which few numbers are drawn one by one."""
    pattern = draw(st.lists(st.integers(0, 2), min_size=1, max_size=5))
    grounds = [_rest(low, high), *_finite(low, high)]
    array: NDArray[Any] = np.choose(np.resize(pattern, low.shape), grounds)
    for place in draw(st.lists(st.integers(0, low.size - 1), max_size=_MOST_CHANGED, unique=True)):
        array.flat[place] = draw(_numbers(low.dtype, low.flat[place].item(), high.flat[place].item()))
    return array


def _rest(low: NDArray[Any], high: NDArray[Any]) -> NDArray[Any]:
    """Give 0 where it is within bounds, and elsewhere the bound next to it."""
    zero = np.zeros_like(low)
    return np.where(low > zero, low, np.where(high < zero, high, zero))


def _finite(low: NDArray[Any], high: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Give the largest numbers of a type instead of infinite bounds."""
    if low.dtype.kind != "f":
        return low, high
    type_of = np.finfo(low.dtype)
    return np.maximum(low, type_of.min), np.minimum(high, type_of.max)


@lru_cache(maxsize=1024)
def _numbers(dtype: np.dtype[Any], low: Any, high: Any) -> st.SearchStrategy[Any]:
    """Draw a number of a type between bounds."""
    if dtype.kind == "b":
        return st.sampled_from([bool(low), bool(high)])
    if dtype.kind == "f":
        return _floats(min(8 * dtype.itemsize, _WIDEST), low, high)
    return st.integers(int(low), int(high))


def _floats(width: Any, low: Any, high: Any) -> st.SearchStrategy[Any]:
    """Draw a floating-point number of so many bits, finite and between bounds, which may be of a wider type."""
    type_of = np.finfo(f"float{width}")
    least, most = float(max(low, type_of.min)), float(min(high, type_of.max))
    least = float(np.nextafter(least, np.inf)) if least < low else least
    most = float(np.nextafter(most, -np.inf)) if most > high else most
    # Bounds of −0 are 0 as well as bounds of 0 are, but not to Hypothesis; of a wider type, there may be none between.
    return st.floats(least + 0.0, most + 0.0, width=width) if least <= most else st.just(low)
