"""Two classes in place of many."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from imagespaces.loaded.relabelling import Binarize, Classed
from tests.imagespaces.loaded.relabelling.cases import NAMES, classed

ALL = classed([0, 1, 2, 3, 4, 5, 6, -1])


def test_drawn_halves_hold_all_classes_the_smaller_one_first() -> None:
    drawn = set()
    for stream in range(200):
        new = Binarize("merge", stream=stream)(ALL)
        assert Counter(new.labels.tolist()) == {0: 3, 1: 4, -1: 1}
        drawn.add(tuple(new.labels.tolist()))
    assert len(drawn) == 35  # 7 choose 3: each half comes up


def test_classes_that_are_named_stand_against_all_others() -> None:
    new = Binarize("merge", ["sow", 3])(ALL)
    assert new.labels.tolist() == [0, 0, 0, 1, 0, 0, 1, -1]
    assert new.names == ("cat + cow + 3 more", "sow + hen")


def test_two_that_are_named_are_left_the_first_one_first() -> None:
    new = Binarize("select_two", ["hen", 1])(ALL)
    assert new.labels.tolist() == [-1, 1, -1, 0, -1, -1, -1, -1]
    assert new.names == ("hen", "cow")


def test_two_that_are_drawn_are_any_two() -> None:
    drawn = {Binarize("select_two", stream=stream)(ALL).names for stream in range(600)}
    assert drawn == {(one, other) for one in NAMES for other in NAMES if one != other}


def test_random_classes_have_nothing_to_do_with_the_old_ones() -> None:
    farm = classed([0, 1] * 2000)
    new = Binarize("random")(farm)
    assert new.names == ("0", "1")
    for label in (0, 1):
        assert abs(new.labels[farm.labels == label].mean() - 0.5) < 0.04
    other = Binarize("random", stream=1)(farm)
    assert abs((new.labels == other.labels).mean() - 0.5) < 0.04


def test_what_was_drawn_stays_drawn() -> None:
    """Golden values, the same on every machine: whoever changes them changes everybody's data sets."""
    assert Binarize("merge", stream=7)(ALL).labels.tolist() == [1, 0, 0, 1, 1, 0, 1, -1]
    assert Binarize("select_two", stream=7)(ALL).names == ("sow", "cow")
    assert Binarize("random", stream=7)(classed([0] * 12)).labels.tolist() == [1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (("thirds",), "method must be one of 'merge', 'select_two', 'random', got 'thirds'"),
        (("merge", []), "classes must be one or more for merge, got ()"),
        (("select_two", ["cat"]), "classes must be two for select_two, got ('cat',)"),
        (("random", ["cat"]), "classes must be left out for random, got ('cat',)"),
        (("merge", None, 1.5), "stream must be an integer, got 1.5"),
    ],
)
def test_what_is_not_allowed_is_refused(parameters: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Binarize(*parameters)


@pytest.mark.parametrize(
    ("binarize", "farm", "message"),
    [
        (Binarize("merge"), classed([0], ("cat",)), "two classes can be made of two or more, got 1: ('cat',)"),
        (
            Binarize("merge", [1, 0]),
            classed([0, 1], ("a", "b")),
            "classes must leave one that is not named, got all of ('a', 'b')",
        ),
        (Binarize("select_two", [1, 1]), classed([0, 1], ("a", "b")), "classes must be different, got 1 twice"),
        (
            Binarize("select_two", ["a", 2]),
            classed([0, 1], ("a", "b")),
            "a class must be one of 'a', 'b', or 0 to 1, got 2",
        ),
        (
            Binarize("random"),
            Classed(classed([0, 1]).labels, NAMES),
            "random classes are drawn by what pictures are called, got 0 names of 2",
        ),
    ],
)
def test_what_does_not_fit_is_refused(binarize: Binarize, farm: Classed, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        binarize(farm)


def test_names_that_are_no_text_are_names_too() -> None:
    farm = Classed(classed([0, 1]).labels, NAMES, ["\udcff.png", "\udcfe.png"])
    assert Binarize("random")(farm).labels.shape == (2,)
