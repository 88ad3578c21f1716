"""Patches of windows against loops over every sample."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.kernels.zooming import ZoomSampler, patch_boxes
from imagespaces.pixels import from_bytes, to_bytes


@st.composite
def looks(draw: st.DrawFn) -> tuple[NDArray[np.uint8], list[int], list[list[int]], int, int]:
    """Pictures, which of them are looked at, the windows, and the numbers of samples and patches along a side."""
    count, height, width, channels = (draw(st.integers(1, most)) for most in (3, 20, 20, 3))
    pictures = np.random.default_rng(draw(st.integers(0, 99))).integers(0, 256, (count, height, width, channels))
    grid = draw(st.integers(1, min(3, height, width)))
    patch = draw(st.integers(1, 5))
    lanes = draw(st.integers(1, 4))
    rows = [draw(st.integers(0, count - 1)) for _ in range(lanes)]
    windows = []
    for _ in range(lanes):
        side = draw(st.integers(grid, min(height, width)))
        windows.append([draw(st.integers(0, height - side)), draw(st.integers(0, width - side)), side])
    return pictures.astype(np.uint8), rows, windows, patch, grid


def boxes_of(top: int, left: int, side: int, grid: int) -> list[tuple[int, int, int, int]]:
    """The patches of one window: those at the end are as large as what is left, in both directions."""
    found = []
    for down in range(grid):
        for across in range(grid):
            width = side // grid
            if grid - 1 in {down, across}:
                width = side - (grid - 1) * (side // grid)
            y, x = top + down * (side // grid), left + across * (side // grid)
            found.append((y, x, y + width, x + width))
    return found


def resampled(patch: NDArray[Any], size: int) -> NDArray[np.float64]:
    """A patch at ``size`` × ``size`` samples: bilinear between pixel centres, the outermost pixels going on outside."""
    side = len(patch)
    out = np.zeros((size, size, patch.shape[2]))
    for row in range(size):
        for column in range(size):
            y, x = (min(max((place + 0.5) * side / size - 0.5, 0.0), side - 1.0) for place in (row, column))
            top, left = int(y), int(x)
            bottom, right = min(top + 1, side - 1), min(left + 1, side - 1)
            above = patch[top, left] * (1 - (x - left)) + patch[top, right] * (x - left)
            below = patch[bottom, left] * (1 - (x - left)) + patch[bottom, right] * (x - left)
            out[row, column] = above * (1 - (y - top)) + below * (y - top)
    return out


@given(looks())
def test_patches_begin_at_multiples_and_the_last_take_what_is_left(look: Any) -> None:
    _, _, windows, _, grid = look
    assert patch_boxes(np.array(windows), grid).tolist() == [
        [list(box) for box in boxes_of(top, left, side, grid)] for top, left, side in windows
    ]


@given(looks())
def test_samples_are_bilinear_within_each_patch(look: Any) -> None:
    pictures, rows, windows, patch, grid = look
    found = ZoomSampler(pictures, patch, grid, "float32")(np.array(rows), np.array(windows))
    assert found.shape == (len(rows), grid * patch, grid * patch, pictures.shape[3])
    for lane, (row, (first, start, side)) in enumerate(zip(rows, windows, strict=True)):
        for number, (top, left, bottom, right) in enumerate(boxes_of(first, start, side, grid)):
            down, across = divmod(number, grid)
            seen = found[lane, down * patch :, across * patch :][:patch, :patch]
            expected = resampled(pictures[row, top:bottom, left:right].astype(float) / 255, patch)
            np.testing.assert_allclose(seen, expected, atol=1e-6)


@given(looks(), st.booleans())
def test_bytes_and_floats_show_the_same(look: Any, area: bool) -> None:
    pictures, rows, windows, patch, grid = look
    rows, windows = np.array(rows), np.array(windows)
    exact = ZoomSampler(from_bytes(pictures), patch, grid, "float32", area=area)(rows, windows)
    from_uint8 = ZoomSampler(pictures, patch, grid, "float32", area=area)(rows, windows)
    np.testing.assert_allclose(from_uint8, exact, atol=1e-6)
    for source in (pictures, from_bytes(pictures)):
        rounded = ZoomSampler(source, patch, grid, "uint8", area=area)(rows, windows)
        assert rounded.dtype == np.uint8
        assert np.abs(rounded.astype(int) - to_bytes(exact)).max() <= 1


@given(looks())
def test_rows_do_not_depend_on_each_other_and_pictures_are_not_written(look: Any) -> None:
    pictures, rows, windows, patch, grid = look
    before = pictures.copy()
    sampler = ZoomSampler(pictures, patch, grid, "float32")
    together = sampler(np.array(rows), np.array(windows))
    for lane in range(len(rows)):
        alone = sampler(np.array(rows[lane : lane + 1]), np.array(windows[lane : lane + 1]))
        assert alone[0].tobytes() == together[lane].tobytes()
    assert np.array_equal(pictures, before)


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_area_averages_what_bilinear_samples_miss(dtype: str) -> None:
    stripes = np.zeros((1, 32, 32, 1), np.uint8)
    stripes[:, :, 3::8] = 255  # one column of eight
    rows, windows = np.zeros(1, np.intp), np.array([[0, 0, 32]])
    area = ZoomSampler(stripes, 2, 2, dtype, area=True)(rows, windows)
    assert np.ptp(area) == 0
    assert float(area.mean()) == pytest.approx(255 / 8 if dtype == "uint8" else 1 / 8, abs=0.5)
    bilinear = ZoomSampler(stripes, 2, 2, dtype)(rows, windows)
    assert float(bilinear.mean()) == pytest.approx(float(area.max()) * 4, rel=0.05)


def test_a_patch_that_grows_is_bilinear_whatever_the_filter() -> None:
    pictures = np.random.default_rng(0).random((1, 9, 9, 3)).astype(np.float32)
    look = np.zeros(1, np.intp), np.array([[2, 3, 4]])
    bilinear, area = (ZoomSampler(pictures, 5, 2, "float32", area=area)(*look) for area in (False, True))
    assert np.array_equal(bilinear, area)


@pytest.mark.parametrize("white", [np.float32(1), np.uint8(255)])
def test_means_of_white_are_no_more_than_white(white: Any) -> None:
    for patch, side in ((3, 17), (5, 41), (7, 61), (11, 59)):
        pictures = np.full((1, side, side, 1), white)
        found = ZoomSampler(pictures, patch, 2, "float32", area=True)(np.zeros(1, np.intp), np.array([[0, 0, side]]))
        assert found.max() <= 1.0
        assert found.min() > 1 - 1e-5
