from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Domain, Finite, Interval, Partition, RandomSplit, SparseDomain

SHAPE, X, Y = Finite("shape", ("square", "circle")), Finite("x", range(60)), Finite("y", range(60))
ANGLE = Interval("angle", 0, 360, "circular")
HALVES = {"train": 0.5, "test": 0.5}


def owners(partition: Partition) -> dict[tuple[Any, ...], str]:
    """The split of each combination of values, without the order of factors and values."""
    domain = partition.domain
    codes = domain.codes(domain.list_states())
    names = sorted(codes)
    values = {factor.name: factor.values for factor in domain.finite}
    found = {}
    for name, split in partition.splits.items():
        if name != "all":
            for state in split.states(range(split.num_states)).tolist():
                found[tuple(values[factor][codes[factor][state]] for factor in names)] = name
    return found


@given(st.lists(st.floats(0.1, 1), min_size=2, max_size=4), st.integers(0, 2**64))
def test_each_combination_goes_to_one_split_about_as_often_as_told(weights: list[float], stream: int) -> None:
    fractions = {f"split {n}": weight / sum(weights) for n, weight in enumerate(weights)}
    partition = RandomSplit(fractions, stream=stream).divide(Domain([X, Y]))
    assert len(owners(partition)) == 3600
    for name, fraction in fractions.items():
        deviation = math.sqrt(3600 * fraction * (1 - fraction))
        assert abs(partition.splits[name].num_states - 3600 * fraction) < 6 * deviation


@given(
    st.permutations([Finite("x", range(5)), Finite("y", "pqr"), SHAPE]),
    st.lists(st.integers(-5, 9), unique=True, max_size=6),
    st.randoms(),
)
def test_a_growing_space_leaves_old_combinations_where_they_were(
    factors: list[Finite], more: list[int], random: Any
) -> None:
    def grow(factor: Finite) -> Finite:
        values = list(factor.values) if factor.categorical else [*factor.values, *set(more) - set(factor.values)]
        random.shuffle(values)
        return Finite(factor.name, values)

    before = owners(RandomSplit(HALVES).divide(Domain([Finite("x", range(5)), Finite("y", "pqr"), SHAPE])))
    after = owners(RandomSplit(HALVES).divide(Domain([grow(factor) for factor in factors])))
    assert {values: after[values] for values in before} == before


def test_a_growing_folder_leaves_old_pictures_where_they_were() -> None:
    def folder(pictures: list[str]) -> SparseDomain:
        return SparseDomain([Finite("picture", pictures)], len(pictures), lambda states: {"picture": states})

    old = [f"cat/{number}.png" for number in range(100)]
    before = owners(RandomSplit(HALVES).divide(folder(old)))
    after = owners(RandomSplit(HALVES).divide(folder([f"ant/{number}.png" for number in range(50)] + old[::-1])))
    assert {picture: after[picture] for picture in before} == before


def test_combinations_of_some_factors_go_together() -> None:
    domain = Domain([SHAPE, X, Y, ANGLE])
    splits = RandomSplit(HALVES, of=["y"]).divide(domain).splits
    seen = {
        name: set(domain.codes(splits[name].states(range(splits[name].num_states)))["y"].tolist()) for name in HALVES
    }
    assert seen["train"] | seen["test"] == set(range(60))
    assert not seen["train"] & seen["test"]
    assert splits["train"].measure * 60 == len(seen["train"])
    alone = owners(RandomSplit(HALVES).divide(Domain([Y])))
    assert {y for (y,), name in alone.items() if name == "train"} == seen["train"]


def test_combinations_of_some_factors_of_a_huge_domain() -> None:
    domain = Domain([Finite("person", range(1000)), *(Finite(name, range(1000)) for name in "abcd"), Finite("e", "pq")])
    splits = RandomSplit(HALVES, of=("person",)).divide(domain).splits
    ranks = np.linspace(0, splits["test"].size - 1, 1000).astype(np.int64)
    assert splits["test"].contains(splits["test"].indices(ranks)).all()
    assert splits["test"].size + splits["train"].size == domain.num_states


def test_shares_are_half_open_and_the_last_reaches_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = np.array([0.0, np.nextafter(0.25, 0), 0.25, np.nextafter(1, 0)])
    monkeypatch.setattr("imagespaces.factors.random_split.chances", lambda *_: numbers)
    split = RandomSplit({"a": 0.25, "b": np.nextafter(0.75, 0)})  # 1 in sum but for rounding
    assert owners(split.divide(Domain([Finite("x", range(4))]))) == {(0,): "a", (1,): "a", (2,): "b", (3,): "b"}


def test_another_stream_is_another_division() -> None:
    domain = Domain([X])
    assert owners(RandomSplit(HALVES, stream=1).divide(domain)) != owners(RandomSplit(HALVES).divide(domain))


def test_a_larger_fraction_only_adds() -> None:
    small = owners(RandomSplit({"test": 0.1, "train": 0.9}).divide(Domain([X, Y])))
    large = owners(RandomSplit({"test": 0.3, "train": 0.7}).divide(Domain([X, Y])))
    assert all(large[values] == "test" for values, name in small.items() if name == "test")


@pytest.mark.parametrize(
    ("split", "factors", "message"),
    [
        (
            RandomSplit({"a": 0.5, "b": 0.6}),
            [X],
            "the fractions of splits must be above 0 and 1 in sum, got {'a': 0.5, 'b': 0.6}",
        ),
        (
            RandomSplit({"a": 1.5, "b": -0.5}),
            [X],
            "the fractions of splits must be above 0 and 1 in sum, got {'a': 1.5, 'b': -0.5}",
        ),
        (RandomSplit({}), [X], "the fractions of splits must be above 0 and 1 in sum, got {}"),
        (
            RandomSplit({"a": 0.999, "b": 0.001}),
            [SHAPE],
            (
                "split 'b' must get one of the 2 combinations at least, got none by fraction 0.001 and stream 0: "
                "choose another stream or a larger fraction"
            ),
        ),
        (
            RandomSplit(HALVES),
            [ANGLE],
            "a random split must send combinations of one finite factor at least, got none of ['angle']",
        ),
        (
            RandomSplit(HALVES, of=()),
            [X],
            "a random split must send combinations of one finite factor at least, got none of ['x']",
        ),
        (RandomSplit(HALVES, of=("z",)), [X], "there is no factor 'z'; the factors are 'x'"),
        (
            RandomSplit(HALVES, of=("angle",)),
            [X, ANGLE],
            "factor 'angle' must be a finite one, got an interval from 0 to 360",
        ),
        (
            RandomSplit(HALVES),
            [X, Finite("y", range(100_000))],
            "a domain of 6000000 states can't be listed; at most 4194304 can",
        ),
    ],
)
def test_what_can_not_be_divided_at_random(split: RandomSplit, factors: list[Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        split.divide(Domain(factors))
