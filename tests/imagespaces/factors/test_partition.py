from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Between, Domain, Finite, Interval, Only, Partition, Region, SparseDomain
from tests.imagespaces.factors.cases import domains, sparse_domains

SHAPE, X = Finite("shape", ("square", "circle")), Finite("x", range(8))
ANGLE = Interval("angle", 0, 360, "circular")
DOMAIN = Domain([SHAPE, X, ANGLE])


def test_an_undivided_domain_is_one_split() -> None:
    partition = Partition.whole(DOMAIN)
    assert list(partition.splits) == ["all"]
    assert partition.splits["all"].measure == 1
    assert partition.domain is DOMAIN


def test_the_rest_is_what_is_left() -> None:
    splits = Partition.of_regions(
        DOMAIN, {"test": Only("shape", "circle"), "other": Only("shape", "square") & Only("x", 3)}, "train"
    ).splits
    assert list(splits) == ["all", "test", "other", "train"]
    assert [split.measure * 16 for split in splits.values()] == [16, 8, 1, 7]
    assert list(Partition.of_regions(DOMAIN, {}, "train").splits) == ["all", "train"]


@given(
    (domains() | sparse_domains()).flatmap(
        lambda domain: st.tuples(
            st.just(domain), st.lists(st.integers(0, 2), min_size=domain.num_states, max_size=domain.num_states)
        )
    ),
    st.booleans(),
)
def test_lists_of_states(drawn: tuple[Domain, list[int]], as_masks: bool) -> None:
    domain, owners = drawn
    masks = {f"split {owner}": np.array(owners) == owner for owner in set(owners)}
    lists: dict[str, Any] = masks if as_masks else {name: np.flatnonzero(mask) for name, mask in masks.items()}
    splits = Partition.of_states(domain, lists).splits
    for name, mask in masks.items():
        expected = np.flatnonzero(mask).tolist()
        assert splits[name].states(range(splits[name].num_states)).tolist() == expected
        assert splits[name].contains(range(domain.num_states)).tolist() == mask.tolist()


def test_what_has_no_measure_is_of_no_account() -> None:
    low = 1e10
    high = np.nextafter(low, np.inf)  # float64 has one logarithm for both, so that nothing is between them
    domain = Domain([X, Interval("size", 1, 1e20, "log")])
    partition = Partition.of_regions(domain, {"low": Between("size", 1, high), "high": Between("size", low, 1e20)})
    assert partition.splits["low"].measure + partition.splits["high"].measure == 1
    assert partition.splits["low"].size + partition.splits["high"].size == partition.splits["all"].size
    gap = Partition.of_regions(domain, {"low": Between("size", 1, low), "high": Between("size", high, 1e20)})
    assert gap.splits["low"].measure == partition.splits["low"].measure
    with pytest.raises(ValueError, match=r"^a split must hold a part of its domain, got 'test' with nothing in it$"):
        Partition.of_regions(domain, {"test": Between("size", low, high)}, "train")


def test_predefined_splits_of_pictures() -> None:
    labels = np.array([0, 1, 1, 0, 2])
    pictures = SparseDomain([Finite("label", "abc")], 5, lambda states: {"label": labels[states]})
    splits = Partition.of_states(pictures, {"train": range(3), "test": [3, 4]}).splits
    assert splits["test"].indices([1, 0]).tolist() == [4, 3]


@pytest.mark.parametrize(
    ("regions", "rest", "message"),
    [
        (
            {"a": Only("shape", "circle"), "b": Between("x", 0, 2), "c": Between("x", 5, 8) - Only("shape", "circle")},
            "rest",
            "splits must be disjoint, but ['a', 'b'] share shape 'circle', x 0, 1 (in all 0.125 of the domain)",
        ),
        (
            {"a": Only("shape", "circle"), "b": Only("shape", "square") & Between("angle", 0, 270)},
            None,
            (
                "splits must hold everything, but none holds shape 'square', angle from 270 to 360 "
                "(in all 0.125 of the domain): name one for the rest"
            ),
        ),
        (
            {},
            None,
            "splits must hold everything, but none holds everything (in all 1 of the domain): name one for the rest",
        ),
        (
            {"a": Only("shape", "circle"), "b": Only("shape", "square")},
            "c",
            "a split must hold a part of its domain, got 'c' with nothing in it",
        ),
        ({"a": Only("x", 3)}, "a", "splits must have different names, none of them 'all', got ['a', 'a']"),
        ({"all": Only("x", 3)}, "a", "splits must have different names, none of them 'all', got ['all', 'a']"),
    ],
)
def test_regions_that_divide_nothing_are_refused(regions: dict[str, Region], rest: str | None, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Partition.of_regions(DOMAIN, regions, rest)


@pytest.mark.parametrize(
    ("states", "message"),
    [
        ({"a": [0, 1], "b": [2]}, "each state must be in one split, but state 3 is in 0 of ['a', 'b']"),
        ({"a": [0, 1], "b": [1, 2, 3]}, "each state must be in one split, but state 1 is in 2 of ['a', 'b']"),
        ({"a": [0, 1, 2, 3], "b": [4]}, "split 'b' must list states from 0 to 3, got 4"),
        ({"a": [0, 1, 2, 3], "b": [-1]}, "split 'b' must list states from 0 to 3, got -1"),
        ({"a": [0.0, 1.0]}, "split 'a' must list states or be bool [4], got float64 [2]"),
        ({"a": [True, False]}, "split 'a' must list states or be bool [4], got bool [2]"),
        ({"a": [[0, 1], [2, 3]]}, "split 'a' must list states or be bool [4], got int64 [2, 2]"),
        ({"a": range(4), "b": np.zeros(4, bool)}, "a split must hold a part of its domain, got 'b' with nothing in it"),
    ],
)
def test_lists_that_divide_nothing_are_refused(states: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Partition.of_states(Domain([Finite("x", range(4))]), states)
