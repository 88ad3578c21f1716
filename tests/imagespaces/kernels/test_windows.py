"""Windows that stay inside of the image; what holds of all windows is in test_sampling.py."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.kernels.windows import ScaledWindows, UnitWindows, window_sampler
from tests.imagespaces.kernels.sampling import KINDS, Case, cases

INSIDE = KINDS["clamped"]


# ----------------------------------------------------------------------------------------------------------------------
# Values
# ----------------------------------------------------------------------------------------------------------------------


@given(cases(INSIDE, scale=1.0))
def test_both_samplers_agree_at_scale_1(case: Case) -> None:
    made = (kind(case.pixels, case.size, 1.0, np.dtype(np.float32)) for kind in (UnitWindows, ScaledWindows))
    unit, scaled = (sampler(case.rows, case.positions) for sampler in made)
    np.testing.assert_allclose(unit, scaled, rtol=0, atol=1e-6)


@pytest.mark.parametrize("size", [(1, 1), (5, 5), (64, 64), (64, 3), (224, 224)])
@pytest.mark.parametrize("scale", [1.0, 0.3])
def test_large_images_are_exact_too(size: tuple[int, int], scale: float) -> None:
    random = np.random.default_rng(0)
    image = random.random((1, 224, 224, 1), np.float32)
    places = np.array([[0.123456789, -0.987654321]])
    found = window_sampler(image, size, scale)(np.zeros(1, np.intp), places)[0]
    height, width = size
    for row, column in {(0, 0), (height - 1, width - 1), (height // 2, width // 3)}:
        centre = [
            111.5 + place * (224 - extent * scale) / 2 for place, extent in zip(places[0], (width, height), strict=True)
        ]
        x = centre[0] + (column - (width - 1) / 2) * scale
        y = centre[1] + (row - (height - 1) / 2) * scale
        corner = image[0, int(y) : int(y) + 2, int(x) : int(x) + 2, 0].astype(np.float64)
        weights = np.outer([1 - y % 1, y % 1], [1 - x % 1, x % 1])[: corner.shape[0], : corner.shape[1]]
        assert abs(found[row, column, 0] - (corner * weights).sum()) < 1e-6


@given(cases(INSIDE))
def test_the_window_as_large_as_the_image_is_the_image(case: Case) -> None:
    whole = replace(case, size=case.pixels.shape[1:3], scale=1.0)
    expected = case.pixels[case.rows]
    scaled = expected if expected.dtype == np.float32 else (expected / np.float32(255)).astype(np.float32)
    assert whole.windows().tolist() == scaled.tolist()


def test_the_ends_of_the_range_put_border_on_border() -> None:
    image = np.arange(20, dtype=np.uint8).reshape(1, 4, 5, 1)
    corners = window_sampler(image, (2, 3), 1.0, "uint8")(
        np.zeros(4, np.intp), np.array([[-1, -1], [1, -1], [-1, 1], [1, 1.0]])
    )
    assert [window[..., 0].tolist() for window in corners] == [
        [[0, 1, 2], [5, 6, 7]],
        [[2, 3, 4], [7, 8, 9]],
        [[10, 11, 12], [15, 16, 17]],
        [[12, 13, 14], [17, 18, 19]],
    ]


def test_x_comes_first() -> None:
    image = np.arange(20, dtype=np.uint8).reshape(1, 4, 5, 1)
    single = window_sampler(image, (1, 1), 1.0, "uint8")
    assert single(np.zeros(1, np.intp), np.array([[1.0, -1.0]])).item() == 4


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_images_of_one_pixel(channels: int, scale: float) -> None:
    image = np.arange(channels, dtype=np.uint8).reshape(1, 1, 1, channels)
    found = window_sampler(image, (1, 1), scale, "uint8")(np.zeros(2, np.intp), np.array([[-1.0, 1.0], [0.3, 0.0]]))
    assert found.tolist() == [[[list(range(channels))]]] * 2


@given(cases(INSIDE), st.floats(0, 1, width=32), st.integers(0, 255))
def test_constant_images_give_their_constant_exactly(case: Case, value: float, byte: int) -> None:
    floats = replace(case, pixels=np.full(case.pixels.shape, value, np.float32))
    assert (floats.windows() == np.float32(value)).all()
    integers = replace(case, pixels=np.full(case.pixels.shape, byte, np.uint8))
    assert (integers.windows("uint8") == byte).all()
    assert (integers.windows() == np.float32(byte) / np.float32(255)).all()


# ----------------------------------------------------------------------------------------------------------------------
# Arrays
# ----------------------------------------------------------------------------------------------------------------------


@given(cases(INSIDE), st.integers(13, 60))
def test_a_large_batch_equals_a_small_one(case: Case, lanes: int) -> None:
    order = np.arange(lanes) % len(case.rows)
    assert case.of(order).windows().tobytes() == case.windows()[order].tobytes()


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
@pytest.mark.parametrize("lanes", [180, 181, 361])  # one part, one and a window, two and a window
def test_large_windows_are_the_same_however_many_there_are(lanes: int, dtype: str) -> None:
    random = np.random.default_rng(lanes)
    pixels = random.integers(0, 256, (5, 20, 18, 3), dtype=np.uint8)
    rows, positions = random.integers(0, 5, lanes), random.uniform(-1, 1, (lanes, 2))
    sampler = window_sampler(pixels, (10, 10), 1.0, dtype)
    together = sampler(rows, positions)
    for lane in range(lanes):
        assert sampler(rows[lane : lane + 1], positions[lane : lane + 1]).tobytes() == together[lane].tobytes()


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_mapped_pixels_give_plain_arrays(scale: float, tmp_path: Any) -> None:
    mapped = np.memmap(tmp_path / "pixels", np.uint8, "w+", shape=(1, 3, 3, 1))
    for dtype in ("float32", "uint8"):
        assert type(window_sampler(mapped, (3, 3), scale, dtype)(np.zeros(1, np.intp), np.zeros((1, 2)))) is np.ndarray


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------

IMAGES = np.zeros((1, 4, 5, 1), np.float32)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((IMAGES, (5, 1), 1.0), "a window's height must be at most the image's 4 pixels, got 5 × 1.0"),
        ((IMAGES, (4, 6), 1.0), "a window's width must be at most the image's 5 pixels, got 6 × 1.0"),
        ((IMAGES, (2, 2), 2.25), "a window's height must be at most the image's 4 pixels, got 2 × 2.25"),
    ],
)
def test_windows_that_do_not_fit(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        window_sampler(*arguments)


@pytest.mark.parametrize(("size", "scale"), [((3, 1), 4 / 3), ((10, 1), 0.4), ((30, 50), 0.1), ((4, 5), 1 + 1e-13)])
def test_windows_that_just_fit(size: tuple[int, int], scale: float) -> None:
    random = np.random.default_rng(1)
    images = random.random((1, 4, 5, 1), np.float32)
    for position in ((-1.0, 1.0), (1.0, -1.0), (0.5, 0.5)):
        found = window_sampler(images, size, scale)(np.zeros(1, np.intp), np.array([position]))
        np.testing.assert_allclose(found[0], INSIDE.oracle(images[0], size, scale, position), rtol=0, atol=1e-6)
