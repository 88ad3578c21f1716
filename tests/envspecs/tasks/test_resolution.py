from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.tasks.resolution import averaged, checked_size, picked

seeds = st.integers(0, 2**32 - 1)


@st.composite
def shrinking(draw: st.DrawFn) -> tuple[tuple[int, int], tuple[int, int]]:
    """The sizes of images, and of smaller ones."""
    height, width = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    return (height, width), (draw(st.integers(1, height)), draw(st.integers(1, width)))


def shares(room: int, count: int) -> list[list[Fraction]]:
    """How much of each of ``count`` cells over ``room`` pixels each pixel is."""
    cell = Fraction(room, count)
    return [
        [
            max(Fraction(0), min((i + 1) * cell, Fraction(k + 1)) - max(i * cell, Fraction(k))) / cell
            for k in range(room)
        ]
        for i in range(count)
    ]


@given(shrinking(), st.sampled_from([1, 3, 5]), seeds)
def test_pixels_are_means_over_what_they_cover(sizes: Any, channels: int, seed: int) -> None:
    (height, width), (rows, columns) = sizes
    images = np.random.default_rng(seed).random((2, height, width, channels), np.float32)
    found = averaged(images, (rows, columns))
    down, across = (np.array(shares(*each), float) for each in ((height, rows), (width, columns)))
    expected = np.einsum("ik,jl,bklc->bijc", down, across, images.astype(float))
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=2e-6)
    assert found.min() >= 0
    assert found.max() <= 1


def test_bytes_are_taken_for_values_up_to_one() -> None:
    assert averaged(np.array([[[[255], [0]]]], np.uint8), (1, 1)).ravel().tolist() == [0.5]


@given(shrinking(), seeds)
def test_classes_are_those_in_the_middle_of_cells(sizes: Any, seed: int) -> None:
    (height, width), (rows, columns) = sizes
    maps = np.random.default_rng(seed).integers(-1, 5, (2, height, width)).astype(np.int16)
    found = picked(maps, (rows, columns))
    for row in range(rows):
        for column in range(columns):
            y = int(Fraction(2 * row + 1, 2 * rows) * height)  # the pixel that the middle of the cell lies in
            x = int(Fraction(2 * column + 1, 2 * columns) * width)
            assert found[:, row, column].tolist() == maps[:, y, x].tolist()


def test_masks_of_objects_become_classes() -> None:
    found = picked(np.array([[[True, False]]]), (1, 2))
    assert (found.dtype, found.tolist()) == (np.dtype(np.int16), [[[1, 0]]])


@pytest.mark.parametrize("size", [(9, 4), (8, 6), (0, 3)])
def test_no_more_is_predicted_than_there_is(size: tuple[int, int]) -> None:
    message = f"size must be from 1 × 1 to that of the images, 8 × 5, got {size[0]} × {size[1]}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        checked_size(size, (8, 5))
