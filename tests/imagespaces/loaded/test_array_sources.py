"""Pictures that are decoded already."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.loaded.array_sources import ArraySources
from imagespaces.loaded.pictures import Form, decode
from imagespaces.loaded.reading import strict
from tests.imagespaces.loaded.cases import encoded, noise


def sources(count: int, height: int, width: int, channels: int) -> ArraySources:
    array = np.stack([noise(height, width, channels, seed=number) for number in range(count)])
    return ArraySources(array, "batch_1[{}]".format)


@given(
    st.integers(1, 9),
    st.integers(1, 9),
    st.sampled_from([1, 3]),
    st.builds(Form, st.integers(1, 9), st.integers(1, 9), st.sampled_from([1, 3]), st.sampled_from(["crop", "squash"])),
)
def test_a_picture_is_brought_to_a_form_as_one_of_a_file_is(height: int, width: int, channels: int, form: Form) -> None:
    pictures = sources(2, height, width, channels)
    found = pictures[1].decode(form)
    with strict():
        expected = decode(encoded(pictures.array[1]), form)
    assert found.mask is None
    assert found.pixels.dtype == np.uint8
    assert np.array_equal(found.pixels, expected)


@pytest.mark.parametrize("channels", [1, 3])
def test_pictures_that_have_the_form_are_ready_and_the_same(channels: int) -> None:
    pictures = sources(4, 5, 7, channels)
    form = Form(5, 7, channels, "crop")
    assert pictures.ready(form) is pictures.array
    assert all(
        np.array_equal(source.decode(form).pixels, row) for source, row in zip(pictures, pictures.array, strict=True)
    )
    for other in (Form(7, 5, channels, "crop"), Form(5, 7, 4 - channels, "crop")):
        assert pictures.ready(other) is None


def test_each_has_its_name() -> None:
    pictures = sources(3, 2, 2, 1)
    assert [source.name for source in pictures] == ["batch_1[0]", "batch_1[1]", "batch_1[2]"]
    assert pictures[-1].name == "batch_1[2]"


@pytest.mark.parametrize(
    ("array", "found"),
    [
        (np.zeros((2, 3, 4, 2), np.uint8), "uint8 [2, 3, 4, 2]"),
        (np.zeros((2, 3, 4), np.uint8), "uint8 [2, 3, 4]"),
        (np.zeros((2, 0, 4, 1), np.uint8), "uint8 [2, 0, 4, 1]"),
        (np.zeros((2, 3, 4, 1), np.int8), "int8 [2, 3, 4, 1]"),
    ],
)
def test_other_arrays_are_refused(array: NDArray[np.uint8], found: str) -> None:
    message = f"an array of pictures must be uint8 [N, h, w, 1] or [N, h, w, 3], got {found}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        ArraySources(array, str)
