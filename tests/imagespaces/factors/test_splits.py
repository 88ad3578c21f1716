from __future__ import annotations

import itertools
import pickle
import re
import sys
from collections import Counter
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import (
    Between,
    Domain,
    Finite,
    Grid,
    Interval,
    Partition,
    Region,
    SparseDomain,
    Split,
    any_of,
    where,
)
from tests.imagespaces.factors.cases import Case, cases, domains, few_slots, sparse_domains

SHAPE, X = Finite("shape", ("square", "circle")), Finite("x", range(8))
ANGLE = Interval("angle", 0, 360, "circular")
TEN = Domain([Finite("x", range(10))])


class Divided(NamedTuple):
    """A partition, and of each of its splits what holds at the points in it."""

    partition: Partition
    parts: dict[str, Case]


@st.composite
def divided(draw: st.DrawFn) -> Divided:
    """Domains divided at random, with so few slots that each index can be looked at."""
    domain = draw(domains() | sparse_domains())
    one, other = draw(cases(domain)), draw(cases(domain))
    grid = Grid(domain, [one.region, other.region])
    parts = {
        "both": Case(one.region & other.region, lambda point: one.holds(point) and other.holds(point)),
        "one": Case(one.region - other.region, lambda point: one.holds(point) and not other.holds(point)),
        "other": Case(other.region - one.region, lambda point: other.holds(point) and not one.holds(point)),
        "none": Case(~(one.region | other.region), lambda point: not (one.holds(point) or other.holds(point))),
    }
    parts = {name: part for name, part in parts.items() if grid.mask(part.region).any()}
    with few_slots():
        return Divided(Partition.of_regions(domain, {name: part.region for name, part in parts.items()}), parts)


def everything(partition: Partition) -> range:
    return range(partition.splits["all"].size)


@given(divided())
def test_splits_are_disjoint_and_hold_every_index_once(drawn: Divided) -> None:
    splits = [drawn.partition.splits[name] for name in drawn.parts]
    indices = [split.indices(np.arange(split.size)).tolist() for split in splits]
    assert sorted(itertools.chain(*indices)) == list(everything(drawn.partition))
    for split, (held, others) in zip(splits, _each_and_the_rest(indices), strict=True):
        assert split.contains(held).all()
        assert not split.contains(others).any()


def _each_and_the_rest(lists: list[list[int]]) -> list[tuple[list[int], list[int]]]:
    return [(each, [*itertools.chain(*lists[:n], *lists[n + 1 :])]) for n, each in enumerate(lists)]


@given(divided(), st.integers(0, 2**32))
def test_values_drawn_are_those_of_the_split(drawn: Divided, seed: int) -> None:
    partition, domain = drawn.partition, drawn.partition.domain
    units = np.random.default_rng(seed).random((len(domain.intervals), len(everything(partition))))
    indices = np.array(everything(partition))
    drawn_units = {interval.name: row for interval, row in zip(domain.intervals, units, strict=True)}
    columns: dict[str, list[Any]] = {name: v.tolist() for name, v in partition.values(indices, drawn_units).items()}
    for factor in domain.finite:
        columns[factor.name] = [factor.values[code] for code in domain.codes(indices % domain.num_states)[factor.name]]
    points = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    for name, part in drawn.parts.items():
        assert partition.splits[name].contains(indices).tolist() == [part.holds(point) for point in points]


@given(divided())
def test_measures_add_up_and_agree_with_sizes(drawn: Divided) -> None:
    splits = {name: drawn.partition.splits[name] for name in drawn.parts}
    assert sum(split.measure for split in splits.values()) == drawn.partition.splits["all"].measure == 1
    for split in splits.values():
        cells = split._cells.strata.count
        assert abs(split.size / len(everything(drawn.partition)) - split.measure) <= cells * (cells + 1) / 2**8


@given(divided())
def test_states_are_those_of_the_indices(drawn: Divided) -> None:
    for split in drawn.partition.splits.values():
        states = split.states(np.arange(split.num_states))
        indices = split.indices(np.arange(split.size))
        assert sorted(states.tolist()) == sorted(set((indices % drawn.partition.domain.num_states).tolist()))
        if not drawn.partition.domain.intervals:
            assert states.tolist() == indices.tolist()


@given(divided())
def test_splits_can_be_sent_to_other_processes(drawn: Divided) -> None:
    domain = drawn.partition.domain
    if type(domain) is Domain:  # a sparse one holds a function of the space, which is sent as its recipe
        again = pickle.loads(pickle.dumps(drawn.partition))  # noqa: S301 - made here
        for name, split in drawn.partition.splits.items():
            ranks = np.arange(split.size)
            assert again.splits[name].indices(ranks).tolist() == split.indices(ranks).tolist()


# ----------------------------------------------------------------------------------------------------------------------
# Constant work
# ----------------------------------------------------------------------------------------------------------------------

THOUSAND = Domain([*(Finite(name, range(10)) for name in "abc"), Finite("x", range(64)), ANGLE])


def hold_out(count: int) -> Partition:
    held_out = [where(THOUSAND, {"a": n % 10, "b": n // 10 % 10, "c": n // 100}) for n in range(count)]
    return Partition.of_regions(THOUSAND, {"test": any_of(held_out)}, "train") if count else Partition.whole(THOUSAND)


def work(split: Split, ranks: Any) -> Counter[str]:
    """Count the calls, of Python's functions and of NumPy's, that give indices and tell whether they are in a split."""
    calls: Counter[str] = Counter()
    sys.setprofile(lambda frame, event, arg: calls.update([getattr(arg, "__name__", frame.f_code.co_name)]))
    try:
        indices = split.indices(ranks)
        split.contains(indices)
    finally:
        sys.setprofile(None)
    return calls


def test_work_does_not_grow_with_what_is_held_out() -> None:
    splits = [hold_out(count).splits[name] for count in (1, 10, 500, 999) for name in ("train", "test")]
    ranks = np.arange(100)
    calls = [work(split, ranks).total() for split in splits]
    assert max(calls) <= 1.1 * min(calls)
    assert [work(split, ranks[:2]).total() for split in splits] == calls
    # Single combinations are of one size, so that a rank is divided; it is not even searched for.
    assert not any("searchsorted" in work(split, ranks) for split in splits[-2:])
    assert splits[-2].measure == Fraction(1, 1000)


def test_the_whole_needs_no_cells() -> None:
    assert hold_out(999).splits["all"]._cells.shape == (1, 1)
    domain = Domain([SHAPE, X])
    divided = Partition.of_regions(domain, {"test": Between("x", 2, 5)}, "train")
    assert divided.splits["all"].indices(range(16)).tolist() == list(range(16))


# ----------------------------------------------------------------------------------------------------------------------
# One by one
# ----------------------------------------------------------------------------------------------------------------------


def corner() -> dict[str, Split]:
    region: Region = where(Domain([SHAPE, X, ANGLE]), {"shape": "circle", "x": [0, 1], "angle": (0, 90)})
    return dict(Partition.of_regions(Domain([SHAPE, X, ANGLE]), {"test": region}, "train").splits)


def test_a_split_of_some_draws_of_some_states() -> None:
    splits = corner()
    assert splits["test"].measure == Fraction(1, 32)
    assert (splits["test"].size, splits["train"].size) == (2 * 2**30, 62 * 2**30)
    assert (splits["test"].num_states, splits["train"].num_states) == (2, 16)
    assert splits["test"].states([1, 0]).tolist() == [3, 1]
    drawn = splits["test"].indices(np.arange(0, 2**31, 12345))
    assert set((drawn % 16).tolist()) == {1, 3}
    assert [splits[name].by_state for name in ("all", "test", "train")] == [True, False, False]
    assert repr(splits["test"]) == "<Split 'test': 2 states, 0.0312 of the domain>"


def test_indices_that_a_domain_does_not_have_are_in_no_split() -> None:
    assert Split.whole(TEN).contains([-1, 0, 9, 10, 2**62]).tolist() == [False, True, True, False, False]
    train, test = corner()["train"], corner()["test"]
    assert not train.contains([-1]).any()
    assert (train.contains([2**62, 2**63 - 1]) ^ test.contains([2**62, 2**63 - 1])).all()


def test_everything_of_very_many_states() -> None:
    whole = Split.whole(SparseDomain([], 2**62, lambda _: {}))
    assert whole.size == whole.num_states == 2**62
    assert whole.measure == 1
    assert whole.indices([2**62 - 1]).tolist() == whole.states([2**62 - 1]).tolist() == [2**62 - 1]


@pytest.mark.parametrize("ranks", [[0, 10], [-1]])
@pytest.mark.parametrize("ask", [Split.indices, Split.states])
def test_ranks_out_of_range_are_refused(ranks: list[int], ask: Any) -> None:
    message = f"a rank in split 'all' must be from 0 to 9, got {ranks[-1]}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        ask(Split.whole(TEN), ranks)


def test_a_split_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a split must hold a part of its domain, got 'test' with nothing in it$"):
        Partition.of_regions(Domain([X]), {"test": Between("x", 0, 3) - Between("x", 0, 4)}, "train")
