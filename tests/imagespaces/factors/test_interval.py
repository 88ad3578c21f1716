from __future__ import annotations

import itertools
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Interval
from tests.imagespaces.factors.cases import PARTS, intervals, mark

UNITS = st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=20)
ANY_ENDS = st.tuples(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12)).filter(lambda ends: ends[0] != ends[1]).map(sorted)
JUST_BELOW_ONE = np.nextafter(1, 0)


@given(ANY_ENDS, UNITS, st.sampled_from(["linear", "circular"]))
def test_values_stay_inside_in_spite_of_rounding(ends: list[float], units: list[float], scale: Any) -> None:
    interval = Interval("any", ends[0], ends[1], scale)
    assert interval.contains(interval.from_unit([*units, 0, JUST_BELOW_ONE])).all()
    assert interval.from_unit([0])[0] == interval.low


@given(st.floats(1e-300, 1e300), st.floats(1e-300, 1e300), UNITS)
def test_values_on_a_log_scale_stay_inside(one: float, other: float, units: list[float]) -> None:
    low, high = sorted((one, other if other != one else 2 * one))
    values = Interval("any", low, high, "log").from_unit([*units, 0, JUST_BELOW_ONE])
    assert ((low <= values) & (values < high)).all()


@given(intervals("any"), UNITS)
def test_units_and_values_are_each_others_inverse(interval: Interval, units: list[float]) -> None:
    values = interval.from_unit(units)
    again = interval.to_unit(values)
    assert ((again >= 0) & (again < 1)).all()
    if interval.scale == "integer":
        np.testing.assert_array_equal(interval.from_unit(again), values)
    else:
        np.testing.assert_allclose(again, units, atol=1e-12)


@given(st.integers(-(2**40), 2**40), st.integers(1, 2**40), st.data())
def test_every_integer_has_its_unit(low: int, size: int, data: st.DataObject) -> None:
    interval = Interval("count", low, low + size, "integer")
    values = [low, low + size - 1, data.draw(st.integers(low, low + size - 1))]
    again = interval.from_unit(interval.to_unit(values))
    assert again.dtype == np.int64
    assert again.tolist() == values


@given(intervals("any"), st.integers(0, PARTS - 1), st.integers(1, PARTS), UNITS)
def test_parts_are_uniform_on_the_scale(interval: Interval, first: int, size: int, units: list[float]) -> None:
    last = min(first + size, PARTS)
    low, high = mark(interval, first), mark(interval, last)
    values = interval.from_unit(units, low, high)
    assert ((low <= values) & (values < high)).all()
    step = 0 if interval.scale != "integer" else 1 / (interval.high - interval.low)
    expected = (first + np.array(units) * (last - first)) / PARTS
    np.testing.assert_allclose(interval.to_unit(values), expected, atol=1e-12 + step)


@given(intervals("any"), UNITS, st.data())
def test_a_batch_equals_its_rows(interval: Interval, units: list[float], data: st.DataObject) -> None:
    firsts = np.array(data.draw(st.lists(st.integers(0, PARTS - 1), min_size=len(units), max_size=len(units))))
    lows = np.array([mark(interval, first) for first in firsts], float)
    highs = np.array([mark(interval, first + 1) for first in firsts], float)
    batch = interval.from_unit(units, lows, highs)
    alone = [interval.from_unit([unit], [low], [high])[0] for unit, low, high in zip(units, lows, highs, strict=True)]
    assert batch.tolist() == alone


@pytest.mark.parametrize(
    ("scale", "units", "values"),
    [
        ("linear", [0, 0.25, 0.5], [1, 4.75, 8.5]),
        ("circular", [0, 0.25, 0.5], [1, 4.75, 8.5]),
        ("log", [0, 0.25, 0.5], [1, 2, 4]),
        ("integer", [0, 0.0666, 0.0667, 0.99], [1, 1, 2, 15]),
    ],
)
def test_scales(scale: Any, units: list[float], values: list[float]) -> None:
    np.testing.assert_allclose(Interval("any", 1, 16, scale).from_unit(units), values, rtol=1e-15)


@pytest.mark.parametrize(
    ("scale", "inside"),
    [("linear", [True, True, False, False]), ("integer", [True, False, False, False])],
)
def test_an_interval_is_half_open(scale: Any, inside: list[bool]) -> None:
    interval = Interval("any", 1, 3, scale)
    assert interval.contains([1, 2.5, 3, np.nan]).tolist() == inside
    assert interval.contains(["1", "2"]).tolist() == [False, False]
    assert not interval.contains([True]).any()
    assert not interval.categorical


# ----------------------------------------------------------------------------------------------------------------------
# Ranges
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "ranges"),
    [
        ((10, 20), ((10, 20),)),
        ((350, 10), ((0, 10), (350, 360))),
        ((-10, 10), ((0, 10), (350, 360))),
        ((350, 370), ((0, 10), (350, 360))),
        ((270, 360), ((270, 360),)),
        ((270, 0), ((270, 360),)),
        ((-90, 0), ((270, 360),)),
        ((-720, -630), ((0, 90),)),
        ((0, 360), ((0, 360),)),
        ((90, 450), ((0, 360),)),
        ((90, 1000), ((0, 360),)),
        ((-1e-20, 10), ((0, 10),)),  # the turn by 360 rounds to the end, which is the beginning
    ],
)
def test_ranges_wrap_around_a_circle(ends: tuple[float, float], ranges: tuple[tuple[float, float], ...]) -> None:
    assert Interval("angle", 0, 360, "circular").ranges(*ends) == ranges


@pytest.mark.parametrize(
    ("interval", "ends", "message"),
    [
        (Interval("f", 1, 9), (0, 5), "a range of factor 'f' must be ascending and within 1 to 9, got 0 to 5"),
        (Interval("f", 1, 9), (5, 5), "a range of factor 'f' must be ascending and within 1 to 9, got 5 to 5"),
        (Interval("f", 1, 9, "log"), (5, 10), "a range of factor 'f' must be ascending and within 1 to 9, got 5 to 10"),
        (Interval("f", 1, 9), (5, np.nan), "a range of factor 'f' must be ascending and within 1 to 9, got 5 to nan"),
        (Interval("f", 1, 9, "integer"), (2.5, 5), "factor 'f' must have integer ends within ±2**53, got 2.5 and 5"),
        (Interval("f", 0, 6, "circular"), (5, 5), "a range of factor 'f' must be finite and not empty, got 5 to 5"),
        (Interval("f", 0, 6, "circular"), (11, 5), "a range of factor 'f' must be finite and not empty, got 11 to 5"),
        (
            Interval("f", 0, 6, "circular"),
            (np.inf, 5),
            "a range of factor 'f' must be finite and not empty, got inf to 5",
        ),
    ],
)
def test_ranges_that_do_not_fit_are_refused(interval: Interval, ends: tuple[float, float], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        interval.ranges(*ends)


@given(ANY_ENDS, st.lists(st.floats(0, 1, exclude_max=True), max_size=5), st.sampled_from(["linear", "log"]))
def test_shares_of_parts_add_up_exactly(ends: list[float], units: list[float], scale: Any) -> None:
    low, high = (abs(ends[0]) + 1e-3, abs(ends[0]) + abs(ends[1]) + 1) if scale == "log" else ends
    interval = Interval("any", low, high, scale)
    cuts = sorted({low, high, *interval.from_unit(units).tolist()})
    shares = [interval.share(*part) for part in itertools.pairwise(cuts)]
    assert sum(shares) == 1
    assert all(share > 0 for share in shares) or scale == "log"


def test_shares_are_exact() -> None:
    assert Interval("angle", 0, 360, "circular").share(0, 1) == Fraction(1, 360)
    assert Interval("count", -3, 4, "integer").share(0, 3) == Fraction(3, 7)
    assert Interval("x", 0, 1).share(0, 0.1) == Fraction(0.1) != Fraction(1, 10)
    assert float(Interval("size", 1, 1000, "log").share(10, 100)) == pytest.approx(1 / 3, abs=1e-15)


# ----------------------------------------------------------------------------------------------------------------------
# What is no interval
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1, 1), "factor 'f' must have finite ends, low < high, got 1 and 1"),
        ((2, 1), "factor 'f' must have finite ends, low < high, got 2 and 1"),
        ((0, np.inf), "factor 'f' must have finite ends, low < high, got 0 and inf"),
        ((np.nan, 1), "factor 'f' must have finite ends, low < high, got nan and 1"),
        ((-1e308, 1e308), "factor 'f' must have finite ends, low < high, got -1e+308 and 1e+308"),
        ((0, 1, "log"), "factor 'f' on a log scale must begin above 0, got 0"),
        ((0.5, 2, "integer"), "factor 'f' must have integer ends within ±2**53, got 0.5 and 2"),
        ((0, 2**54, "integer"), "factor 'f' must have integer ends within ±2**53, got 0 and 18014398509481984"),
        ((0, 1, "round"), "the scale of factor 'f' must be one of linear, log, circular, integer, got 'round'"),
    ],
)
def test_what_is_no_interval_is_refused(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Interval("f", *arguments)
