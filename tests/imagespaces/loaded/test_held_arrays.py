"""Arrays that are arguments."""

from __future__ import annotations

import copy
import gc
import pickle
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.loaded.held_arrays import HeldArray


def numbers(*values: int) -> NDArray[np.int64]:
    return np.array(values)


@given(st.lists(st.integers(0, 1), max_size=3), st.lists(st.integers(0, 1), max_size=3))
def test_they_are_equal_where_they_hold_the_same(one: list[int], other: list[int]) -> None:
    first, second = HeldArray(numbers(*one)), HeldArray(numbers(*other))
    assert (first == second) == (one == other)
    assert (hash(first) == hash(second)) == (one == other)
    assert first != one


def test_shape_and_type_count() -> None:
    held = HeldArray(np.zeros((2, 3), np.uint8))
    assert held != HeldArray(np.zeros((3, 2), np.uint8))
    assert held != HeldArray(np.zeros((2, 3), np.int8))


def test_nobody_can_write_to_them() -> None:
    given_array = numbers(1, 2)
    held = HeldArray(given_array)
    given_array[0] = 5
    assert held.values.tolist() == [1, 2]
    with pytest.raises(ValueError, match=r"^assignment destination is read-only$"):
        held.values[0] = 5


def test_equal_ones_share_one_memory() -> None:
    first, second = HeldArray(numbers(7, 8, 9)), HeldArray(numbers(7, 8, 9))
    assert second.values is first.values
    del first
    gc.collect()
    assert HeldArray(numbers(7, 8, 9)).values is second.values


def test_what_nobody_else_has_is_not_copied() -> None:
    fresh = numbers(11, 12)
    assert HeldArray(fresh, fresh=True).values is fresh


def test_what_is_made_of_an_array_is_copied_where_it_is_a_part_of_it() -> None:
    given_array = numbers(21, 22, 23)
    made: list[NDArray[np.int64]] = []

    def double(array: NDArray[np.int64]) -> NDArray[np.int64]:
        made.append(array * 2)
        return made[-1]

    assert HeldArray.of(given_array, double).values is made[0]
    part = HeldArray.of(given_array, lambda array: array[1:])
    assert not np.may_share_memory(part.values, given_array)
    assert HeldArray.of(part, lambda array: array) is part
    assert HeldArray.of(part, lambda array: array + 1).values.tolist() == [23, 24]


def test_pickles_and_copies_hold_the_same_and_share_it() -> None:
    held = HeldArray(numbers(31, 32))
    for other in (pickle.loads(pickle.dumps(held)), copy.deepcopy(held), copy.copy(held)):  # noqa: S301 - our own
        assert other == held
        assert other.values is held.values


def test_pickles_are_read_where_nothing_is_held() -> None:
    held = HeldArray(numbers(41, 42))
    key, pickled = held.key, pickle.dumps(held)
    del held
    gc.collect()
    assert pickle.loads(pickled).key == key  # noqa: S301 - our own


def test_they_are_found_as_long_as_they_are_held() -> None:
    held = HeldArray(numbers(51))
    found = eval(repr(held), {"HeldArray": HeldArray})  # noqa: S307 - our own
    same, key = found is held, held.key
    assert same
    del held, found
    gc.collect()
    message = f"key must be that of an array that is held in this process, got '{key}'"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        HeldArray.find(key)
