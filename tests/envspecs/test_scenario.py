from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from envspecs.scenario import check_options, checked_seed, given, reset_lanes, seeds

KNOWN = {"index": 0, "position": 1}
ALL = np.arange(3)


def refuses(error: type[Exception], message: str) -> Any:
    return pytest.raises(error, match=f"^{re.escape(message)}$")


# ----------------------------------------------------------------------------------------------------------------------
# Which environments begin
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [None, {}, {"index": 4}, {"reset_mask": None}])
def test_all_begin_unless_a_mask_says_which(options: dict[str, Any] | None) -> None:
    assert reset_lanes(options, 3).tolist() == [0, 1, 2]


@hypothesis_given(st.lists(st.booleans(), min_size=1, max_size=8).filter(any))
def test_those_of_the_mask_begin(flags: list[bool]) -> None:
    found = reset_lanes({"reset_mask": np.array(flags)}, len(flags))
    assert found.tolist() == [lane for lane, flag in enumerate(flags) if flag]


@pytest.mark.parametrize(
    ("mask", "error", "message"),
    [
        ([True, False, True], TypeError, "options['reset_mask'] must be a NumPy array of bool, got list"),
        (True, TypeError, "options['reset_mask'] must be a NumPy array of bool, got bool"),
        (np.array([1, 0, 1]), TypeError, "options['reset_mask'] must be a NumPy array of bool, got int64"),
        (np.array([True, False]), ValueError, "options['reset_mask'] must have shape (3,), got (2,)"),
        (np.ones((3, 1), np.bool_), ValueError, "options['reset_mask'] must have shape (3,), got (3, 1)"),
        (
            np.zeros(3, np.bool_),
            ValueError,
            "options['reset_mask'] must name at least one environment, got [False, False, False]",
        ),
    ],
)
def test_a_mask_that_is_none_is_refused(mask: Any, error: type[Exception], message: str) -> None:
    with refuses(error, message):
        reset_lanes({"reset_mask": mask}, 3)


# ----------------------------------------------------------------------------------------------------------------------
# Seeds
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (None, [None, None, None]),
        (0, [0, 1, 2]),
        (np.int64(5), [5, 6, 7]),
        (2**64, [2**64, 2**64 + 1, 2**64 + 2]),
        ([4, None, 0], [4, None, 0]),
        ((np.uint8(9), None, None), [9, None, None]),
        (np.array([1, 2, 3]), [1, 2, 3]),
    ],
)
def test_each_environment_has_its_seed(seed: Any, expected: list[int | None]) -> None:
    found = seeds(seed, 3)
    assert list(found) == expected
    assert {type(one) for one in found} <= {int, type(None)}


@pytest.mark.parametrize("seed", [-1, 1.5, "12", [1, 2], [1, 2, 3, 4], [1, -2, 3], [1, 2.0, 3], []])
def test_a_seed_that_is_none_is_refused(seed: Any) -> None:
    with refuses(ValueError, f"seed must be an integer from 0 on, or a list of 3 of these or None, got {seed!r}"):
        seeds(seed, 3)


@pytest.mark.parametrize(("seed", "expected"), [(None, None), (0, 0), (np.uint8(200), 200), (2**64, 2**64)])
def test_the_seed_of_one_environment(seed: Any, expected: int | None) -> None:
    found = checked_seed(seed)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("seed", [-1, np.int8(-1), 1.0, "1", [1]])
def test_what_is_no_seed_of_one_environment_is_refused(seed: Any) -> None:
    with refuses(ValueError, f"seed must be an integer from 0 on, or None, got {seed!r}"):
        checked_seed(seed)


# ----------------------------------------------------------------------------------------------------------------------
# What is given
# ----------------------------------------------------------------------------------------------------------------------


def test_unknown_options_are_refused() -> None:
    check_options(None, KNOWN, vector=False)
    check_options({"index": 3, "reset_mask": 1}, KNOWN, vector=True)
    with refuses(ValueError, "options of reset must be among 'index', 'position', got 'indx'"):
        check_options({"index": 3, "indx": 3}, KNOWN, vector=False)
    with refuses(ValueError, "options of reset must be among 'index', 'position', 'reset_mask', got 'indx'"):
        check_options({"indx": 3}, KNOWN, vector=True)
    with refuses(ValueError, "options of reset must be among 'index', 'position', got 'reset_mask'"):
        check_options({"reset_mask": np.ones(1, np.bool_)}, KNOWN, vector=False)


def values(options: dict[str, Any] | None, *, lanes: Any = ALL, count: int = 3, vector: bool = True) -> dict[str, Any]:
    found = given(options, KNOWN, np.array(lanes), count, vector=vector)
    return {name: value.tolist() for name, value in found.items()}


def test_one_value_is_for_all_that_begin() -> None:
    assert values({"index": 4, "position": (0.5, 1)}) == {"index": [4] * 3, "position": [[0.5, 1.0]] * 3}
    assert values({"index": np.int32(4)}, lanes=[1]) == {"index": [4]}
    assert values({"index": 4}, lanes=[0], count=1, vector=False) == {"index": [4]}


def test_one_value_each_is_for_those_that_begin() -> None:
    assert values({"index": [4, 5, 6]}, lanes=[2, 0]) == {"index": [6, 4]}
    assert values({"position": [[0, 0], [0, 1], [1, 1]]}, lanes=[1]) == {"position": [[0, 1]]}


def test_two_numbers_are_one_position_though_there_are_two_environments() -> None:
    assert values({"position": [0.25, 0.5]}, lanes=[0, 1], count=2) == {"position": [[0.25, 0.5]] * 2}


@pytest.mark.parametrize("options", [None, {}, {"index": None}, {"reset_mask": np.ones(3, np.bool_)}])
def test_what_is_left_out_is_not_given(options: dict[str, Any] | None) -> None:
    assert values(options) == {}


@pytest.mark.parametrize(
    ("options", "vector", "message"),
    [
        ({"index": [1, 2]}, True, "options['index'] must be one value or 3 values of 0 axes, got shape (2,): [1, 2]"),
        ({"index": [1]}, False, "options['index'] must be one value of 0 axes, got shape (1,): [1]"),
        ({"position": 1.0}, True, "options['position'] must be one value or 3 values of 1 axes, got shape (): 1.0"),
        ({"position": [[1, 1]]}, False, "options['position'] must be one value of 1 axes, got shape (1, 2): [[1, 1]]"),
    ],
)
def test_what_is_neither_one_value_nor_one_each_is_refused(options: Any, vector: bool, message: str) -> None:
    with refuses(ValueError, message):
        values(options, count=3 if vector else 1, vector=vector)
