from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Between, Domain, ExplicitSplit, Interval, Only, Partition, Stepped

UNITS = st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=20)
JUST_BELOW_ONE = np.nextafter(1, 0)


@st.composite
def stepped(draw: st.DrawFn) -> Stepped:
    low, step = draw(st.integers(-50, 50)), draw(st.sampled_from([0.1, 0.25, 1, 3, 7]))
    return Stepped("any", low, low + draw(st.floats(step / 2, 40 * step)), step=step)


def values_of(factor: Stepped) -> list[float]:
    """All values, counted out one by one."""
    values: list[float] = []
    for number in itertools.count():
        value = factor.low + factor.step * number
        if value >= factor.high - 1e-9 * factor.step:
            return values
        values.append(value)
    raise AssertionError


@given(stepped(), UNITS)
def test_values_are_those_counted_out(factor: Stepped, units: list[float]) -> None:
    values = factor.from_unit([*units, 0, JUST_BELOW_ONE])
    assert set(values.tolist()) <= set(values_of(factor))
    assert values[-2:].tolist() == [values_of(factor)[0], values_of(factor)[-1]]


@given(stepped())
def test_values_share_the_unit_interval_evenly(factor: Stepped) -> None:
    count = len(values_of(factor))
    middles = (np.arange(count) + 0.5) / count
    assert factor.from_unit(middles).tolist() == values_of(factor)
    np.testing.assert_allclose(factor.to_unit(values_of(factor)), middles, rtol=1e-12)


@given(stepped(), st.floats(-100, 100))
def test_contains_the_values_and_nothing_between(factor: Stepped, other: float) -> None:
    values = np.array(values_of(factor))
    assert factor.contains(values).all()
    assert not factor.contains(values + factor.step / 3).any()
    assert bool(factor.contains(other)) == (other in values_of(factor))
    assert not factor.contains(["0"]).any()


@given(stepped(), st.data())
def test_a_share_is_that_of_the_values_inside(factor: Stepped, data: st.DataObject) -> None:
    values = values_of(factor)
    first = data.draw(st.integers(0, len(values) - 1))
    last = data.draw(st.integers(first, len(values) - 1))
    low, high = values[first], values[last] + factor.step / 2
    assert factor.share(low, high) == Fraction(last - first + 1, len(values))
    inside = factor.from_unit([0.0, 0.5, JUST_BELOW_ONE], low, high)
    assert ((inside >= low) & (inside < high)).all()


@given(stepped())
def test_a_partition_by_a_stepped_factor_is_exact(factor: Stepped) -> None:
    values = values_of(factor)
    cut = values[len(values) // 2]
    if cut == values[0]:
        return
    held = ExplicitSplit({"low": Between("any", factor.low, cut)}, rest="high")
    partition = held.divide(Domain([factor]))
    assert partition.splits["low"].measure == Fraction(len(values) // 2, len(values))
    drawn = drawn_from(partition, "low")
    assert set(drawn) <= set(values[: len(values) // 2])


def drawn_from(partition: Partition, name: str) -> list[float]:
    split = partition.splits[name]
    indices = split.indices(np.arange(0, split.size, max(1, split.size // 50)))
    units = np.random.default_rng(0).random(len(indices))
    drawn: list[float] = partition.values(indices, {"any": units})["any"].tolist()
    return drawn


def test_single_values_can_be_chosen() -> None:
    turn = Stepped("turn", 0, 360, "circular", step=90)
    assert Only("turn", [0, 270]).ranges(turn) == ((0, 90), (270, 360))
    allowed = "begin at 0 and lie 90 apart, below 360"
    with pytest.raises(ValueError, match=rf"^the values of factor 'turn' {allowed}, got 45$"):
        turn.ranges_of([45])


def test_ranges_may_wrap_and_must_hold_a_value() -> None:
    turn = Stepped("turn", 0, 360, "circular", step=90)
    assert turn.ranges(-10, 10) == ((0, 10),)  # 350 to 360 holds no value
    allowed = "hold one of its values, which begin at 0 and lie 90 apart"
    with pytest.raises(ValueError, match=rf"^a range of factor 'turn' must {allowed}, got 10 to 80$"):
        turn.ranges(10, 80)


@pytest.mark.parametrize("step", [0, -1, float("nan"), float("inf")])
def test_a_step_is_above_0(step: float) -> None:
    with pytest.raises(ValueError, match=rf"^the step of factor 'x' must be finite and above 0, got {step}$"):
        Stepped("x", 0, 1, step=step)


def test_other_scales_have_no_steps() -> None:
    with pytest.raises(ValueError, match=r"^the scale of factor 'x' must be linear or circular, got 'log'$"):
        Stepped("x", 1, 2, "log")


def test_it_is_another_factor_than_the_interval() -> None:
    assert Stepped("x", 0, 1) != Interval("x", 0, 1)
    assert Stepped("x", 0, 1, step=0.5) == Stepped("x", 0, 1, "linear", 0.5)
