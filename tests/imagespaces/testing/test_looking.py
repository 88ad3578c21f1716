from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces import CircleSquare, ImageSpace
from imagespaces.testing import Law, always, laws, looking
from imagespaces.testing.looking import MOST, looked_at
from tests.imagespaces.toys import Glyphs, Shades


def check(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Nothing."""


ONE_BY_ONE = Law(check, always, one_by_one=True)


def seen(space: ImageSpace, examples: int | None = None, seed: int = 0) -> list[int]:
    """Give what is looked at one by one, beside what all laws are shown."""
    first, *batches = looked_at(ONE_BY_ONE, space, seed, examples)
    assert first is None
    return [index for batch in batches if batch is not None for index in batch.tolist()]


@pytest.mark.parametrize("law", [laws.any_order, laws.unhashable])
def test_laws_that_compare_look_at_some(law: Law) -> None:
    assert list(looked_at(law, Glyphs(), 0, 100)) == [None]


def test_all_of_a_small_space_are_looked_at_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(Glyphs()) == list(range(16))
    monkeypatch.setattr(looking, "_BATCH_BYTES", 5 * 16)
    lengths = [len(batch) for batch in looked_at(ONE_BY_ONE, Glyphs(), 0) if batch is not None]
    assert lengths == [5, 5, 5, 1]


def test_of_more_some_are_drawn() -> None:
    space = CircleSquare(height=30, width=40)
    assert space.num_states > MOST
    found = seen(space)
    assert MOST // 2 < len(found) <= MOST
    assert 0 <= min(found) < max(found) < space.num_states
    assert found == seen(space) != seen(space, seed=1)


def test_of_spaces_that_are_not_small_no_more_are_looked_at() -> None:
    assert seen(Shades()) == seen(CircleSquare(height=300, width=300)) == []


def test_it_can_be_said_how_many() -> None:
    assert seen(Glyphs(), 16) == list(range(16))
    assert 0 < len(seen(Glyphs(), 5)) <= 5
    endless = seen(Shades(), 7)
    assert len(endless) == 7
    assert max(endless) > 2**60
    assert seen(Glyphs(), 0) == []


@pytest.mark.parametrize("size", [LookupError("no size"), 16.0])
def test_a_size_that_makes_no_sense_is_left_to_other_laws(size: Any) -> None:
    class Sizeless(Glyphs):
        @property
        def size(self) -> Any:
            if isinstance(size, Exception):
                raise size
            return size

    assert seen(Sizeless()) == []


def test_what_is_said_of_each_image_is_looked_at_one_by_one() -> None:
    names = {law.name for law in laws.LAWS if law.one_by_one}
    assert {"declared_shape", "factor_values", "labels_agree", "masks_fit", "shapes_stay_inside"} <= names
