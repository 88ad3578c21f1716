"""Images as they are shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.drawing.picture import displayed, shown_size, to_rgb

SIDE = st.integers(1, 4096)


@given(SIDE, SIDE)
def test_what_is_shown_is_neither_tiny_nor_huge(height: int, width: int) -> None:
    shown = shown_size((height, width), 320, 384)
    assert 193 <= max(shown) <= 384
    assert min(shown) >= 1


@given(SIDE, SIDE)
def test_small_images_are_enlarged_by_a_whole_factor(height: int, width: int) -> None:
    shown = shown_size((height, width), 320, 384)
    if max(height, width) <= 384:
        factor, rest = divmod(shown[0], height)
        assert rest == 0
        assert shown[1] == width * factor


@given(st.integers(385, 4096), st.integers(385, 4096))
def test_large_images_keep_their_proportions(height: int, width: int) -> None:
    shown = shown_size((height, width), 320, 384)
    assert max(shown) == 384
    assert abs(shown[0] / shown[1] / (height / width) - 1) < 0.02


def test_enlarged_pixels_are_squares_of_one_colour() -> None:
    image = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    assert np.array_equal(displayed(image, (6, 6)), np.kron(image, np.ones((3, 3, 1), np.uint8)))


def test_reduced_pixels_are_means() -> None:
    image = np.array([[[0.0], [1.0]], [[1.0], [0.0]]] * 2, np.float32)  # 4 × 2
    assert displayed(image, (2, 1)).tolist() == [[[128] * 3], [[128] * 3]]


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_gray_becomes_three_equal_channels(dtype: str) -> None:
    values = np.array([0, 51, 255], np.uint8)
    image = (values if dtype == "uint8" else values.astype(np.float32) / np.float32(255)).reshape(1, 3, 1)
    assert to_rgb(image).tolist() == [[[value] * 3 for value in values.tolist()]]


def test_three_channels_are_red_green_and_blue() -> None:
    assert to_rgb(np.array([[[0.0, 0.2, 1.0]]], np.float32)).tolist() == [[[0, 51, 255]]]


@pytest.mark.parametrize("channels", [2, 4, 7])
def test_of_other_numbers_of_channels_the_first_is_shown(channels: int) -> None:
    image = np.full((1, 1, channels), 9, np.uint8)
    image[..., 0] = 77
    assert to_rgb(image).tolist() == [[[77, 77, 77]]]
