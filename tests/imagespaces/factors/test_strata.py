from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Domain, Finite, Interval, SparseDomain
from imagespaces.factors.strata import Strata
from tests.imagespaces.factors.cases import PARTS, domains, few_slots, mark

X, ANGLE, COUNT = Finite("x", range(5)), Interval("angle", 0, 360, "circular"), Interval("count", 1, 7, "integer")


@st.composite
def cut(draw: st.DrawFn, most_intervals: int = 2) -> tuple[Domain, dict[str, list[float]]]:
    """A domain and pieces of its intervals."""
    domain = draw(domains(most_intervals))
    places = st.lists(st.integers(1, PARTS - 1), unique=True).map(lambda inner: [0, *sorted(inner), PARTS])
    cuts = {interval.name: [mark(interval, place) for place in draw(places)] for interval in domain.intervals}
    return domain, cuts


@given(cut())
def test_each_state_has_each_slot_of_each_stratum_once(given_cut: tuple[Domain, dict[str, list[float]]]) -> None:
    domain, cuts = given_cut
    with few_slots():
        strata = Strata(domain, cuts)
    rows = [(s, t, p) for s in range(domain.num_states) for t, slots in enumerate(strata.slots) for p in range(slots)]
    states, which, places = np.array(rows).T
    indices = strata.indices(states, which, places)
    assert sorted(indices.tolist()) == list(range(len(rows)))
    assert (indices % domain.num_states == states).all()
    assert (strata.of(indices) == which).all()
    assert len(rows) == domain.num_states * (2**8 if domain.intervals else 1)


@given(cut(), st.data())
def test_addresses_of_real_size(given_cut: tuple[Domain, dict[str, list[float]]], data: st.DataObject) -> None:
    domain, cuts = given_cut
    strata = Strata(domain, cuts)
    which = data.draw(st.integers(0, strata.count - 1))
    place = data.draw(st.integers(0, int(strata.slots[which]) - 1))
    state = data.draw(st.integers(0, domain.num_states - 1))
    (index,) = strata.indices(np.array([state]), np.array([which]), np.array([place])).tolist()
    assert index % domain.num_states == state
    assert index // domain.num_states < (2**32 if domain.intervals else 1)
    rounds = [0, 1, 2**30 // domain.num_states] if domain.intervals else [0]
    later = np.array([index + turn * 2**32 * domain.num_states for turn in rounds])
    assert strata.of(later).tolist() == [which] * len(rounds)


@given(cut())
def test_strata_have_their_share_of_the_slots(given_cut: tuple[Domain, dict[str, list[float]]]) -> None:
    domain, cuts = given_cut
    strata = Strata(domain, cuts)
    total = int(strata.slots.sum())
    assert sum(strata.shares) == 1
    for slots, share in zip(strata.slots.tolist(), strata.shares, strict=True):
        assert slots >= 1
        assert abs(slots - share * total) <= strata.count + 1


def test_a_sliver_has_a_slot_too() -> None:
    strata = Strata(Domain([ANGLE]), {"angle": [0, 1e-12, 90, 360]})
    assert strata.slots.tolist() == [1, 2**30, 3 * 2**30 - 1]


@given(cut(), st.lists(st.floats(0, 1, exclude_max=True), min_size=6, max_size=6), st.data())
def test_values_are_in_the_piece_of_the_stratum(
    given_cut: tuple[Domain, dict[str, list[float]]], units: list[float], data: st.DataObject
) -> None:
    domain, cuts = given_cut
    strata = Strata(domain, cuts)
    most = 2**40 if domain.intervals else domain.num_states - 1
    indices = np.array(data.draw(st.lists(st.integers(0, most), min_size=6, max_size=6)))
    values = strata.values(indices, {interval.name: np.array(units) for interval in domain.intervals})
    assert list(values) == [interval.name for interval in domain.intervals]
    for row, which in enumerate(strata.of(indices).tolist()):
        ranges = strata.ranges(which)
        for interval in domain.intervals:
            low, high = ranges.get(interval.name, (interval.low, interval.high))
            assert low <= values[interval.name][row] < high
            assert values[interval.name][row] == interval.from_unit([units[row]], [low], [high])[0]


@given(cut())
def test_strata_are_all_combinations_of_pieces_first_fastest(given_cut: tuple[Domain, dict[str, list[float]]]) -> None:
    domain, cuts = given_cut
    strata = Strata(domain, cuts)
    pieces = [[(name, part) for part in itertools.pairwise(ends)] for name, ends in cuts.items() if len(ends) > 2]
    expected = [dict(reversed(choice)) for choice in itertools.product(*reversed(pieces))]
    assert [strata.ranges(which) for which in range(strata.count)] == expected
    for name, ends in cuts.items():
        low, high = ends[0], ends[1]
        inside = strata.within(name, [(low, high)])
        assert inside.tolist() == [
            strata.ranges(which).get(name, (low, high)) == (low, high) for which in range(strata.count)
        ]


@given(st.integers(1, 500), st.integers(0, 4), st.integers(1, 359))
def test_the_first_draws_of_a_state_are_spread_evenly(draws: int, state: int, end: int) -> None:
    strata = Strata(Domain([X, ANGLE]), {"angle": [0, end, 360]})
    indices = state + 5 * np.arange(draws)
    found = np.count_nonzero(strata.of(indices) == 0)
    # A Kronecker sequence of the golden ratio has at most this discrepancy (Niederreiter 1992, theorem 3.4 with all
    # partial quotients 1); independent draws would stray by the square root of their number.
    assert abs(found - draws * end / 360) <= 3 + math.log(draws) / math.log((1 + math.sqrt(5)) / 2)


def test_states_do_not_go_in_step() -> None:
    strata = Strata(Domain([Finite("x", range(1000)), ANGLE]), {"angle": [0, 90, 360]})
    first = strata.of(np.arange(1000)) == 0
    assert abs(np.count_nonzero(first) - 250) <= 10


@given(st.integers(0, 2**60), st.integers(1, 359), st.integers(2, 6))
def test_addresses_are_those_written_down(index: int, angle: int, count: int) -> None:
    strata = Strata(Domain([X, ANGLE, COUNT]), {"angle": [0, angle, 360], "count": [1, count, 7]})
    draw, state = divmod(index, 5)
    golden = (math.isqrt(5 << 64) - (1 << 32)) >> 1  # 2³² / φ = 2³² (√5 − 1) / 2
    silver = math.isqrt(2 << 64) - (1 << 32)
    slot = ((golden | 1) * draw + (silver | 1) * state) % 2**32
    shares = [Fraction(x, 360) * Fraction(y, 6) for y in (count - 1, 7 - count) for x in (angle, 360 - angle)]
    ends = [math.floor(sum(shares[: n + 1]) * (2**32 - 4)) + n + 1 for n in range(4)]
    (found,) = strata.of(np.array([index])).tolist()
    # The library adds shares up in float64, which can move an end by one slot.
    assert found in {sum(slot >= end + off for end in ends) for off in (-1, 0, 1)}


def test_addresses_stay_what_they_are() -> None:
    strata = Strata(Domain([X, ANGLE, COUNT]), {"angle": [0, 90, 360], "count": [1, 2, 5, 7]})
    assert strata.slots.tolist() == [178956971, 536870912, 536870912, 1610612735, 357913942, 1073741824]
    assert strata.of(np.arange(12) * 7919).tolist() == [0, 0, 3, 1, 3, 2, 2, 5, 3, 5, 3, 3]
    found = strata.indices(np.array([4, 4, 3]), np.array([0, 5, 2]), np.array([0, 99, 77]))
    assert found.tolist() == [2993760664, 15884990079, 19401210058]


def test_a_domain_without_intervals_has_one_slot() -> None:
    strata = Strata(Domain([X]), {})
    assert (strata.count, strata.slots.tolist(), strata.shares) == (1, [1], [Fraction(1)])
    assert strata.indices(np.arange(5), np.zeros(5, int), np.zeros(5, int)).tolist() == list(range(5))
    assert strata.values(np.arange(5), {}) == {}


@pytest.mark.parametrize(("num_states", "slots"), [(2**30, 2**32), (2**30 + 1, 2**31), (2**38, 2**24)])
def test_many_states_leave_fewer_slots(num_states: int, slots: int) -> None:
    strata = Strata(SparseDomain([ANGLE], num_states, lambda _: {}), {"angle": [0, 180, 360]})
    assert strata.slots.tolist() == [slots // 2, slots // 2]
    last = np.array([num_states - 1])
    index = strata.indices(last, np.array([1]), np.array([slots // 2 - 1]))
    assert 0 <= index[0] < 2**62
    assert (index % num_states == last).all()
    assert strata.of(index).tolist() == [1]


def test_too_many_states_for_intervals() -> None:
    domain = SparseDomain([ANGLE], 2**38 + 1, lambda _: {})
    message = r"^a domain with intervals must have at most 2\*\*38 states, got 274877906945$"
    with pytest.raises(ValueError, match=message):
        Strata(domain, {})
