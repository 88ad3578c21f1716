from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Domain, Factor, Finite, Interval, SparseDomain
from imagespaces.factors.domain import MAX_CELLS
from tests.imagespaces.factors.cases import domains

SHAPE, X, ANGLE = Finite("shape", ("square", "circle")), Finite("x", range(3)), Interval("angle", 0, 360)


@given(domains())
def test_states_count_in_mixed_radix_first_factor_fastest(domain: Domain) -> None:
    codes = domain.codes(domain.list_states())
    expected = {factor.name: [0] * domain.num_states for factor in domain.finite}
    for state in range(1, domain.num_states):
        for factor in domain.finite:  # an odometer
            previous = expected[factor.name][state - 1]
            expected[factor.name][state] = (previous + 1) % factor.size
            if previous + 1 < factor.size:
                for rest in domain.finite[domain.finite.index(factor) + 1 :]:
                    expected[rest.name][state] = expected[rest.name][state - 1]
                break
    assert {name: digits.tolist() for name, digits in codes.items()} == expected


@given(domains())
def test_codes_and_states_are_each_others_inverse(domain: Domain) -> None:
    states = domain.list_states()
    assert domain.states(domain.codes(states)).tolist() == states.tolist()


def test_factors_keep_their_order_and_are_told_apart() -> None:
    domain = Domain([ANGLE, SHAPE, X])
    assert domain.factors == (ANGLE, SHAPE, X)
    assert domain.finite == (SHAPE, X)
    assert domain.intervals == (ANGLE,)
    assert domain.num_states == 6
    assert domain.factor("angle") is ANGLE
    assert domain.finite_factor("x") is X


def test_a_domain_without_finite_factors_has_one_state() -> None:
    assert Domain([ANGLE]).num_states == 1
    assert Domain([]).states({}).tolist() == 0


def test_states_beyond_32_bits() -> None:
    domain = Domain([Finite(name, range(1000)) for name in "abcdef"])
    state = 123_456_789_012_345_678
    assert [int(digit) for digit in domain.codes(state).values()] == [678, 345, 12, 789, 456, 123]
    assert domain.states(domain.codes([state])).tolist() == [state]


@pytest.mark.parametrize(
    ("factors", "message"),
    [
        ([X, ANGLE, X], "the factors of a domain must have different names, got 'x' twice"),
        (
            [Finite(name, range(2**16)) for name in "abcd"],
            "finite factors must have at most 2**62 combinations, got 18446744073709551616: "
            + " × ".join(f"65536 of {name!r}" for name in "abcd"),
        ),
    ],
)
def test_factors_that_make_no_domain_are_refused(factors: list[Factor], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Domain(factors)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda domain: domain.factor("shpae"),
            "there is no factor 'shpae' (did you mean 'shape'?); the factors are 'shape', 'x', 'angle'",
        ),
        (lambda domain: domain.factor("weight"), "there is no factor 'weight'; the factors are 'shape', 'x', 'angle'"),
        (
            lambda domain: domain.finite_factor("angle"),
            "factor 'angle' must be a finite one, got an interval from 0 to 360",
        ),
        (
            lambda domain: domain.states({"shape": [0, 2], "x": [0, 0]}),
            "a code of factor 'shape' must be from 0 to 1, got 2",
        ),
        (lambda domain: domain.states({"shape": 0, "x": -1}), "a code of factor 'x' must be from 0 to 2, got -1"),
    ],
)
def test_what_a_domain_does_not_have_is_named(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call(Domain([SHAPE, X, ANGLE]))


def test_states_are_listed_up_to_a_limit() -> None:
    assert len(Domain([Finite("x", range(2**11)), Finite("y", range(2**11))]).list_states()) == MAX_CELLS
    message = "a domain of 4194305 states can't be listed; at most 4194304 can"
    with pytest.raises(ValueError, match=f"^{message}$"):
        SparseDomain([X], MAX_CELLS + 1, lambda states: {"x": states}).list_states()


@given(domains(), st.data())
def test_groups_hold_each_state_once(domain: Domain, data: st.DataObject) -> None:
    told = data.draw(st.lists(st.sampled_from(domain.finite), unique_by=lambda factor: factor.name))
    classes = {}
    for factor in told:
        given_classes = data.draw(st.lists(st.integers(0, 2), min_size=factor.size, max_size=factor.size))
        classes[factor.name] = np.unique(given_classes, return_inverse=True)[1]
    groups = domain.group(classes)
    members = {
        group: groups.states(np.full(count, group), np.arange(count)).tolist()
        for group, count in enumerate(groups.counts)
    }
    assert sorted(state for states in members.values() for state in states) == list(range(domain.num_states))
    codes = domain.codes(domain.list_states())
    kinds = (
        list(zip(*(classes[name][codes[name]].tolist() for name in classes), strict=True)) or [()] * domain.num_states
    )
    for group, states in members.items():
        assert len({kinds[state] for state in states}) == 1
        assert groups.of(np.array(states)).tolist() == [group] * len(states)
    assert len(members) == len(set(kinds))
