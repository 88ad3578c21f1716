from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Interval, Stepped, Weighted
from imagespaces.transforms.parameters import (
    Fixed,
    check_range,
    check_share,
    check_step,
    choice,
    ends,
    is_number,
    ranging,
    turning,
)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_ranges_are_kept_as_floats(low: float, high: float) -> None:
    assert check_range("x", low) == low
    assert check_range("x", np.float32(1.5)) == 1.5
    if low < high:
        assert check_range("x", [low, high]) == (low, high) == ends(check_range("x", (low, high)))
        assert ends(check_range("x", low)) == (low, low)


@pytest.mark.parametrize("given_", [None, "1", True, (1,), (1, 2, 3), (2, 1), (1, 1), float("nan"), (0, float("inf"))])
def test_what_is_no_range_is_shown(given_: Any) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        check_range("x", given_)
    assert str(found.value) == f"x must be a number, or a pair (low, high) of such with low < high, got {given_!r}"


@pytest.mark.parametrize("given_", [-0.5, 3, (0, 3), (-1, 1)])
def test_ranges_stay_within_bounds(given_: Any) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        check_range("x", given_, 0, 2)
    allowed = "a number from 0 to 2, or a pair (low, high) of such with low < high"
    assert str(found.value) == f"x must be {allowed}, got {given_!r}"


@pytest.mark.parametrize("given_", [None, "half", True, -0.1, 1.1, float("nan")])
def test_shares_are_numbers_from_0_to_1(given_: Any) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        check_share("x", given_)
    assert str(found.value) == f"x must be a number from 0 to 1, got {given_!r}"


@pytest.mark.parametrize("given_", ["half", True, 0, -0.1, float("inf")])
def test_steps_are_above_0(given_: Any) -> None:
    assert check_step("x", None) is None
    assert check_step("x", 2) == 2.0
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        check_step("x", given_)
    assert str(found.value) == f"x must be a number above 0, or None, got {given_!r}"


def test_parameters_are_fixed_or_drawn() -> None:
    assert ranging("x", 2.0) == Fixed("x", 2.0)
    assert ranging("x", (1.0, 2.0), "log") == Interval("x", 1.0, 2.0, "log")
    assert ranging("x", (0.0, 2.0), step=0.5) == Stepped("x", 0.0, 2.0, "linear", 0.5)
    assert turning("x", (0.0, 360.0)) == Interval("x", 0.0, 360.0, "circular")
    assert turning("x", (-90.0, 90.0), 180.0) == Interval("x", -90.0, 90.0, "circular")
    assert turning("x", (0.0, 350.0), step=10) == Stepped("x", 0.0, 350.0, "linear", 10)


def test_a_choice_with_one_way_out_is_none() -> None:
    assert choice("x", {"a": 1.0, "b": 0.0}) == Fixed("x", 0)
    assert choice("x", {"a": 0.5, "b": 0.5}) == Weighted("x", ("a", "b"), (0.5, 0.5))
    assert choice("x", {"a": 0.0, "b": 1.0, "c": 1.0}) == Weighted("x", ("a", "b", "c"), (0.0, 1.0, 1.0))


@pytest.mark.parametrize(
    ("value", "expected"), [(1, True), (0.5, True), (np.float32(1), True), (True, False), ("1", False), (np.inf, False)]
)
def test_numbers(value: object, expected: bool) -> None:
    assert is_number(value) is expected
