from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces import Instances
from imagespaces.factors import Between, ExplicitSplit, Only, Split
from imagespaces.testing import BrokenLawError
from imagespaces.testing.excuses import MAY_LACK
from imagespaces.testing.laws.splits import (
    held_out_values_stay_out,
    only_known_splits,
    splits_are_disjoint,
    splits_are_drawn_from,
    splits_keep_to_themselves,
)
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught
from tests.imagespaces.toys import Glyphs, Shades


class Part:
    """Some states of 60, listed, and as many ranks."""

    repeats = False

    def __init__(self, *states: int, ranks: tuple[int, ...] | None = None) -> None:
        self._ranked = np.array(states if ranks is None else ranks)
        self._states = states
        self.size = self.num_states = len(states)
        self.measure = Fraction(len(states), 60)

    def contains(self, indices: Any) -> NDArray[np.bool_]:
        return np.isin(indices, self._states)

    def indices(self, ranks: Any) -> NDArray[np.int64]:
        return np.asarray(self._ranked[ranks])


EVERY = tuple(range(60))


def divided(**parts: Part) -> Mapping[str, Part]:
    return MappingProxyType(parts)


class Parted(Shapes):
    """Is divided as its subclasses say."""

    parts: Mapping[str, Part]

    @property
    def splits(self) -> Mapping[str, Split]:
        return self.parts  # type: ignore[return-value]


class Sound(Parted):
    """Is divided well, by the measure of the laws."""

    parts = divided(all=Part(*EVERY), train=Part(*EVERY[:50]), test=Part(*EVERY[50:]))


class Overlapping(Parted):
    """Has states in two splits."""

    parts = divided(all=Part(*EVERY), train=Part(*EVERY), test=Part(*EVERY))


class Leaky(Parted):
    """Has states in no split."""

    parts = divided(all=Part(*EVERY), train=Part(1, 2), test=Part(3))


class Headless(Parted):
    """Has no whole."""

    parts = divided(train=Part(*EVERY))


class Incomplete(Parted):
    """Has a whole that lacks something."""

    parts = divided(all=Part(*EVERY[:-1]))


class Deaf(Sound):
    """Gives what is asked for, of whichever split it is."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        return super().check_indices(indices)


class Dimmed(Sound):
    """Shows members of a split darker."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        many = super().instances(indices, split)
        return replace(many, images=many.images / np.float32(1 if split is None else 2))


class Elsewhere(Parted):
    """Draws from one split what is in the other."""

    parts = divided(all=Part(*EVERY), train=Part(*EVERY[:50], ranks=EVERY[10:]), test=Part(*EVERY[50:]))


class Repeating(Parted):
    """Draws one state of a split again and again."""

    parts = divided(all=Part(*EVERY), train=Part(*EVERY[:50], ranks=(7,) * 50), test=Part(*EVERY[50:]))


class Immeasurable(Sound):
    """Has shares that do not add up."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        test = Part(*EVERY[50:])
        test.measure = Fraction(1, 2)
        self.parts = {**self.parts, "test": test}


class Short(Sound):
    """Has shares that leave a quarter of the space out."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        test = Part(*EVERY[50:])
        test.measure = Fraction(3, 4) - self.parts["train"].measure
        self.parts = {**self.parts, "test": test}


class Obliging(Shapes):
    """Has any split that it is asked for."""

    def split(self, name: str) -> Split:
        return self.splits["all"]


@each(
    Fault(splits_are_disjoint, Overlapping(), "index 0 is in 2 of the splits ['test', 'train']\n"),
    Fault(splits_are_disjoint, Leaky(), f"index 0 is in 0 of the splits ['test', 'train']; {MAY_LACK}\n"),
    Fault(splits_are_disjoint, Headless(), "there is no split 'all', only ['train']"),
    Fault(splits_are_disjoint, Incomplete(), "split 'all' lacks instances"),
    Fault(splits_keep_to_themselves, Deaf(), "must raise ValueError, gave Instance"),
    Fault(splits_keep_to_themselves, Dimmed(), "instances of split 'all': images differs"),
    Fault(splits_are_drawn_from, Elsewhere(), "some not in it"),
    Fault(splits_are_drawn_from, Repeating(), "of split 'train' give is 1 (int), not "),
    Fault(splits_are_drawn_from, Immeasurable(), "the splits' shares of the space add up to 4/3\n"),
    Fault(splits_are_drawn_from, Short(), f"the splits' shares of the space add up to 3/4; {MAY_LACK}\n"),
    Fault(only_known_splits, Obliging(), "split('no such split') must raise ValueError, gave <Split 'all'"),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)


def test_well_divided_spaces_pass() -> None:
    for law in (splits_are_disjoint, splits_keep_to_themselves, splits_are_drawn_from, only_known_splits):
        law(Sound())


HELD_OUT = ExplicitSplit(
    {"held_out": [{"tone": "dark", "shade": (0.25, 0.5)}, Only("bars", 0.5) & Between("shade", 0, 0.1)]}, rest="rest"
)


class Leaking(Shades):
    """Draws values from all of their ranges, whatever split an index is of."""

    def _interval_values(self, indices: Any, units: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        return {name: self.factors[name].from_unit(unit) for name, unit in units.items()}  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", range(5))
def test_held_out_values_stay_out(seed: int) -> None:
    held_out_values_stay_out(Shades(partition=HELD_OUT), seed=seed, indices=range(60))


def test_held_out_values_that_leak_are_caught() -> None:
    assert not held_out_values_stay_out.applies(Shades())
    message = (
        r"^held_out_values_stay_out: the values of index \d+ are (not )?in the region of split 'held_out', .*Only.*, "
        r"of which it is (one|none)\n"
    )
    with pytest.raises(BrokenLawError, match=message):
        held_out_values_stay_out(Leaking(partition=HELD_OUT), indices=range(60))


def test_states_that_leak_are_caught() -> None:
    class Swapped(Glyphs):
        """Has the splits of another partition than it says."""

        @property
        def splits(self) -> Mapping[str, Split]:
            names = super().splits
            return {"all": names["all"], "few": names["rest"], "rest": names["few"]}

    partition = ExplicitSplit({"few": {"pattern": [3, 4]}}, rest="rest")
    held_out_values_stay_out(Glyphs(partition=partition))
    with pytest.raises(BrokenLawError, match=r"the values of index 0 are not in the region of split 'few'"):
        held_out_values_stay_out(Swapped(partition=partition), indices=[0])
