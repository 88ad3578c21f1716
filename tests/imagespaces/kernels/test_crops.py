"""Parts of pictures against means and interpolation written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.kernels.crops import Pyramid


def noise(height: int, width: int, channels: int = 3) -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (height, width, channels), dtype=np.uint8)


def cropped(picture: NDArray[np.uint8], left: float, top: float, zoom: float, *shape: int) -> NDArray[np.uint8]:
    out = np.empty((*shape, picture.shape[2]), np.uint8)
    Pyramid(picture).crop(left, top, zoom, out)
    return out


@given(st.integers(0, 7), st.integers(0, 5), st.integers(1, 9), st.integers(1, 7), st.sampled_from([1, 3]))
def test_as_many_pixels_as_there_are_come_out_as_they_are(
    left: int, top: int, width: int, height: int, channels: int
) -> None:
    picture = noise(12, 16, channels)
    assert np.array_equal(
        cropped(picture, left, top, 1, height, width), picture[top : top + height, left : left + width]
    )


@pytest.mark.parametrize("level", [1, 2, 3])
def test_halves_of_halves_are_means_of_blocks(level: int) -> None:
    block = 2**level
    picture = noise(32, 48)
    blocks = picture.reshape(32 // block, block, 48 // block, block, 3).mean(axis=(1, 3))
    found = cropped(picture, 0, 0, block, 32 // block, 48 // block)
    assert np.abs(found - blocks).max() <= 0.5 * level  # each halving rounds once


@given(st.floats(0.2, 12), st.floats(0, 40), st.floats(0, 40))
def test_a_slope_stays_the_slope_that_it_is(zoom: float, left: float, top: float) -> None:
    """Whatever the size and place, a pixel shows the middle of what it covers: nothing is moved."""
    y, x = np.mgrid[:160, :160] + 0.5
    picture = np.stack((x, y, (x + y) / 2), axis=2).round().astype(np.uint8)
    across, down = np.meshgrid(left + zoom * (np.arange(9) + 0.5), top + zoom * (np.arange(7) + 0.5))
    expected = np.stack((across, down, (across + down) / 2), axis=2)
    found = cropped(picture, left, top, zoom, 7, 9)
    inside = (expected[..., :2].min(axis=2) > 4) & (expected[..., :2].max(axis=2) < 144)  # no border is near
    assert np.abs(found - expected)[inside].max(initial=0) <= 1.75


@pytest.mark.parametrize("zoom", [1.3, 2.0, 3.1, 4.7, 9.9])
def test_stripes_too_fine_to_be_seen_are_gray(zoom: float) -> None:
    stripes = np.zeros((128, 128, 1), np.uint8)
    stripes[:, ::2] = 255
    found = cropped(stripes, 3.3, 1.7, zoom, 8, 8).astype(int)
    assert np.abs(found - 127.5).max() <= (70 if zoom < 2 else 2)


def test_what_is_outside_continues_the_border() -> None:
    picture = noise(4, 4, 1)
    found = cropped(picture, -3, -3, 1, 10, 10)
    assert np.array_equal(found, np.pad(picture[..., 0], 3, mode="edge")[..., None])


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (5, 3)])
def test_pictures_of_any_size_have_parts(shape: tuple[int, int]) -> None:
    picture = np.full((*shape, 3), 77, np.uint8)
    assert (Pyramid(picture).size, set(cropped(picture, 0, 0, 0.25, 3, 4).ravel().tolist())) == (shape, {77})
    assert set(cropped(picture, 0, 0, 50.0, 3, 4).ravel().tolist()) == {77}
