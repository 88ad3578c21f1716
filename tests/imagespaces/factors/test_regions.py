from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.factors import Between, Finite, Interval, Only, Region, all_of, any_of
from imagespaces.factors.regions import Condition

A, B, C = (Only(name, 1) for name in "abc")

# Every combination of truths of a, b and c: what regions of them hold, they hold here.
TRUTHS: dict[Condition, NDArray[np.bool_]] = dict(zip((A, B, C), np.indices((2, 2, 2)).reshape(3, 8) == 1, strict=True))
REGIONS = st.recursive(
    st.sampled_from([A, B, C]),
    lambda parts: st.one_of(
        st.tuples(parts, parts).map(lambda pair: pair[0] | pair[1]),
        st.tuples(parts, parts).map(lambda pair: pair[0] & pair[1]),
        st.tuples(parts, parts).map(lambda pair: pair[0] - pair[1]),
        parts.map(lambda part: ~part),
    ),
    max_leaves=12,
)


def table(region: Region) -> list[bool]:
    return list(np.broadcast_to(region.evaluate(TRUTHS.__getitem__), 8).tolist())


@given(REGIONS, REGIONS, REGIONS)
def test_laws_of_sets(p: Region, q: Region, r: Region) -> None:
    assert table(~(p | q)) == table(~p & ~q)
    assert table(~(p & q)) == table(~p | ~q)
    assert table(p | p) == table(p & p) == table(p) == table(~~p)
    assert table(p | q) == table(q | p)
    assert table(p & (q | r)) == table((p & q) | (p & r))
    assert table(p | (q & r)) == table((p | q) & (p | r))
    assert table(p - q) == table(p & ~q)
    assert table(p - (q | r)) == table((p - q) - r)
    assert table(p & ~p) == table(any_of([])) == [False] * 8
    assert table(p | ~p) == table(all_of([])) == [True] * 8


@given(REGIONS, REGIONS)
def test_operators_are_those_of_truths(p: Region, q: Region) -> None:
    pairs = list(zip(table(p), table(q), strict=True))
    assert table(p | q) == [a or b for a, b in pairs]
    assert table(p & q) == [a and b for a, b in pairs]
    assert table(p - q) == [a and not b for a, b in pairs]
    assert table(~p) == [not a for a, _ in pairs]


@given(REGIONS)
def test_a_region_is_written_as_it_is_made(region: Region) -> None:
    names = {"Only": Only, "any_of": any_of, "all_of": all_of}
    assert eval(repr(region), names) == region  # noqa: S307 - made here
    assert hash(eval(repr(region), names)) == hash(region)  # noqa: S307 - the same


@given(REGIONS)
def test_conditions_are_those_it_is_made_of(region: Region) -> None:
    assert set(region.conditions()) == {condition for condition in (A, B, C) if repr(condition) in repr(region)}


@pytest.mark.parametrize("join", [operator.or_, operator.and_, operator.sub])
def test_long_chains_are_not_deep(join: Callable[[Region, Region], Region]) -> None:
    conditions: Iterator[Region] = (Only("a", number) for number in range(2000))
    region = functools.reduce(join, conditions)
    assert sum(1 for _ in region.conditions()) == 2000
    assert region.evaluate(lambda condition: np.array(condition == Only("a", 0))).item() == (join is not operator.and_)


def test_a_combination_of_one_is_the_one() -> None:
    assert any_of([A]) is A
    assert all_of([A | B]) == A | B


# ----------------------------------------------------------------------------------------------------------------------
# Conditions on a factor
# ----------------------------------------------------------------------------------------------------------------------

SHAPE, SIZE = Finite("f", ("square", "circle", "star")), Finite("f", (4, 1, 2.5))


@pytest.mark.parametrize(
    ("condition", "factor", "chosen"),
    [
        (Only("f", "circle"), SHAPE, [False, True, False]),
        (Only("f", ["star", "square", "star"]), SHAPE, [True, False, True]),
        (Only("f", np.array([1, 4])), SIZE, [True, True, False]),
        (Between("f", 1, 4), SIZE, [False, True, True]),
        (Between("f", 1.1, 5), SIZE, [True, False, True]),
    ],
)
def test_conditions_choose_codes(condition: Only | Between, factor: Finite, chosen: list[bool]) -> None:
    assert condition.codes(factor).tolist() == chosen


@pytest.mark.parametrize(
    ("condition", "factor", "message"),
    [
        (Only("f", []), SHAPE, "at least one value of factor 'f' must be given, got none"),
        (Only("f", "disc"), SHAPE, "factor 'f' has no value 'disc'; its values are 'square', 'circle', 'star'"),
        (
            Between("f", 0, 1),
            SHAPE,
            "factor 'f' has no order; choose of 'square', 'circle', 'star', got Between(name='f', low=0, high=1)",
        ),
        (
            Between("f", 4.5, 9),
            SIZE,
            "no value of factor 'f' is in Between(name='f', low=4.5, high=9); its values are 4.0, 1.0, 2.5",
        ),
        (
            Only("f", [3, 4]),
            Interval("f", 0, 9),
            "of factor 'f' ranges (low, high) from 0 to 9 can be chosen, got 3, 4",
        ),
        (
            Only("f", [3, 9]),
            Interval("f", 0, 9, "integer"),
            "the values of factor 'f' are integers from 0 to 8, got 9",
        ),
        (
            Only("f", "3"),
            Interval("f", 0, 9, "integer"),
            "the values of factor 'f' are integers from 0 to 8, got '3'",
        ),
        (Only("f", []), Interval("f", 0, 9, "integer"), "at least one value of factor 'f' must be given, got none"),
        (
            Between("f", 3, 10),
            Interval("f", 0, 9),
            "a range of factor 'f' must be ascending and within 0 to 9, got 3 to 10",
        ),
    ],
)
def test_conditions_that_do_not_fit_the_factor_are_refused(
    condition: Only | Between, factor: Finite | Interval, message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        condition.codes(factor) if isinstance(factor, Finite) else condition.ranges(factor)


def test_single_integers_of_an_interval() -> None:
    assert Only("f", [5, 3]).ranges(Interval("f", 0, 9, "integer")) == ((5, 6), (3, 4))


def test_values_are_scalars() -> None:
    with pytest.raises(
        TypeError, match=r"^a value of factor 'f' must be a string, a boolean or a number, got \['a'\]$"
    ):
        Only("f", [["a"]])  # type: ignore[list-item]
