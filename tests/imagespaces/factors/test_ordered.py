from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import (
    Between,
    Domain,
    ExtrapolationSplit,
    Finite,
    InterpolationSplit,
    Interval,
    Only,
    Partition,
)
from imagespaces.factors.stepped import Stepped

COUNT, SHAPE = Finite("count", (3, 1, 2, 5, 4)), Finite("shape", ("square", "circle"))
SIZE, ANGLE = Interval("size", 1, 11), Interval("angle", 0, 360, "circular")
DOMAIN = Domain([COUNT, SHAPE, SIZE, ANGLE])


def train_counts(partition: Partition) -> set[Any]:
    split = partition.splits["train"]
    return {COUNT.values[code] for code in DOMAIN.codes(split.states(range(split.num_states)))["count"]}


@given(st.sets(st.sampled_from(COUNT.values), min_size=1, max_size=4))
def test_held_out_values_lie_between_or_beyond(held_out: set[Any]) -> None:
    train = set(COUNT.values) - held_out
    between = min(train) < min(held_out) and max(held_out) < max(train)
    beyond = all(value < min(train) or value > max(train) for value in held_out)
    for kind, fits in ((InterpolationSplit, between), (ExtrapolationSplit, beyond)):
        if fits:
            partition = kind({"count": sorted(held_out)}).divide(DOMAIN)
            assert train_counts(partition) == train
            assert partition.splits["test"].measure == Fraction(len(held_out), 5)
        else:
            with pytest.raises(ValueError, match=r"^what is held out of factor 'count' must lie"):
                kind({"count": sorted(held_out)}).divide(DOMAIN)


@pytest.mark.parametrize(
    ("split", "train"),
    [
        (InterpolationSplit({"size": (3, 6)}), Fraction(7, 10)),
        (InterpolationSplit({"size": [(2, 3), (5, 7)], "count": 3}), Fraction(7, 10) * Fraction(4, 5)),
        (InterpolationSplit({"angle": (315, 45)}), Fraction(3, 4)),
        (InterpolationSplit({"count": Between("count", 2, 4)}), Fraction(3, 5)),
        (ExtrapolationSplit({"size": (9, 11)}), Fraction(4, 5)),
        (ExtrapolationSplit({"size": [(1, 2), (9, 11)], "count": [1, 5]}), Fraction(7, 10) * Fraction(3, 5)),
        (ExtrapolationSplit({"count": Between("count", 4, 9)}), Fraction(3, 5)),
    ],
)
def test_training_has_none_of_the_held_out_values(
    split: InterpolationSplit | ExtrapolationSplit, train: Fraction
) -> None:
    splits = split.divide(DOMAIN).splits
    assert splits["train"].measure == train
    assert splits["test"].measure == 1 - train
    assert list(splits) == ["all", "test", "train"]


def test_where_a_factor_has_no_values_there_is_no_end() -> None:
    domain = Domain([Stepped("turn", 0, 90, step=20)])
    message = "what is held out of factor 'turn' must lie between values of training, got its highest values"
    with pytest.raises(ValueError, match=f"^{message}$"):
        InterpolationSplit({"turn": (75, 85)}).divide(domain)  # from 85 to 90 there is none
    assert ExtrapolationSplit({"turn": (75, 85)}).divide(domain).splits["test"].measure == Fraction(1, 5)


def test_splits_have_the_names_they_are_given() -> None:
    splits = InterpolationSplit({"size": (3, 6)}, train="near", test="far").divide(DOMAIN).splits
    assert list(splits) == ["all", "far", "near"]


BETWEEN, BEYOND = (
    "must lie between values of training, got its",
    "must lie beyond all values of training, got some that lie",
)


@pytest.mark.parametrize(
    ("split", "message"),
    [
        (InterpolationSplit({"size": (1, 3)}), f"what is held out of factor 'size' {BETWEEN} lowest values"),
        (
            InterpolationSplit({"size": [(2, 3), (9, 11)]}),
            f"what is held out of factor 'size' {BETWEEN} highest values",
        ),
        (InterpolationSplit({"count": [1, 2]}), f"what is held out of factor 'count' {BETWEEN} lowest values"),
        (ExtrapolationSplit({"size": (3, 6)}), f"what is held out of factor 'size' {BEYOND} between them"),
        (ExtrapolationSplit({"count": [5, 3]}), f"what is held out of factor 'count' {BEYOND} between them"),
        (
            ExtrapolationSplit({"angle": (0, 90)}),
            "factor 'angle' is circular, and nothing on a circle lies beyond the rest of it",
        ),
        (
            InterpolationSplit({"shape": "circle"}),
            "factor 'shape' must have numbers as values, to have an order, got names",
        ),
        (
            ExtrapolationSplit({"count": COUNT.values}),
            "a split must hold a part of its domain, got 'train' with nothing in it",
        ),
        (
            InterpolationSplit({"angle": (0, 360)}),
            "a split must hold a part of its domain, got 'train' with nothing in it",
        ),
        (InterpolationSplit({}), "a split must hold a part of its domain, got 'test' with nothing in it"),
        (
            InterpolationSplit({"weight": 3}),
            "there is no factor 'weight'; the factors are 'count', 'shape', 'size', 'angle'",
        ),
        (
            InterpolationSplit({"count": Only("shape", "circle")}),
            "what is chosen of factor 'count' must name no other, got ['shape']",
        ),
    ],
)
def test_what_can_not_be_held_out(split: InterpolationSplit | ExtrapolationSplit, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        split.divide(DOMAIN)
