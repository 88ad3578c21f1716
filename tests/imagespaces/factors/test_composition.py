from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import (
    CompositionSplit,
    Domain,
    Finite,
    Interval,
    Partition,
    RandomCompositionSplit,
    SparseDomain,
)

SHAPE, COLOUR = Finite("shape", ("square", "circle", "star")), Finite("colour", ("red", "green", "blue"))
X, ANGLE = Finite("x", range(4)), Interval("angle", 0, 360, "circular")
DOMAIN = Domain([X, COLOUR, ANGLE, SHAPE])


def combinations(partition: Partition, name: str, *of: str) -> set[tuple[Any, ...]]:
    """The combinations of values that are in a split."""
    domain, split = partition.domain, partition.splits[name]
    codes = domain.codes(split.states(range(split.num_states)))
    values = {factor.name: factor.values for factor in domain.finite}
    return set(zip(*([values[factor][code] for code in codes[factor]] for factor in of), strict=True))


@given(st.sets(st.sampled_from([(shape, colour) for shape in SHAPE.values for colour in COLOUR.values]), min_size=1))
def test_held_out_combinations_are_for_testing_unless_a_value_would_not_be_seen(held_out: set[tuple[Any, Any]]) -> None:
    split = CompositionSplit([{"shape": shape, "colour": colour} for shape, colour in sorted(held_out)])
    kept = set(itertools.product(SHAPE.values, COLOUR.values)) - held_out
    if {shape for shape, _ in kept} != set(SHAPE.values) or {colour for _, colour in kept} != set(COLOUR.values):
        with pytest.raises(ValueError, match=r"^each value must be seen in training, but '\w+' of factor '\w+' is"):
            split.divide(DOMAIN)
        return
    partition = split.divide(DOMAIN)
    assert combinations(partition, "test", "shape", "colour") == held_out
    assert combinations(partition, "train", "shape", "colour") == kept
    assert partition.splits["test"].measure * 9 == len(held_out)


def test_several_values_stand_for_all_their_combinations() -> None:
    held_out: list[Any] = [{"shape": ["square", "circle"], "colour": "red", "x": range(2)}, {"colour": "blue", "x": 3}]
    partition = CompositionSplit(held_out, train="seen", test="unseen").divide(DOMAIN)
    expected = {*itertools.product(["square", "circle"], ["red"], [0, 1]), *((s, "blue", 3) for s in SHAPE.values)}
    assert combinations(partition, "unseen", "shape", "colour", "x") == expected
    assert list(partition.splits) == ["all", "unseen", "seen"]


def test_values_are_seen_among_the_states_there_are() -> None:
    states = np.array([(shape, colour) for shape in range(3) for colour in range(3) if (shape, colour) != (0, 1)])
    sparse = SparseDomain([SHAPE, COLOUR], 8, lambda given: {"shape": states[given, 0], "colour": states[given, 1]})
    partition = CompositionSplit([{"shape": "square", "colour": "red"}]).divide(sparse)
    assert combinations(partition, "train", "shape") == {("square",), ("circle",), ("star",)}
    message = "each value must be seen in training, but 'square' of factor 'shape' is wholly held out"
    with pytest.raises(ValueError, match=f"^{message}$"):
        CompositionSplit([{"shape": "square", "colour": ["red", "blue"]}]).divide(sparse)


@pytest.mark.parametrize(
    ("held_out", "message"),
    [
        ([{"shape": "circle"}], "a combination must be of two finite factors or more, got {'shape': 'circle'}"),
        (
            [{"shape": "circle", "angle": (0, 90)}],
            "factor 'angle' must be a finite one, got an interval from 0 to 360",
        ),
        ([{"shape": "disc", "x": 0}], "factor 'shape' has no value 'disc'; its values are 'square', 'circle', 'star'"),
        (
            [{"shape": "circle", "x": [0, 1]}, {"shape": "circle", "x": [2, 3]}],
            "each value must be seen in training, but 'circle' of factor 'shape' is wholly held out",
        ),
        ([], "a split must hold a part of its domain, got 'test' with nothing in it"),
    ],
)
def test_combinations_that_can_not_be_held_out(held_out: list[Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        CompositionSplit(held_out).divide(DOMAIN)


# ----------------------------------------------------------------------------------------------------------------------
# Held out by chance
# ----------------------------------------------------------------------------------------------------------------------


@given(st.floats(0.05, 0.99), st.integers(0, 1000), st.integers(2, 12), st.integers(2, 12))
def test_every_value_stays_in_training(fraction: float, stream: int, a: int, b: int) -> None:
    domain = Domain([Finite("a", range(a)), X, Finite("b", range(b))])
    try:
        partition = RandomCompositionSplit(("a", "b"), fraction, stream).divide(domain)
    except ValueError as error:
        assert "one combination at least must be held out" in str(error)  # noqa: PT017 - either is right
        return
    train, test = (combinations(partition, name, "a", "b") for name in ("train", "test"))
    assert train | test == set(itertools.product(range(a), range(b)))
    assert not train & test
    assert {value for value, _ in train} == set(range(a))
    assert {value for _, value in train} == set(range(b))


def test_the_fraction_is_about_what_is_held_out() -> None:
    domain = Domain([Finite("a", range(100)), Finite("b", range(100))])
    assert float(RandomCompositionSplit(("a", "b"), 0.3).divide(domain).splits["test"].measure) == pytest.approx(
        0.3, abs=0.02
    )
    most = RandomCompositionSplit(("a", "b"), 0.999999).divide(domain).splits["train"].measure * 100**2
    assert 100 <= most <= 220


def test_a_growing_space_moves_only_what_was_kept_for_its_value() -> None:
    small = Domain([Finite("a", range(20)), Finite("b", range(20))])
    large = Domain([Finite("b", range(25)), Finite("a", range(30))])
    before, after = (RandomCompositionSplit(("a", "b"), 0.5).divide(domain) for domain in (small, large))
    assert combinations(before, "test", "a", "b") <= combinations(after, "test", "a", "b")
    moved = combinations(before, "train", "a", "b") & combinations(after, "test", "a", "b")
    assert len(moved) <= 40


@pytest.mark.parametrize(
    ("split", "message"),
    [
        (RandomCompositionSplit(("shape",), 0.5), "combinations must be of two finite factors or more, got ['shape']"),
        (RandomCompositionSplit(("x", "x"), 0.5), "combinations must be of two finite factors or more, got ['x', 'x']"),
        (RandomCompositionSplit(("x", "shape"), 1.0), "the fraction held out must be above 0 and below 1, got 1.0"),
        (
            RandomCompositionSplit(("x", "angle"), 0.5),
            "factor 'angle' must be a finite one, got an interval from 0 to 360",
        ),
        (
            RandomCompositionSplit(("x", "shape"), 1e-9),
            (
                "one combination at least must be held out, got none of 12 by fraction 1e-09 and stream 0: "
                "choose another stream or a larger fraction"
            ),
        ),
    ],
)
def test_what_can_not_be_held_out_by_chance(split: RandomCompositionSplit, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        split.divide(DOMAIN)
