from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Domain, Finite, SparseDomain
from imagespaces.factors.domain import MAX_STATES
from tests.imagespaces.factors.cases import sparse_domains

A, B = Finite("a", "pqr"), Finite("b", range(3))


def apart() -> SparseDomain:
    """The six combinations in which a and b have different codes."""
    pairs = np.array([(a, b) for a in range(3) for b in range(3) if a != b])
    return SparseDomain([A, B], 6, lambda states: {"a": pairs[states, 0], "b": pairs[states, 1]})


@given(sparse_domains())
def test_codes_and_states_are_each_others_inverse(domain: SparseDomain) -> None:
    states = domain.list_states()
    assert domain.states(domain.codes(states)).tolist() == states.tolist()


@given(sparse_domains(), st.data())
def test_groups_are_those_of_the_full_product_that_have_states(domain: SparseDomain, data: st.DataObject) -> None:
    told = data.draw(st.lists(st.sampled_from(domain.finite), unique_by=lambda factor: factor.name))
    classes = {factor.name: np.arange(factor.size) // 2 for factor in told}
    groups = domain.group(classes)
    full = Domain(domain.factors)
    expected = full.group(classes).of(full.states(domain.codes(domain.list_states())))
    found = groups.of(domain.list_states())
    assert (
        len(set(zip(expected.tolist(), found.tolist(), strict=True)))
        == len(set(expected.tolist()))
        == len(groups.counts)
    )
    assert groups.counts.tolist() == np.bincount(found).tolist()


def test_states_may_share_their_values() -> None:
    pictures = SparseDomain([A], 5, lambda states: {"a": states % 3})
    assert pictures.group({"a": np.arange(3)}).counts.tolist() == [2, 2, 1]
    assert pictures.states({"a": [2]}).tolist() == [2]


@pytest.mark.parametrize(
    ("domain", "codes", "message"),
    [
        (apart(), {"a": [0, 1], "b": [1, 1]}, "codes must be those of one state, but 0 states have {'a': 1, 'b': 1}"),
        (apart(), {"a": [0, 3], "b": [1, 1]}, "a code of factor 'a' must be from 0 to 2, got 3"),
        (
            SparseDomain([A], 5, lambda states: {"a": states % 3}),
            {"a": [2, 1]},
            "codes must be those of one state, but 2 states have {'a': 1}",
        ),
    ],
)
def test_codes_of_no_single_state_are_refused(domain: SparseDomain, codes: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        domain.states(codes)


@pytest.mark.parametrize("num_states", [0, -1, MAX_STATES + 1])
def test_the_number_of_states_has_bounds(num_states: int) -> None:
    message = re.escape(f"a domain must have from 1 to 2**62 states, got {num_states}")
    with pytest.raises(ValueError, match=f"^{message}$"):
        SparseDomain([A], num_states, lambda states: {"a": states})
