"""What environments look at is what the space renders."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.bank import Bank, Slots, Slow, gallery
from imagespaces.pixels import from_bytes
from imagespaces.space import ImageSpace
from imagespaces.testing.checks import again, expect, expect_same
from imagespaces.testing.law import bankable, has_instances, law, some_indices
from imagespaces.testing.varying import neighbours

__all__ = [
    "bank_equals_rendering",
    "banks_are_keyed_by_parameters",
    "equal_spaces_share_a_bank",
    "made_ahead_equals_rendering",
    "slots_equal_rendering",
]

_THREADS = 4


@law(bankable)
def bank_equals_rendering(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """The bank of a finite space holds the image of every index, and is read-only."""
    bank = Bank.of(space)
    rows = indices if bank.rows is None else bank.rows[indices]
    _expect_on_show(space, bank.pixels[rows], indices, "the bank's image")
    expect(not bank.pixels.flags.writeable, "the bank can be written to")


@law(bankable)
def equal_spaces_share_a_bank(space: ImageSpace, seed: int) -> None:
    """Equal spaces have one bank, whichever is asked; where pixels are kept in another type there is another bank."""
    bank = Bank.of(space)
    expect(Bank.of(again(space, seed=seed)) is bank, "an equal space has another bank")
    other = again(space, dtype="uint8" if space.dtype == np.float32 else "float32")
    if other.stored_dtype != space.stored_dtype:
        expect(Bank.of(other) is not bank, f"a space of {other.dtype} shares the bank of one of {space.dtype}")


@law(bankable)
def banks_are_keyed_by_parameters(space: ImageSpace, seed: int) -> None:
    """While a space has a bank, one that differs in a single parameter is shown as it is itself, not by that bank."""
    banks = [Bank.of(space)]
    for what, other in neighbours(space):
        if bankable(other):
            banks.append(bank := Bank.of(other))
            indices = some_indices(other, seed)
            rows = indices if bank.rows is None else bank.rows[indices]
            _expect_on_show(other, bank.pixels[rows], indices, f"the image in the bank of the space with {what}")


@law(has_instances)
def slots_equal_rendering(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Slots, and what ``gallery`` chooses, show in each lane the image of its index, and change no other lane."""
    lanes = np.arange(len(indices))
    for shown in (Slots(space, len(lanes)), gallery(space, len(lanes))):
        shown.show(lanes, indices)
        shown.show(lanes[:1], indices[-1:])
        expected = np.concatenate((indices[-1:], indices[1:]))
        _expect_on_show(space, shown.pixels[shown.rows], expected, f"what {type(shown).__name__} shows")


def ahead_of_need(space: ImageSpace) -> bool:
    """Take spaces that say how images are made ahead of need."""
    return has_instances(space) and isinstance(space, Slow)


@law(ahead_of_need)
def made_ahead_equals_rendering(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """What a maker makes of an index, in several threads at once, is what is rendered for it; or it raises."""
    make = space.maker() if isinstance(space, Slow) else None
    if make is None:  # there is no need
        return
    with ThreadPoolExecutor(_THREADS) as pool:
        made = [pool.submit(make, index) for index in indices.tolist()]
    for index, expected, found in zip(indices.tolist(), space.pixels(indices), made, strict=True):
        if found.exception() is None:
            expect_same(found.result(), expected, f"what is made ahead for index {index}")


def _expect_on_show(space: ImageSpace, found: NDArray[Any], indices: NDArray[np.int64], what: str) -> None:
    """Compare stored pixels with what the space gives: bytes of 8-bit sources are divided when they are looked at."""
    images = space.instances(indices).images
    if found.dtype == np.uint8 and images.dtype == np.float32:
        found = from_bytes(found)
    expect_same(found, images, what)
