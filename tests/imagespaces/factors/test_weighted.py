from __future__ import annotations

import dataclasses
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Domain, ExplicitSplit, Only, Weighted

WEIGHTS = st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any)
UNITS = st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=20)
JUST_BELOW_ONE = np.nextafter(1, 0)


def weighted(weights: list[int]) -> Weighted:
    return Weighted("any", tuple("abcdef"[: len(weights)]), tuple(map(float, weights)))


@given(WEIGHTS, UNITS)
def test_each_value_has_its_share_of_the_unit_interval(weights: list[int], units: list[float]) -> None:
    edges = [Fraction(sum(weights[:code]), sum(weights)) for code in range(len(weights) + 1)]
    codes = weighted(weights).from_unit([*units, 0, JUST_BELOW_ONE])
    assert codes.dtype == np.int64
    for unit, code in zip([*units, 0, JUST_BELOW_ONE], codes.tolist(), strict=True):
        assert edges[code] - Fraction(1e-12) <= unit < edges[code + 1] + Fraction(1e-12)
        assert weights[code] > 0


@given(WEIGHTS, st.data())
def test_shares_are_exact_and_draws_stay_in_a_range(weights: list[int], data: st.DataObject) -> None:
    factor = weighted(weights)
    low = data.draw(st.integers(0, factor.size - 1))
    high = data.draw(st.integers(low + 1, factor.size))
    assert factor.share(low, high) == Fraction(sum(weights[low:high]), sum(weights))
    if any(weights[low:high]):
        drawn = factor.from_unit([0.0, 0.3, JUST_BELOW_ONE], low, high)
        assert all(low <= code < high and weights[code] for code in drawn.tolist())


@given(WEIGHTS)
def test_codes_have_units(weights: list[int]) -> None:
    factor = weighted(weights)
    codes = np.flatnonzero(weights)
    assert factor.from_unit(factor.to_unit(codes)).tolist() == codes.tolist()


def test_values_are_chosen_by_name_or_code() -> None:
    factor = weighted([1, 2, 1])
    assert Only("any", ["c", "a"]).ranges(factor) == ((2, 3), (0, 1))
    assert factor.ranges_of([1]) == ((1, 2),)
    test = ExplicitSplit({"test": Only("any", "b")}, rest="train").divide(Domain([factor])).splits["test"]
    assert test.measure == Fraction(1, 2)
    with pytest.raises(ValueError, match=r"^the values of factor 'any' are \('a', 'b', 'c'\), got 'd'$"):
        factor.ranges_of(["d"])


def test_weights_are_equal_unless_given() -> None:
    assert Weighted("any", ("a", "b", "c", "d")).share(0, 1) == Fraction(1, 4)
    assert weighted([1, 1]).categorical


def test_it_can_be_renamed() -> None:
    assert dataclasses.replace(weighted([1, 3]), name="other") == Weighted("other", ("a", "b"), (1.0, 3.0))


@pytest.mark.parametrize("weights", [(1.0,), (1.0, -1.0), (0.0, 0.0), (1.0, float("nan")), (1.0, float("inf"))])
def test_weights_fit(weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        Weighted("any", ("a", "b"), weights)
    allowed = "a weight for each of ('a', 'b'), none negative and one above 0"
    assert str(found.value) == f"factor 'any' must have {allowed}, got {weights}"


@pytest.mark.parametrize("values", [(), ("a", "a")])
def test_values_differ(values: tuple[str, ...]) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        Weighted("any", values)
    assert str(found.value) == f"factor 'any' must have at least one value, all different, got {values}"
