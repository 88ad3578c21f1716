from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.testing.strategies.arrays import FEW, arrays_between
from tests.imagespaces.testing.strategies.searching import anything, reachable, smallest

TYPES = ["float16", "float32", "float64", "longdouble", "int8", "uint8", "int64", "uint64", "bool"]
SHAPES = [(), (0, 3), (3, 2), (FEW,), (FEW + 1,), (100, 2)]


def bounds(dtype: str, shape: tuple[int, ...], seed: int, *, alike: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """Give bounds of a type, some infinite where there is infinity."""
    generator = np.random.default_rng(seed)
    low, high = (generator.integers(0, 100, () if alike else shape) for _ in range(2))
    low, high = (np.broadcast_to(each, shape).astype(dtype) for each in (np.minimum(low, high), np.maximum(low, high)))
    if np.dtype(dtype).kind == "f":
        low, high = np.where(low > 50, -np.inf, low / 3).astype(dtype), np.where(high > 70, np.inf, high / 3 + 20)
    return low, high.astype(dtype)


@pytest.mark.parametrize("dtype", TYPES)
@settings(max_examples=15)
@given(data=st.data(), shape=st.sampled_from(SHAPES), seed=st.integers(0, 99), alike=st.booleans())
def test_arrays_are_between_their_bounds(
    dtype: str, data: st.DataObject, shape: tuple[int, ...], seed: int, alike: bool
) -> None:
    low, high = bounds(dtype, shape, seed, alike=alike)
    array = data.draw(arrays_between(low, high))
    assert (array.dtype, array.shape) == (low.dtype, shape)
    assert ((low <= array) & (array <= high)).all()
    if array.dtype.kind == "f":
        assert np.isfinite(array).all()


@pytest.mark.parametrize("size", [3, 300])
def test_arrays_rest_at_first(size: int) -> None:
    low, high = np.tile([-1, 2, -9], size // 3), np.tile([1, 5, -4], size // 3)
    assert smallest(arrays_between(low, high), anything)[:3].tolist() == [0, 2, -4]


def test_few_numbers_shrink_one_by_one() -> None:
    arrays = arrays_between(np.array([-1, 2, -9]), np.array([1, 5, -4]))
    assert smallest(arrays, lambda array: array[1] > 3).tolist() == [0, 4, -4]


def test_arrays_are_the_caller_s() -> None:
    low, high = np.zeros(300), np.arange(300.0)
    array = smallest(arrays_between(low, high), anything)
    array[:] = 7
    assert not low.any()
    assert smallest(arrays_between(low, high), anything).max() == 0


def test_rows_of_large_arrays_differ() -> None:
    low, high = np.tile([-1.0, -2.0], (100, 1)), np.tile([1.0, 2.0], (100, 1))
    assert reachable(arrays_between(low, high), lambda array: len(np.unique(array, axis=0)) > 3)


def test_numbers_of_a_wider_type_are_between_bounds_that_others_round() -> None:
    ends = np.longdouble(1) / np.array([3, 10, 7])
    assert smallest(arrays_between(ends, ends), anything).tolist() == ends.tolist()
    below = arrays_between(np.zeros(1, np.longdouble), ends[1:2])
    assert reachable(below, lambda array: array[0] >= math.nextafter(0.1, 0))
