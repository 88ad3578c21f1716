"""Warped pictures against bilinear interpolation written out in plain loops."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.kernels.warping import stamp, warp

SIZES = st.tuples(st.integers(1, 9), st.integers(1, 9))
QUARTERS = [np.array([(1, 0), (0, 1)]), np.array([(0, 1), (-1, 0)]), -np.eye(2), np.array([(0, -1), (1, 0)])]


def noise(*shape: int, seed: int = 0) -> NDArray[np.float32]:
    return np.random.default_rng(seed).random(shape, dtype=np.float32)


def smooth(height: int, width: int) -> NDArray[np.float32]:
    """A picture whose slope is small, so that places rounded to 1/32 pixel change little."""
    y, x = np.mgrid[:height, :width]
    return np.asarray((0.5 + 0.2 * np.sin(x / 5) + 0.2 * np.cos(y / 4))[..., None], np.float32)


def bilinear(picture: NDArray[np.float32], x: float, y: float) -> float:
    """The value at a place; outside of the picture are zeros."""
    left, top = math.floor(x), math.floor(y)
    value = 0.0
    for row, down in ((top, top + 1 - y), (top + 1, y - top)):
        for column, across in ((left, left + 1 - x), (left + 1, x - left)):
            if 0 <= row < picture.shape[0] and 0 <= column < picture.shape[1]:
                value += down * across * float(picture[row, column, 0])
    return value


def expected(
    picture: NDArray[np.float32], linear: NDArray[np.float64], offset: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Each pixel the mean of k × k samples, where the inverse map leads."""
    height, width = picture.shape[:2]
    inverse = np.linalg.inv(linear)
    samples = max(1, math.ceil(np.linalg.svd(inverse)[1].max() - 1e-9))
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    result = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            for down in range(samples):
                for across in range(samples):
                    place = np.array([column + (across + 0.5) / samples - 0.5, row + (down + 0.5) / samples - 0.5])
                    source = inverse @ (place - middle - offset) + middle
                    result[row, column] += bilinear(picture, source[0], source[1]) / samples**2
    return result


@st.composite
def maps(draw: st.DrawFn, least: float = 0.3, most: float = 3.0) -> NDArray[np.float64]:
    turn, size = draw(st.floats(0, 2 * np.pi)), draw(st.floats(least, most))
    slant = np.array([(1.0, draw(st.floats(-0.4, 0.4))), (0.0, draw(st.sampled_from([-1.0, 1.0])))])
    return np.asarray(size * slant @ np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))]))


@given(maps(), st.tuples(st.floats(-5, 5), st.floats(-5, 5)), st.tuples(st.integers(8, 20), st.integers(8, 20)))
@settings(max_examples=30)
def test_values_are_bilinear(linear: NDArray[np.float64], offset: tuple[float, float], size: tuple[int, int]) -> None:
    picture, move = smooth(*size), np.array(offset)
    found = warp(picture[None], linear[None], move[None])[0, :, :, 0]
    wanted = expected(picture, linear, move)
    inside = wanted > 0.15  # at the picture's own border values fall to 0 within a pixel: there 1/32 pixel is 1/32
    np.testing.assert_allclose(found[inside], wanted[inside], atol=0.04)
    assert np.abs(found - wanted).mean() < 0.01


@given(SIZES, st.integers(1, 4), st.sampled_from([np.float32, np.uint8, np.int16, np.bool_]), st.booleans())
def test_the_identity_changes_nothing(
    size: tuple[int, int], channels: int, dtype: type[np.generic], nearest: bool
) -> None:
    images = (noise(3, *size, channels) * 255).astype(dtype)
    same = warp(images, np.tile(np.eye(2), (3, 1, 1)), np.zeros((3, 2)), nearest=nearest)
    assert same.dtype == images.dtype
    assert np.array_equal(same, images)
    assert not np.shares_memory(same, images)


@pytest.mark.parametrize("turns", range(4))
@given(st.integers(1, 9), st.booleans())
def test_quarter_turns_are_exact(turns: int, side: int, nearest: bool) -> None:
    images = noise(1, side, side, 2)
    turned = warp(images, QUARTERS[turns][None].astype(np.float64), np.zeros((1, 2)), nearest=nearest)
    assert np.array_equal(turned[0], np.rot90(images[0], turns))


@given(SIZES, st.sampled_from([(-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)]))
def test_mirrors_are_exact(size: tuple[int, int], signs: tuple[float, float]) -> None:
    images = noise(1, *size, 3)
    mirrored = warp(images, np.diag(signs)[None], np.zeros((1, 2)))
    assert np.array_equal(mirrored[0], images[0, :: int(signs[1]), :: int(signs[0])])


@given(SIZES, st.tuples(st.integers(-9, 9), st.integers(-9, 9)))
def test_moves_by_whole_pixels_are_exact(size: tuple[int, int], move: tuple[int, int]) -> None:
    images, (x, y) = noise(1, *size, 1), move
    moved = warp(images, np.eye(2)[None], np.array([move], np.float64))[0]
    height, width = size
    wide = np.zeros((height + 18, width + 18, 1), np.float32)
    wide[9 + y : 9 + y + height, 9 + x : 9 + x + width] = images[0]
    assert np.array_equal(moved, wide[9 : 9 + height, 9 : 9 + width])


@given(SIZES, st.tuples(st.integers(-9, 9), st.integers(-9, 9)), st.integers(-300, 300))
def test_outside_is_what_is_asked_for(size: tuple[int, int], move: tuple[int, int], outside: int) -> None:
    images, (x, y) = (1000 * noise(1, *size, 1)).astype(np.int16), move
    moved = warp(images, np.eye(2)[None], np.array([move], np.float64), nearest=True, outside=outside)[0]
    height, width = size
    wide = np.full((height + 18, width + 18, 1), outside, np.int16)
    wide[9 + y : 9 + y + height, 9 + x : 9 + x + width] = images[0]
    assert moved.dtype == np.int16
    assert np.array_equal(moved, wide[9 : 9 + height, 9 : 9 + width])


@given(maps(least=0.1, most=0.5), st.sampled_from([1, 2, 3]))
@settings(max_examples=30)
def test_what_shrinks_keeps_its_mean(linear: NDArray[np.float64], channels: int) -> None:
    """A picture of stripes one pixel wide becomes gray, not stripes of another width, and covers its area."""
    images = np.tile(np.arange(40) % 2, (1, 40, 1))[..., None].repeat(channels, axis=3).astype(np.float32)
    small = warp(images, linear[None], np.zeros((1, 2)))[0]
    area = 40 * 40 * abs(np.linalg.det(linear))
    assert small.sum() / channels == pytest.approx(area / 2, rel=0.05, abs=4)


def test_stripes_that_shrink_are_gray() -> None:
    images = np.tile(np.arange(60) % 2, (1, 60, 1))[..., None].astype(np.float32)
    small = warp(images, np.diag([0.25, 0.25])[None], np.zeros((1, 2)))[0]
    np.testing.assert_allclose(small[25:35, 25:35], 0.5, atol=1e-6)


def test_masks_stay_masks() -> None:
    mask = np.zeros((1, 8, 8, 1), np.bool_)
    mask[0, 2:4, 3:6] = True
    larger = warp(mask, 2 * np.eye(2)[None], np.zeros((1, 2)), nearest=True)
    assert larger.dtype == np.bool_
    assert larger.sum() == 4 * mask.sum()


@given(st.lists(maps(), min_size=2, max_size=6), st.booleans())
@settings(max_examples=20)
def test_rows_do_not_depend_on_each_other(linears: list[NDArray[np.float64]], nearest: bool) -> None:
    images, moves = noise(len(linears), 9, 7, 3), np.random.default_rng(1).uniform(-3, 3, (len(linears), 2))
    together = warp(images, np.array(linears), moves, nearest=nearest)
    for row, linear in enumerate(linears):
        alone = warp(images[row : row + 1], linear[None], moves[row : row + 1], nearest=nearest)
        assert np.array_equal(together[row], alone[0])


def test_what_leaves_the_frame_is_gone() -> None:
    assert not warp(np.ones((1, 5, 5, 1), np.float32), np.eye(2)[None], np.array([[50.0, 0.0]])).any()
    assert warp(np.ones((0, 5, 5, 1), np.float32), np.zeros((0, 2, 2)), np.zeros((0, 2))).shape == (0, 5, 5, 1)


def test_a_stamp_of_its_own_size_is_exact_and_its_border_goes_on() -> None:
    pictures = (noise(2, 4, 6, 3) * 255).astype(np.uint8)
    half = np.diag([3.0, 2.0])  # half of the sides
    found = stamp(pictures, np.tile(half, (2, 1, 1)), np.array([[4.5, 3.5]] * 2), (8, 10))
    assert np.array_equal(found, np.pad(pictures, ((0, 0), (2, 2), (2, 2), (0, 0)), mode="edge"))


def test_a_stamp_is_turned_and_laid_where_it_belongs() -> None:
    picture = (noise(1, 5, 5, 1) * 255).astype(np.uint8)
    quarter = 2.5 * np.array([[(0.0, 1.0), (-1.0, 0.0)]])
    found = stamp(picture, quarter, np.array([[12.0, 6.0]]), (20, 20))
    assert np.array_equal(found[0, 4:9, 10:15], np.rot90(picture[0]))


def test_a_stamp_that_shrinks_is_averaged() -> None:
    stripes = np.tile(np.arange(64) % 2 * 255, (1, 64, 1)).astype(np.uint8)[..., None]
    found = stamp(stripes, 4 * np.eye(2)[None], np.array([[7.5, 7.5]]), (16, 16))
    np.testing.assert_allclose(found[0, 6:10, 6:10].astype(int), 128, atol=1)
