from __future__ import annotations

import gc
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces import ImageSpace, Polygons
from imagespaces.bank import Bank
from imagespaces.loaded import ADE20K
from imagespaces.loaded.relabelling import OnlyClasses
from imagespaces.mask_bank import MaskBank, MaskLookup, mask_dtype
from imagespaces.testing.strategies import image_spaces
from tests.imagespaces.loaded.written import ade20k
from tests.imagespaces.toys import Regions

SMALL = Polygons(height=12, width=12, radius=5)


@given(image_spaces(max_pixels=150).filter(lambda space: space.has_masks), st.data())
def test_looked_up_masks_are_those_of_the_instances(space: ImageSpace, data: st.DataObject) -> None:
    last = 2**40 if space.size is None else space.size - 1
    indices = np.array(data.draw(st.lists(st.integers(0, last), min_size=1, max_size=5)))
    found, expected = MaskLookup(space)(indices), space.instances(indices).masks
    assert expected is not None
    assert found.dtype == expected.dtype == mask_dtype(space)
    assert found.tolist() == expected.tolist()


def test_masks_of_a_finite_space_are_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lookup = MaskLookup(SMALL)
    everything = np.arange(SMALL.num_states)
    expected = SMALL.instances(everything).masks
    assert expected is not None
    monkeypatch.setattr(Polygons, "_masks", None)
    assert lookup(everything).tolist() == expected.tolist()


def test_classes_of_pixels_are_int16() -> None:
    assert mask_dtype(Regions()) == np.int16
    assert MaskBank.of(Regions()).pixels.dtype == np.int16


def test_one_bank_is_shared_and_is_not_that_of_the_images() -> None:
    masks, images = MaskBank.of(SMALL), Bank.of(SMALL)
    assert masks is MaskBank.of(Polygons(height=12, width=12, radius=5))
    assert images is Bank.of(SMALL)
    assert masks.pixels.shape == (SMALL.num_states, 12, 12)
    assert images.pixels.shape == (SMALL.num_states, 12, 12, SMALL.channels)
    assert not masks.pixels.flags.writeable


def test_masks_that_are_looked_up_may_be_written_to() -> None:
    lookup = MaskLookup(SMALL)
    lookup(np.array([0]))[...] = True
    assert not lookup(np.array([0])).all()


def test_a_bank_is_pickled_as_its_recipe() -> None:
    lookup = MaskLookup(SMALL)
    data = pickle.dumps(lookup)
    assert len(data) < 2000
    restored = pickle.loads(data)  # noqa: S301 - what was just pickled
    assert restored(np.array([1])).tolist() == lookup(np.array([1])).tolist()


def test_masks_that_take_too_much_are_rendered_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Large(Polygons):
        bank_limit = SMALL.num_states * 144 - 1

    gc.collect()
    made: list[Any] = []
    monkeypatch.setattr(MaskBank, "__init__", lambda *arguments: made.append(arguments))
    space = Large(height=12, width=12, radius=5)
    expected = space.instances([2]).masks
    assert expected is not None
    assert MaskLookup(space)(np.array([2])).tolist() == expected.tolist()
    assert made == []


def test_masks_of_files_that_are_kept_anyway_are_not_kept_twice(tmp_path: Path) -> None:
    ade20k.write(tmp_path)
    space = ADE20K(root=tmp_path, height=8, width=9)
    assert np.shares_memory(MaskBank.of(space).pixels, np.asarray(space.stored_masks()))
    chosen = ADE20K(root=tmp_path, height=8, width=9, classes=[OnlyClasses(["street"])])
    indices = np.arange(chosen.num_states)
    expected = chosen.instances(indices).masks
    assert expected is not None
    assert MaskLookup(chosen)(indices).tolist() == expected.tolist()


def test_a_space_without_masks_has_none_to_look_up() -> None:
    with pytest.raises(ValueError, match=r"^masks are looked up in a space that has them, got ImageSpace"):
        MaskLookup(ImageSpace(3, 3, 1))
