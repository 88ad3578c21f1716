from __future__ import annotations

import pickle
import re

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from imagespaces import CircleSquare, DoubleCircleSquare, ImageSpace, Polygons
from imagespaces.factors import ExplicitSplit
from imagespaces.testing import BrokenLawError
from imagespaces.testing.law import (
    always,
    bankable,
    classed,
    computed,
    divided_by_regions,
    finite,
    has_instances,
    law,
    posed,
    small,
    some_indices,
    transformable,
    unbounded,
)
from imagespaces.testing.strategies import seeds
from imagespaces.transforms import Rotate
from tests.imagespaces.toys import Glyphs, Lone, Shades


@law(has_instances)
def dark(space: ImageSpace, indices: NDArray[np.int64], seed: int) -> None:
    """Images are dark.

    Whatever the seed.
    """
    bright = [index for index in indices.tolist() if space.at(index).image.max() > 0]
    if bright:
        raise AssertionError(f"of {indices.tolist()} {bright[0]} is bright (seed {seed})")


@law(always)
def crashing(space: ImageSpace) -> None:
    """Nothing."""
    raise ZeroDivisionError(f"no good: {space.height}")


def test_a_law_is_named_and_documented_as_its_function() -> None:
    assert dark.name == dark.__name__ == "dark"
    assert dark.__doc__ is not None
    assert dark.__doc__.startswith("Images are dark.")
    assert dark.__module__ == __name__
    assert dark.statement == "Images are dark."
    assert dark.about == "spaces of particular images"
    assert repr(dark) == "<law dark>"
    assert dark.applies(Lone())
    assert not dark.applies(ImageSpace(1, 1, 1))


def test_a_law_that_holds_says_nothing() -> None:
    dark(Lone())


def test_a_law_is_given_indices_and_a_seed() -> None:
    message = (
        "dark: of [0, 5] 5 is bright (seed 3)\n"
        "  example: laws.dark(space, indices=[0, 5], seed=3)\n"
        "  space: Glyphs(bright=255, partition=None, dtype='float32', stream=0)"
    )
    with pytest.raises(BrokenLawError, match="^" + re.escape(message) + "$") as caught:
        dark(Glyphs(), indices=[0, 5], seed=3)
    broken = caught.value
    assert (broken.law, broken.space, broken.reason) == ("dark", Glyphs(), "of [0, 5] 5 is bright (seed 3)")
    assert broken.example == "laws.dark(space, indices=[0, 5], seed=3)"


def test_an_example_gives_what_the_law_was_given() -> None:
    with pytest.raises(BrokenLawError) as dark_one:
        dark(Glyphs())
    with pytest.raises(BrokenLawError) as crashing_one:
        crashing(Glyphs(), indices=[1], seed=2)
    assert dark_one.value.example == "laws.dark(space, seed=0)"
    assert crashing_one.value.example == "laws.crashing(space)"


def test_one_fault_is_found_in_one_place() -> None:
    places = []
    for law_, indices in ((dark, [0, 5]), (dark, [5]), (crashing, None)):
        with pytest.raises(BrokenLawError) as caught:
            law_(Glyphs(), indices=indices)
        places.append(caught.value.place)
    assert places[0] == places[1] != places[2]
    assert [place[0] for place in places] == ["AssertionError", "AssertionError", "ZeroDivisionError"]


def test_an_error_within_a_law_breaks_it() -> None:
    with pytest.raises(BrokenLawError, match=r"^crashing: raised ZeroDivisionError: no good: 1\n") as caught:
        crashing(Lone())
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_space_that_cannot_be_shown_is_named() -> None:
    class Unshown(Lone):
        def __repr__(self) -> str:
            raise LookupError("no name")

    with pytest.raises(BrokenLawError, match=r"\n  space: a Unshown \(its repr raises LookupError: no name\)$"):
        crashing(Unshown())


def test_broken_laws_are_pickled() -> None:
    error = BrokenLawError("dark", Lone(), "so bright", "laws.dark(space)", ("AssertionError", "12"))
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - of what was dumped here
    assert vars(copy) == vars(error)
    assert str(copy) == str(error)


@pytest.mark.parametrize("space", [Lone(), Glyphs(), CircleSquare(), DoubleCircleSquare()], ids=repr)
@given(seed=seeds())
def test_indices_worth_a_look_are_in_range(space: ImageSpace, seed: int) -> None:
    size = space.size
    assert size is not None
    found = some_indices(space, seed)
    assert {0, size - 1} <= set(found.tolist())
    assert 0 == found.min() <= found.max() == size - 1
    assert found.tolist() == some_indices(space, seed).tolist()


def test_indices_worth_a_look_without_end() -> None:
    space = Shades()
    found = some_indices(space, 0).tolist()
    assert {0, 2**63 - 1, space.num_states - 1, space.num_states} <= set(found)
    assert min(found) == 0
    assert len({index % space.num_states for index in found}) > 2
    assert found != some_indices(space, 1).tolist()


BIG = CircleSquare(height=300, width=300)


@pytest.mark.parametrize(
    ("about", "spaces"),
    [
        (always, {"all images", "Shades", "Glyphs", "large", "posed", "divided"}),
        (has_instances, {"Shades", "Glyphs", "large", "posed", "divided"}),
        (finite, {"Glyphs", "large"}),
        (unbounded, {"Shades", "posed", "divided"}),
        (small, {"Glyphs"}),
        (computed, {"Glyphs"}),
        (bankable, {"Glyphs"}),
        (transformable, {"posed"}),
        (posed, {"posed"}),
        (divided_by_regions, {"divided"}),
        (classed, {"Shades", "divided", "large", "posed"}),
    ],
)
def test_which_spaces_laws_are_about(about: object, spaces: set[str]) -> None:
    known = {
        "all images": ImageSpace(2, 2, 1),
        "Shades": Shades(),
        "Glyphs": Glyphs(),
        "large": BIG,
        "posed": Polygons(states=3, radius=8, transforms=[Rotate()]),
        "divided": Shades(partition=ExplicitSplit({"dark": {"tone": "dark"}}, rest="light")),
    }
    assert callable(about)
    assert {name for name, space in known.items() if about(space)} == spaces


def test_spaces_that_may_repeat_are_not_one_to_one() -> None:
    repeating, plain = (
        DoubleCircleSquare(height=5, width=5, extent=2, gradient=gradient) for gradient in (False, True)
    )
    assert not computed(repeating)
    assert computed(plain)


def test_banks_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Glyphs, "bank_limit", 3)
    assert not bankable(Glyphs())
    assert small(Glyphs())
