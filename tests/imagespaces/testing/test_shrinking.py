from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces import CircleSquare, ImageSpace
from imagespaces.testing import BrokenLawError, Law, broken_laws, shrinking
from imagespaces.testing.law import always, some_indices
from imagespaces.testing.shrinking import smallest
from tests.imagespaces.toys import Glyphs, Shades

SPACE = CircleSquare(height=30, width=40)
LAST = SPACE.num_states - 1


def law_of(bad: Callable[[list[int]], bool]) -> Law:
    """Give a law that some indices break."""

    def check(space: ImageSpace, indices: NDArray[np.int64]) -> None:
        assert not bad(indices.tolist()), f"{indices.tolist()} are bad"

    return Law(check, always)


def shrunk(bad: Callable[[list[int]], bool], space: ImageSpace = SPACE, seed: int = 0) -> str:
    (broken,) = broken_laws(space, seed=seed, laws=[law_of(bad)])
    return broken.example.removeprefix("check(space, indices=").removesuffix(")")


@given(least=st.integers(0, LAST))
@example(least=0)
@example(least=1)
@example(least=LAST)
def test_one_index_is_made_as_small_as_may_be(least: int) -> None:
    assert shrunk(lambda indices: max(indices) >= least) == str([least])


def test_a_later_draw_is_left_for_the_first() -> None:
    assert shrunk(lambda indices: any(index % 6 == 5 for index in indices), Shades()) == "[5]"
    space = Shades()
    late = min(index for index in some_indices(space, 0).tolist() if index > 2**32)
    state = late % space.num_states
    assert state > 0
    assert shrunk(lambda indices: indices in ([late], [state]) or len(indices) > 1, space) == str([state])
    assert shrunk(lambda indices: any(index >= 2**60 for index in indices), Shades()) == str([2**60])


def test_several_are_kept_where_one_is_not_enough() -> None:
    assert shrunk(lambda indices: len(set(indices)) > 1) == "[0, 1]"
    assert shrunk(lambda indices: len(indices) > 3) == "[0, 0, 0, 0]"
    least = json.loads(shrunk(lambda indices: sum(indices) > 2 * LAST))
    assert (len(least), sum(least)) == (3, 2 * LAST + 1)


def test_the_seed_is_made_zero_where_it_does_not_matter() -> None:
    def unlucky(_space: ImageSpace, indices: NDArray[np.int64], seed: int) -> None:
        assert seed == 7, "drawn from 7"
        raise AssertionError(f"{indices} of {seed}")

    def seeded(_space: ImageSpace, seed: int) -> None:
        raise AssertionError(f"of {seed}")

    def both(_space: ImageSpace, indices: NDArray[np.int64], seed: int) -> None:
        raise AssertionError(f"{indices} of {seed}")

    laws = [Law(check, always) for check in (unlucky, seeded, both)]
    (only_seven, any_seed, any_of_both) = broken_laws(SPACE, seed=7, laws=laws)
    assert any_of_both.example == "both(space, indices=[0], seed=0)"
    assert only_seven.example == "unlucky(space, indices=[0], seed=7)"
    assert (any_seed.example, any_seed.reason) == ("seeded(space, seed=0)", "of 0")


def test_another_fault_is_no_example() -> None:
    def check(space: ImageSpace, indices: NDArray[np.int64]) -> None:
        assert len(indices) > 1, "too few"
        assert indices.max() < 100, "too large"

    (broken,) = broken_laws(SPACE, laws=[Law(check, always)])
    assert broken.reason.startswith("too large")
    assert broken.example == "check(space, indices=[0, 100])"


def test_the_search_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def bad(indices: list[int]) -> bool:
        asked.append(indices)
        return len(indices) >= 4 and sum(indices) > 3

    shrunk(bad)
    assert len(asked) <= 1 + shrinking.TRIES
    for tries in (0, 4):
        asked.clear()
        monkeypatch.setattr(shrinking, "TRIES", tries)
        shown = shrunk(bad)
        assert shown.endswith(f")  # there may be a smaller one: the search ended after {tries} tries")
        assert len(asked) == 1 + tries


def test_a_search_that_ends_by_itself_says_nothing() -> None:
    (broken,) = broken_laws(SPACE, laws=[law_of(lambda indices: max(indices) > 7)])
    assert broken.example == "check(space, indices=[8])"


def test_many_indices_are_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    (broken,) = broken_laws(Glyphs(), laws=[Law(law_of(lambda indices: 11 in indices)._check, always, one_by_one=True)])
    assert broken.example == "check(space, indices=[11])"
    many = tuple(range(1000))
    for bad, least in ((lambda indices: 777 in indices, "[777]"), (lambda indices: {70, 900} <= set(indices), None)):
        tried = law_of(bad)
        found = tried.broken_by(SPACE, indices=np.array(many))
        assert found is not None
        example = smallest(tried, SPACE, 0, found).example
        assert least is None or example == f"check(space, indices={least})"


def test_what_was_found_first_stays_where_nothing_smaller_is() -> None:
    broken = BrokenLawError("check", Glyphs(), "found once", "laws.check(space)")
    sound = law_of(lambda _indices: False)
    assert smallest(sound, Glyphs(), 0, broken) is broken


def test_the_start_is_what_the_law_looked_at() -> None:
    assert shrunk(lambda indices: indices == some_indices(SPACE, 3).tolist(), seed=3) == str(
        some_indices(SPACE, 3).tolist()
    )
