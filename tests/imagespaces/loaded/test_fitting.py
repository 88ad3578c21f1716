"""Cutting and squeezing, against Lanczos' filter written out."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from imagespaces.loaded.fitting import Box, Resize, centre_box, draft_size, fit
from tests.imagespaces.loaded.cases import noise

SIDES = st.integers(1, 24)
LARGE = st.integers(1, 5000)
RESIZES: tuple[Resize, ...] = ("crop", "squash")


def fitted(pixels: NDArray[np.uint8], height: int, width: int, resize: Resize) -> NDArray[np.uint8]:
    return np.asarray(fit(Image.fromarray(pixels), height, width, resize))


def lanczos(distance: float) -> float:
    return float(np.sinc(distance) * np.sinc(distance / 3)) if abs(distance) < 3 else 0.0


def weights(low: float, high: float, room: int, count: int) -> NDArray[np.float64]:
    """How much each of ``room`` pixels counts in each of ``count`` samples of the stretch from ``low`` to ``high``."""
    step = (high - low) / count
    spread = max(step, 1.0)
    table = np.zeros((count, room))
    for sample in range(count):
        centre = low + (sample + 0.5) * step
        reach = range(max(int(centre - 3 * spread + 0.5), 0), min(int(centre + 3 * spread + 0.5), room))
        for pixel in reach:
            table[sample, pixel] = lanczos((pixel + 0.5 - centre) / spread)
        table[sample] /= table[sample].sum()
    return table


def resampled(pixels: NDArray[np.uint8], box: Box, height: int, width: int) -> NDArray[np.float64]:
    across, down = weights(box[0], box[2], pixels.shape[1], width), weights(box[1], box[3], pixels.shape[0], height)
    result: NDArray[np.float64] = down @ pixels @ across.T
    return result


@given(SIDES, SIDES, st.sampled_from(RESIZES))
def test_a_picture_of_the_size_wanted_is_itself(height: int, width: int, resize: Resize) -> None:
    pixels = noise(height, width)
    assert np.array_equal(fitted(pixels, height, width, resize), pixels)


@given(SIDES, SIDES, st.integers(0, 9), st.booleans())
def test_what_only_stands_out_is_cut_off_without_resampling(height: int, width: int, more: int, wide: bool) -> None:
    rows, columns = (0, more) if wide else (more, 0)
    pixels = noise(height + rows, width + columns)
    top, left = rows // 2, columns // 2
    assert np.array_equal(fitted(pixels, height, width, "crop"), pixels[top : top + height, left : left + width])


@given(SIDES, SIDES, st.data(), st.sampled_from(RESIZES))
def test_resampling_is_the_filter_of_lanczos(height: int, width: int, data: st.DataObject, resize: Resize) -> None:
    # Below six pixels for one, so that no blocks are averaged first.
    tall, wide = (data.draw(st.integers(1, 5 * side)) for side in (height, width))
    box = (0.0, 0.0, wide, tall) if resize == "squash" else centre_box(tall, wide, height, width)
    pixels = noise(tall, wide, 1)[:, :, 0] // 4 + 96  # so that nothing overshoots the range of bytes
    difference = fitted(pixels, height, width, resize) - resampled(pixels, box, height, width)
    assert np.abs(difference).max() <= 1.5  # half a level, and half a level of the values between, weighed


@pytest.mark.parametrize("resize", RESIZES)
def test_averaging_blocks_first_changes_little(resize: Resize) -> None:
    ramp = np.add.outer(np.linspace(0, 200, 330), np.linspace(0, 40, 471))
    pixels = (ramp + noise(330, 471, 1)[:, :, 0] / 16).astype(np.uint8)
    box = (0.0, 0.0, 471.0, 330.0) if resize == "squash" else centre_box(330, 471, 16, 20)
    difference = fitted(pixels, 16, 20, resize) - resampled(pixels, box, 16, 20)
    assert np.abs(difference).max() <= 3


@given(st.tuples(st.integers(1, 300), st.integers(1, 300)), SIDES, SIDES, st.integers(0, 255), st.sampled_from(RESIZES))
def test_one_level_stays_that_level(size: tuple[int, int], height: int, width: int, level: int, resize: Resize) -> None:
    assert (fitted(np.full(size, level, np.uint8), height, width, resize) == level).all()


@pytest.mark.parametrize("resize", RESIZES)
def test_fine_stripes_do_not_alias(resize: Resize) -> None:
    stripes = np.zeros((100, 150), np.uint8)
    stripes[:, ::2] = 255
    seen = fitted(stripes, 31, 31, resize)
    assert np.abs(seen[:, 2:-2].astype(int) - 127).max() <= 12


@given(LARGE, LARGE, SIDES, SIDES)
def test_the_box_has_the_proportions_wanted_and_fills_one_side(tall: int, wide: int, height: int, width: int) -> None:
    left, top, right, bottom = centre_box(tall, wide, height, width)
    assert 0 <= left < right <= wide
    assert 0 <= top < bottom <= tall
    assert math.isclose((right - left) * height, (bottom - top) * width, rel_tol=1e-9)
    assert (left, right) == (0, wide) or (top, bottom) == (0, tall)


@given(LARGE, LARGE, SIDES, SIDES)
def test_the_box_is_cut_between_pixels_of_the_result_nearest_the_middle(
    tall: int, wide: int, height: int, width: int
) -> None:
    left, top, _, _ = centre_box(tall, wide, height, width)
    scale = max(Fraction(height, tall), Fraction(width, wide))
    for cut, room, size in ((left, wide, width), (top, tall, height)):
        pixels = math.floor((room * scale - size) / 2)
        assert math.isclose(cut, float(pixels / scale), rel_tol=1e-12)


@given(LARGE, LARGE, SIDES, SIDES)
def test_the_box_of_the_picture_on_its_side_is_the_box_on_its_side(
    tall: int, wide: int, height: int, width: int
) -> None:
    left, top, right, bottom = centre_box(tall, wide, height, width)
    assert centre_box(wide, tall, width, height) == (top, left, bottom, right)


@given(LARGE, LARGE, SIDES, SIDES)
def test_a_draft_divides_the_picture_and_leaves_three_pixels_for_one(
    tall: int, wide: int, height: int, width: int
) -> None:
    size = draft_size(tall, wide, height, width)
    possible = [
        block
        for block in (2, 4, 8)
        if tall % block == 0 == wide % block and min(tall, wide) // block >= 3 * max(height, width)
    ]
    if size is None:
        assert not possible
    else:
        assert (size[0] * max(possible), size[1] * max(possible)) == (wide, tall)
