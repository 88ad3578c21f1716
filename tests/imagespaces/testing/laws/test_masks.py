from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces import CircleSquare, ImageSpace, Polygons
from imagespaces.mask_bank import MaskBank
from imagespaces.testing.laws.masks import coverage_fits_masks, stored_masks_equal_masks
from imagespaces.transforms import Rotate, Scale
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught
from tests.imagespaces.toys import Glyphs, Regions, Shades

Values = Mapping[str, NDArray[Any]]


class Wide(Shapes):
    """A sound space of objects that leave more than half of the image empty."""

    def __init__(self, *, height: int = 7, width: int = 16, **others: Any) -> None:
        super().__init__(height=height, width=width, **others)


class Everywhere(Wide):
    """Covers all pixels, a little."""

    def _coverage(self, values: Values) -> NDArray[np.float32]:
        return np.full((len(values["x"]), self.height, self.width), 0.1, np.float32)


class Ninefold(Shapes):
    """Covers pixels nine times."""

    def _coverage(self, values: Values) -> NDArray[np.float32]:
        return super()._coverage(values) * np.float32(9)


class Undefined(Shapes):
    """Covers no number of pixels."""

    def _coverage(self, values: Values) -> NDArray[np.float32]:
        return super()._coverage(values) * np.float32("nan")


class Uncovered(Shapes):
    """Covers nothing, whatever the masks say."""

    def _coverage(self, values: Values) -> NDArray[np.float32]:
        return super()._coverage(values) * np.float32(0)


class Doubled(Shapes):
    """Tells of shares in a type of its own."""

    def _coverage(self, values: Values) -> Any:
        return super()._coverage(values).astype(np.float64)


class Flat(Shapes):
    """Tells of shares without rows."""

    def _coverage(self, values: Values) -> NDArray[np.float32]:
        return super()._coverage(values).reshape(len(values["x"]), -1)


class AllOfIt(Shapes):
    """Holds masks that say yes everywhere."""

    def stored_masks(self) -> NDArray[np.bool_]:
        return np.ones((self.num_states, self.height, self.width), np.bool_)


class Reversed(Shapes):
    """Holds the right masks in the wrong order."""

    def stored_masks(self) -> NDArray[np.bool_]:
        masks: NDArray[np.bool_] = np.asarray(self._masks(self.factor_values(np.arange(self.num_states))))
        return masks[::-1]


class Rows(Reversed):
    """Says which mask is of which state."""

    def stored_rows(self) -> NDArray[np.int64]:
        return np.arange(self.num_states)[::-1]


class OneForAll(Shapes):
    """Has one bank for all, which this process has filled before."""

    def bank_key(self) -> tuple[object, ...]:
        return ("one for all",)


@each(
    Fault(coverage_fits_masks, Everywhere(), "at 0 a pixel is covered that is more than 2 pixels away from the mask"),
    Fault(coverage_fits_masks, Ninefold(), "of a pixel [9.] is covered, where 0 to 1 is allowed"),
    Fault(coverage_fits_masks, Undefined(), "of a pixel [nan] is covered, where 0 to 1 is allowed"),
    Fault(coverage_fits_masks, Uncovered(), "at 0 nothing is covered of a pixel of the mask"),
    Fault(coverage_fits_masks, Doubled(), "the coverage is float64 [8, 5, 6], not float32 [8, 5, 6]"),
    Fault(coverage_fits_masks, Flat(), "the coverage is float32 [8, 30], not float32 [8, 5, 6]"),
    Fault(stored_masks_equal_masks, AllOfIt(), "a mask that is held differs in "),
    Fault(stored_masks_equal_masks, Reversed(), "a mask that is held differs in "),
)
def test_caught(fault: Fault) -> None:
    coverage_fits_masks(Wide())
    expect_caught(fault)


def test_masks_that_are_looked_up_elsewhere_are_caught() -> None:
    other = OneForAll(gradient=False)
    bank = MaskBank.of(other)
    bank.pixels = ~bank.pixels
    with pytest.raises(AssertionError, match=r"^stored_masks_equal_masks: a mask that is looked up differs"):
        stored_masks_equal_masks(OneForAll())


@pytest.mark.parametrize(
    "space",
    [
        Rows(),
        Shades(),
        Regions(transforms=(Rotate(), Scale((0.5, 2)))),
        Polygons(states=3, height=17, width=17, radius=7, transforms=[Rotate()]),
        CircleSquare(height=400, width=400),
    ],
    ids=lambda space: type(space).__name__,
)
def test_sound_spaces_pass(space: ImageSpace) -> None:
    for law in (coverage_fits_masks, stored_masks_equal_masks):
        if law.applies(space):
            law(space)


def test_which_spaces_they_are_about() -> None:
    spaces = (Shapes(), Regions(), Glyphs(), ImageSpace(2, 2, 1))
    assert [coverage_fits_masks.applies(space) for space in spaces] == [True, False, False, False]
    assert [stored_masks_equal_masks.applies(space) for space in spaces] == [True, True, False, False]
