from __future__ import annotations

import re
from collections.abc import Callable
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
    made_ahead_equals_rendering,
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


class Ahead(Shapes):
    """Makes ahead of need what is needed."""

    def make(self, index: int) -> NDArray[Any]:
        image: NDArray[Any] = self.pixels(np.array([index]))[0]
        return image

    def maker(self) -> Callable[[int], NDArray[Any]] | None:
        return self.make


class Blackened(Ahead):
    """Makes black images ahead of need."""

    def make(self, index: int) -> NDArray[Any]:
        return super().make(index) * np.float32(0)


class Widened(Ahead):
    """Makes images of another type ahead of need."""

    def make(self, index: int) -> NDArray[Any]:
        return super().make(index).astype(np.float64)


class Hurried(Ahead):
    """Makes images ahead of need in a place that all threads write to."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self._desk = np.zeros(self.shape, np.float32)

    def make(self, index: int) -> NDArray[Any]:
        self._desk[...] = super().make(index)
        return self._desk


class Busy(Ahead):
    """Never gets to it."""

    def make(self, index: int) -> NDArray[Any]:
        raise OSError(f"index must be made later, got {index}")


class Idle(Ahead):
    """Needs nothing ahead."""

    def maker(self) -> None:
        return None


@each(
    Fault(bank_equals_rendering, Stored(), "the bank's image differs"),
    Fault(equal_spaces_share_a_bank, Private(), "an equal space has another bank"),
    Fault(equal_spaces_share_a_bank, Confused(), "a space of uint8 shares the bank of one of float32"),
    Fault(banks_are_keyed_by_parameters, Forgetful(), "the image in the bank of the space with gradient=False differs"),
    Fault(slots_equal_rendering, Late(), "what Slots shows differs"),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)


@pytest.mark.parametrize(
    ("space", "reason"),
    [
        (Blackened(), "what is made ahead for index 0 differs in "),
        (Hurried(), "what is made ahead for index "),
        (Widened(), "what is made ahead for index 0 is float64 [5, 6, 1], not float32 [5, 6, 1]"),
    ],
    ids=lambda given: type(given).__name__,
)
def test_what_is_made_ahead_wrongly_is_caught(space: Ahead, reason: str) -> None:
    with pytest.raises(BrokenLawError, match=f"^made_ahead_equals_rendering: {re.escape(reason)}"):
        made_ahead_equals_rendering(space)


@pytest.mark.parametrize("space", [Ahead(), Busy(), Idle()], ids=lambda space: type(space).__name__)
def test_making_ahead_may_fail_or_be_left_out(space: Ahead) -> None:
    assert made_ahead_equals_rendering.applies(space)
    made_ahead_equals_rendering(space)
    assert not made_ahead_equals_rendering.applies(Shapes())


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
