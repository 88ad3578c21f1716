"""Windows that may reach beyond the image, against the definition in plain loops."""

from __future__ import annotations

import math
import re
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.kernels.padded import PaddedWindows
from imagespaces.kernels.windows import window_sampler


def pixel(image: NDArray[Any], row: int, column: int, channel: int) -> float:
    """A pixel of the image, or 0 outside of it."""
    height, width, _ = image.shape
    return float(image[row, column, channel]) if 0 <= row < height and 0 <= column < width else 0.0


def oracle(image: NDArray[Any], size: tuple[int, int], scale: float, position: tuple[float, float]) -> NDArray[Any]:
    """One window, sample by sample in float64."""
    height, width, channels = image.shape
    window = np.zeros((*size, channels))
    for row in range(size[0]):
        for column in range(size[1]):
            x = (width - 1) / 2 + position[0] * width / 2 + (column - (size[1] - 1) / 2) * scale
            y = (height - 1) / 2 + position[1] * height / 2 + (row - (size[0] - 1) / 2) * scale
            left, top = math.floor(x), math.floor(y)
            for channel in range(channels):
                for down, weight_y in ((0, 1 - (y - top)), (1, y - top)):
                    for across, weight_x in ((0, 1 - (x - left)), (1, x - left)):
                        value = pixel(image, top + down, left + across, channel)
                        window[row, column, channel] += weight_y * weight_x * value
    return window


class Case(NamedTuple):
    """Images, a sampler's parameters, and windows to be taken: rows ``[B]``, positions ``[B, 2]``."""

    pixels: NDArray[Any]
    size: tuple[int, int]
    scale: float
    rows: NDArray[np.intp]
    positions: NDArray[np.float64]

    def windows(self, dtype: str = "float32") -> NDArray[Any]:
        return PaddedWindows(self.pixels, self.size, self.scale, dtype)(self.rows, self.positions)

    def expected(self) -> NDArray[Any]:
        images = self.pixels.astype(np.float64)
        pairs = zip(self.rows.tolist(), self.positions.tolist(), strict=True)
        return np.array([oracle(images[row], self.size, self.scale, (x, y)) for row, (x, y) in pairs])


coordinates = st.sampled_from([-1.0, 1.0, 0.0]) | st.floats(-1, 1)
scales = st.sampled_from([1.0, 1, 0.25, 0.5, 1.5, 3.0]) | st.floats(0.1, 4)


@st.composite
def cases(draw: st.DrawFn, dtype: str | None = None, scale: float | None = None) -> Case:
    """Windows of any size, smaller or larger than the image."""
    kind = dtype or draw(st.sampled_from(["float32", "uint8"]))
    shape = draw(st.tuples(st.integers(1, 3), st.integers(1, 7), st.integers(1, 7), st.integers(1, 3)))
    values = np.random.default_rng(draw(st.integers(0, 2**16))).random(shape)
    pixels = values.astype(np.float32) if kind == "float32" else np.rint(255 * values).astype(np.uint8)
    taken = st.tuples(st.integers(0, shape[0] - 1), coordinates, coordinates)
    windows = draw(st.lists(taken, min_size=1, max_size=4))
    size = draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))
    rows = np.array([row for row, _, _ in windows])
    return Case(pixels, size, draw(scales) if scale is None else scale, rows, np.array([(x, y) for _, x, y in windows]))


@given(cases(dtype="float32"))
def test_float_windows_equal_the_oracle(case: Case) -> None:
    found = case.windows()
    assert found.dtype == np.float32
    assert found.shape == (len(case.rows), *case.size, case.pixels.shape[-1])
    np.testing.assert_allclose(found, case.expected(), rtol=0, atol=1e-6)


@given(cases(dtype="uint8"))
def test_windows_of_bytes_equal_the_oracle(case: Case) -> None:
    np.testing.assert_allclose(case.windows(), case.expected() / 255, rtol=0, atol=1e-6)
    found = case.windows("uint8")
    assert found.dtype == np.uint8
    np.testing.assert_allclose(found, case.expected(), rtol=0, atol=0.5 + 1e-4)


@given(cases(scale=1.0), st.floats(1e-9, 1e-7))
def test_windows_of_scale_1_are_those_of_almost_1(case: Case, excess: float) -> None:
    np.testing.assert_allclose(case.windows(), case._replace(scale=1 + excess).windows(), rtol=0, atol=1e-5)


@given(cases())
def test_rows_equal_the_same_window_alone(case: Case) -> None:
    together = case.windows()
    for lane in range(len(case.rows)):
        alone = case._replace(rows=case.rows[lane : lane + 1], positions=case.positions[lane : lane + 1])
        assert alone.windows().tobytes() == together[lane].tobytes()


@given(cases())
def test_values_stay_in_range(case: Case) -> None:
    found = case.windows()
    assert found.min() >= 0.0
    assert found.max() <= 1.0


@pytest.mark.parametrize("scale", [1.0, 0.75])
def test_inside_of_the_image_it_is_the_window_that_stays_there(scale: float) -> None:
    pixels = np.random.default_rng(0).random((2, 9, 12, 3), np.float32)
    rows, places = np.array([0, 1, 1]), np.array([[-1.0, 1.0], [0.0, 0.0], [0.3, -0.7]])
    clamped = window_sampler(pixels, (4, 3), scale)(rows, places * [1, 1])
    room, extent = np.array([12, 9]), np.array([3, 4]) * scale
    padded = PaddedWindows(pixels, (4, 3), scale)(rows, places * (room - extent) / room)
    inner = np.s_[1:, 1:-1, 1:-1]
    np.testing.assert_allclose(padded[inner], clamped[inner], atol=1e-6)


def test_the_ends_of_the_range_put_the_centre_on_the_border() -> None:
    image = np.arange(1, 13, dtype=np.uint8).reshape(1, 3, 4, 1)
    corners = PaddedWindows(image, (2, 2), 1.0, "uint8")(
        np.zeros(4, np.intp), np.array([[-1, -1], [1, -1], [-1, 1], [1, 1.0]])
    )
    assert [window[..., 0].tolist() for window in corners] == [
        [[0, 0], [0, 1]],
        [[0, 0], [4, 0]],
        [[0, 9], [0, 0]],
        [[12, 0], [0, 0]],
    ]


def test_no_input_is_written_and_every_output_is_fresh() -> None:
    pixels = np.random.default_rng(0).random((2, 4, 4, 1), np.float32)
    pixels.flags.writeable = False
    rows, positions = np.array([0, 1]), np.array([[1.0, -1.0], [0.0, 0.5]])
    before = rows.copy(), positions.copy()
    sampler = PaddedWindows(pixels, (3, 3))
    first, second = sampler(rows, positions), sampler(rows, positions)
    assert type(first) is np.ndarray
    assert not any(np.shares_memory(first, other) for other in (second, pixels, rows, positions))
    assert all(np.array_equal(one, other) for one, other in zip(before, (rows, positions), strict=True))
    first[...] = 0.5
    assert np.array_equal(sampler(rows, positions), second)


def test_pixels_are_looked_at_anew_by_each_call() -> None:
    pixels = np.zeros((2, 4, 4, 1), np.float32)
    sampler = PaddedWindows(pixels, (2, 2))
    pixels[1] = 1.0
    assert sampler(np.array([0, 1]), np.zeros((2, 2))).mean(axis=(1, 2, 3)).tolist() == [0.0, 1.0]


IMAGES = np.zeros((1, 4, 5, 1), np.float32)
POSITIVE = "a window's scale must be a positive number of pixels from sample to sample, got "


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((IMAGES, (0, 1)), "a window's height must be an integer of at least 1, got 0"),
        ((IMAGES, (1, 2.0)), "a window's width must be an integer of at least 1, got 2.0"),
        ((IMAGES, (1, 1), 0.0), POSITIVE + "0.0"),
        ((IMAGES, (1, 1), math.inf), POSITIVE + "inf"),
        ((IMAGES, (1, 1), 1.0, "uint8"), "windows of bytes are taken from uint8 pixels, got float32"),
        ((IMAGES[0], (1, 1)), "images must be a contiguous [N, H, W, C], got shape [4, 5, 1], contiguous"),
    ],
)
def test_windows_that_cannot_be_taken(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        PaddedWindows(*arguments)
