from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces.bank import Bank
from imagespaces.testing import BrokenLawError
from imagespaces.testing.laws.banks import (
    bank_equals_rendering,
    banks_are_keyed_by_parameters,
    equal_spaces_share_a_bank,
    slots_equal_rendering,
)
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught
from tests.imagespaces.toys import Glyphs


class Stored(Shapes):
    """Stores other pixels than it gives."""

    def pixels(self, indices: NDArray[np.int64]) -> NDArray[Any]:
        return super().pixels(indices) / np.float32(2)


class Private(Shapes):
    """Has a bank of its own each time."""

    def bank_key(self) -> tuple[object, ...]:
        return (object(),)


class Confused(Shapes):
    """Has one bank for both types of pixels."""

    def bank_key(self) -> tuple[object, ...]:
        return (Confused,)


class OfBytes(Glyphs):
    """Keeps the same bytes whichever type it gives, and so has one bank for both."""

    def bank_key(self) -> tuple[object, ...]:
        return OfBytes, self.bright, self.stream


class Forgetful(Shapes):
    """Has one bank whether there is a gradient or not."""

    def bank_key(self) -> tuple[object, ...]:
        return Forgetful, self.shape, self.extent, self.dtype.name


class Late(Shapes):
    """Renders for the first lane what the last is to show."""

    def pixels(self, indices: NDArray[np.int64]) -> NDArray[Any]:
        return super().pixels(np.roll(indices, 1))


@each(
    Fault(bank_equals_rendering, Stored(), "the bank's image differs"),
    Fault(equal_spaces_share_a_bank, Private(), "an equal space has another bank"),
    Fault(equal_spaces_share_a_bank, Confused(), "a space of uint8 shares the bank of one of float32"),
    Fault(banks_are_keyed_by_parameters, Forgetful(), "the image in the bank of the space with gradient=False differs"),
    Fault(slots_equal_rendering, Late(), "what Slots shows differs"),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)


def test_types_of_pixels_that_are_kept_alike_may_share_a_bank() -> None:
    assert Bank.of(OfBytes()) is Bank.of(OfBytes(dtype="uint8"))
    for dtype in ("float32", "uint8"):
        equal_spaces_share_a_bank(OfBytes(dtype=dtype))
        bank_equals_rendering(OfBytes(dtype=dtype))


def test_writable_banks_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    bank = Bank(Shapes())
    bank.pixels = bank.pixels.copy()
    monkeypatch.setattr(Bank, "of", lambda _space: bank)
    with pytest.raises(BrokenLawError, match=r"^bank_equals_rendering: the bank can be written to\n"):
        bank_equals_rendering(Shapes())
