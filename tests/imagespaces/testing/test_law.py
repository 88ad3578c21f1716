from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from imagespaces import CircleSquare, DoubleCircleSquare, ImageSpace, Polygons
from imagespaces.factors import ExplicitSplit
from imagespaces.testing import BrokenLawError, laws
from imagespaces.testing.law import (
    always,
    bankable,
    check_laws,
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


class Wrapping(CircleSquare):
    """Takes any index."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        return super().check_indices(np.asarray(indices) % self.num_states, split)


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
        "  example: dark(space, indices=[0, 5], seed=3)\n"
        "  space: Glyphs(bright=255, partition=None, dtype='float32', stream=0)"
    )
    with pytest.raises(BrokenLawError, match="^" + re.escape(message) + "$") as caught:
        dark(Glyphs(), indices=[0, 5], seed=3)
    broken = caught.value
    assert (broken.law, broken.space, broken.reason) == ("dark", Glyphs(), "of [0, 5] 5 is bright (seed 3)")
    assert broken.example == "dark(space, indices=[0, 5], seed=3)"


def test_an_example_gives_what_the_law_was_given() -> None:
    with pytest.raises(BrokenLawError) as dark_one:
        dark(Glyphs())
    with pytest.raises(BrokenLawError) as crashing_one:
        crashing(Glyphs(), indices=[1], seed=2)
    assert dark_one.value.example == "dark(space, seed=0)"
    assert crashing_one.value.example == "crashing(space)"


def test_one_fault_is_found_in_one_place() -> None:
    places = []
    for law_, indices in ((dark, [0, 5]), (dark, [5]), (crashing, None)):
        with pytest.raises(BrokenLawError) as caught:
            law_(Glyphs(), indices=indices)
        places.append(caught.value.place)
    assert places[0] == places[1] != places[2]
    assert [place[0] for place in places] == ["AssertionError", "AssertionError", "ZeroDivisionError"]


def test_an_error_within_a_law_breaks_it() -> None:
    with pytest.raises(
        BrokenLawError, match=r"^crashing: raised ZeroDivisionError: no good: 1, in test_law\.py:\d+, crashing\n"
    ) as caught:
        crashing(Lone())
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_laws_of_the_library_are_called_as_such() -> None:
    found = laws.out_of_range.broken_by(Wrapping())
    assert found is not None
    assert found.example == "laws.out_of_range(space)"


@pytest.mark.parametrize("indices", [None, [3, 4]])
def test_what_was_looked_at_is_told(indices: list[int] | None) -> None:
    found = dark.broken_by(Glyphs(), indices=None if indices is None else np.array(indices))
    assert found is not None
    assert found.indices == tuple(some_indices(Glyphs(), 0).tolist() if indices is None else indices)
    found = crashing.broken_by(Glyphs())
    assert found is not None
    assert found.indices is None


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: dark(ImageSpace(1, 2, 1)),
            ValueError,
            "dark is about spaces of particular images, got ImageSpace(height=1, width=2, channels=1, dtype='float32')",
        ),
        (lambda: dark(7), TypeError, "space must be an imagespaces.ImageSpace, got 7"),  # type: ignore[arg-type]
        (lambda: dark(Glyphs(), indices=[99]), ValueError, "indices must be from 0 to 15, got 99"),
        (lambda: dark(Glyphs(), indices=[1.7]), TypeError, "indices must be integers, got 1.7"),  # type: ignore[list-item]
        (lambda: dark(Glyphs(), seed=-1), ValueError, "seed must be an integer of at least 0, got -1"),
    ],
)
def test_a_wrong_call_breaks_no_law(call: Callable[[], None], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match="^" + re.escape(message) + "$"):
        call()


def test_a_law_may_be_about_a_space_that_can_not_tell() -> None:
    @law(lambda space: space.class_names is not None)
    def named(space: ImageSpace) -> None:
        """Classes have names."""
        raise AssertionError(f"they are {space.class_names}")

    class Nameless(CircleSquare):
        @property
        def class_names(self) -> tuple[str, ...]:
            raise LookupError("no names")

    assert named.about == "some spaces"
    assert named.may_be_about(Nameless())
    assert not named.may_be_about(Glyphs())
    with pytest.raises(BrokenLawError, match=r"^named: raised LookupError: no names, in test_law\.py:"):
        named(Nameless())


def odd(space: ImageSpace, index: int) -> None:
    """Nothing."""


def bare() -> None:
    """Nothing."""


def usual(space: ImageSpace, *, least: int = 3, seed: int, **others: object) -> None:
    """Nothing."""


@pytest.mark.parametrize(("check", "found"), [(odd, "(space, index)"), (bare, "()")])
def test_a_law_asks_for_what_there_is(check: Callable[..., None], found: str) -> None:
    message = f"{check.__name__} must take a space and, if it needs them, indices and a seed, got {found}"
    with pytest.raises(TypeError, match="^" + re.escape(message) + "$"):
        law(always)(check)


def test_what_has_a_default_needs_not_be_given() -> None:
    made = law(always)(usual)
    assert (made.takes_seed, made.takes_indices) == (True, False)
    made(Lone())


def test_laws_are_pickled_and_copied_by_name() -> None:
    for each in (dark, laws.any_order):
        assert pickle.loads(pickle.dumps(each)) is each  # noqa: S301 - of what was dumped here
        assert copy.deepcopy(each) is each


def test_functions_are_no_laws() -> None:
    assert check_laws(iter([dark, crashing])) == (dark, crashing)
    message = "laws must be of Law, as imagespaces.testing.law makes of a function, got <function odd at "
    with pytest.raises(TypeError, match="^" + re.escape(message)):
        check_laws([dark, odd])  # type: ignore[list-item]


def test_a_law_can_not_spoil_what_it_is_shown_next() -> None:
    @law(has_instances)
    def spoiling(space: ImageSpace, indices: NDArray[np.int64]) -> None:
        """Nothing."""
        indices[:] = 0

    shown = np.array([3, 4])
    assert spoiling.broken_by(Glyphs(), indices=shown) is None
    assert shown.tolist() == [3, 4]


def test_a_space_that_cannot_be_shown_is_named() -> None:
    class Unshown(Lone):
        def __repr__(self) -> str:
            raise LookupError("no name")

    with pytest.raises(BrokenLawError, match=r"\n  space: a Unshown \(its repr raises LookupError: no name\)$"):
        crashing(Unshown())


def test_broken_laws_are_pickled() -> None:
    error = BrokenLawError("dark", Lone(), "so bright", "dark(space)", ("AssertionError", "12"), (3, 5))
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
