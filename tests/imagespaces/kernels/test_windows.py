from __future__ import annotations

import math
import re
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.kernels.windows import ScaledWindows, UnitWindows, window_sampler

HAIR = 2.0**-53
ENDS = (-1.0, 1.0, 1 - HAIR, HAIR - 1, 0.0, HAIR, -HAIR)


def oracle(image: NDArray[Any], size: tuple[int, int], scale: float, position: tuple[float, float]) -> NDArray[Any]:
    """One window, sample by sample in float64: where each lies, and the bilinear value there."""
    height, width, channels = image.shape
    window = np.zeros((*size, channels))
    for row in range(size[0]):
        for column in range(size[1]):
            x = (width - 1) / 2 + position[0] * (width - size[1] * scale) / 2 + (column - (size[1] - 1) / 2) * scale
            y = (height - 1) / 2 + position[1] * (height - size[0] * scale) / 2 + (row - (size[0] - 1) / 2) * scale
            x, y = min(max(x, 0.0), width - 1.0), min(max(y, 0.0), height - 1.0)  # the border's value goes on outside
            left, top = math.floor(x), math.floor(y)
            right, below = min(left + 1, width - 1), min(top + 1, height - 1)
            for channel in range(channels):
                upper = (1 - (x - left)) * image[top, left, channel] + (x - left) * image[top, right, channel]
                lower = (1 - (x - left)) * image[below, left, channel] + (x - left) * image[below, right, channel]
                window[row, column, channel] = (1 - (y - top)) * upper + (y - top) * lower
    return window


class Case(NamedTuple):
    """Images, a sampler's parameters, and windows to be taken: rows ``[B]``, positions ``[B, 2]``."""

    pixels: NDArray[Any]
    size: tuple[int, int]
    scale: float
    rows: NDArray[np.intp]
    positions: NDArray[np.float64]

    def windows(self, dtype: str = "float32") -> NDArray[Any]:
        return window_sampler(self.pixels, self.size, self.scale, dtype)(self.rows, self.positions)

    def expected(self) -> NDArray[Any]:
        """What the oracle gives, in the range of the pixels."""
        images = self.pixels.astype(np.float64)
        pairs = zip(self.rows.tolist(), self.positions.tolist(), strict=True)
        return np.array([oracle(images[row], self.size, self.scale, (x, y)) for row, (x, y) in pairs])


scales = st.sampled_from([1.0, 1, 0.1, 0.25, 0.5, 1.5, 2.0, 3.0]) | st.floats(0.1, 4)
positions = st.tuples(*[st.sampled_from(ENDS) | st.floats(-1, 1)] * 2)


@st.composite
def pixel_arrays(draw: st.DrawFn, dtype: str, height: int, width: int) -> NDArray[Any]:
    """Up to three images: black and white, or of any values."""
    shape = (draw(st.integers(1, 3)), height, width, draw(st.integers(1, 4)))
    random = np.random.default_rng(draw(st.integers(0, 2**16)))
    values = random.integers(0, 2, shape) if draw(st.booleans()) else random.random(shape)
    return values.astype(np.float32) if dtype == "float32" else np.rint(255 * values).astype(np.uint8)


@st.composite
def cases(draw: st.DrawFn, dtype: str | None = None, scale: float | None = None) -> Case:
    """Windows of any size that fit: from one sample up to the whole image."""
    height, width = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    apart = min(draw(scales) if scale is None else scale, height, width)
    most = [min(10, math.floor(room / apart)) for room in (height, width)]
    pixels = draw(pixel_arrays(dtype or draw(st.sampled_from(["float32", "uint8"])), height, width))
    taken = draw(st.lists(st.tuples(st.integers(0, len(pixels) - 1), positions), min_size=1, max_size=5))
    size = draw(st.integers(1, most[0])), draw(st.integers(1, most[1]))
    return Case(pixels, size, apart, np.array([row for row, _ in taken]), np.array([place for _, place in taken]))


# ----------------------------------------------------------------------------------------------------------------------
# Values
# ----------------------------------------------------------------------------------------------------------------------


@given(cases(dtype="float32"))
def test_float_windows_equal_the_oracle(case: Case) -> None:
    found = case.windows()
    assert found.dtype == np.float32
    assert found.shape == (len(case.rows), *case.size, case.pixels.shape[-1])
    np.testing.assert_allclose(found, case.expected(), rtol=0, atol=1e-6)


@given(cases(dtype="uint8"))
def test_windows_of_bytes_as_floats_equal_the_oracle(case: Case) -> None:
    found = case.windows()
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, case.expected() / 255, rtol=0, atol=1e-6)


@given(cases(dtype="uint8"))
def test_windows_of_bytes_are_rounded_to_the_nearest(case: Case) -> None:
    found = case.windows("uint8")
    assert found.dtype == np.uint8
    np.testing.assert_allclose(found, case.expected(), rtol=0, atol=0.5 + 1e-4)


@given(cases(scale=1.0))
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


@given(cases())
def test_the_window_as_large_as_the_image_is_the_image(case: Case) -> None:
    whole = case._replace(size=case.pixels.shape[1:3], scale=1.0)
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


@given(cases(), st.floats(0, 1, width=32), st.integers(0, 255))
def test_constant_images_give_their_constant_exactly(case: Case, value: float, byte: int) -> None:
    floats = case._replace(pixels=np.full(case.pixels.shape, value, np.float32))
    assert (floats.windows() == np.float32(value)).all()
    integers = case._replace(pixels=np.full(case.pixels.shape, byte, np.uint8))
    assert (integers.windows("uint8") == byte).all()
    assert (integers.windows() == np.float32(byte) / np.float32(255)).all()


@given(cases())
def test_values_stay_in_range(case: Case) -> None:
    found = case.windows()
    assert found.min() >= 0.0
    assert found.max() <= 1.0


# ----------------------------------------------------------------------------------------------------------------------
# Arrays
# ----------------------------------------------------------------------------------------------------------------------


@given(cases())
def test_rows_equal_the_same_window_alone(case: Case) -> None:
    together = case.windows()
    for lane in range(len(case.rows)):
        alone = case._replace(rows=case.rows[lane : lane + 1], positions=case.positions[lane : lane + 1])
        assert alone.windows().tobytes() == together[lane].tobytes()


@given(cases(), st.integers(13, 60))
def test_a_large_batch_equals_a_small_one(case: Case, lanes: int) -> None:
    order = np.arange(lanes) % len(case.rows)
    many = case._replace(rows=case.rows[order], positions=case.positions[order])
    assert many.windows().tobytes() == case.windows()[order].tobytes()


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


@given(cases(), st.booleans())
def test_no_input_is_written_and_every_output_is_fresh(case: Case, read_only: bool) -> None:
    before = [array.copy() for array in (case.pixels, case.rows, case.positions)]
    case.pixels.flags.writeable = not read_only
    sampler = window_sampler(case.pixels, case.size, case.scale)
    first, second = sampler(case.rows, case.positions), sampler(case.rows, case.positions)
    assert type(first) is np.ndarray
    for other in (second, case.pixels, case.rows, case.positions):
        assert not np.shares_memory(first, other)
    first[...] = 0.5
    assert sampler(case.rows, case.positions).tobytes() == second.tobytes()
    for array, kept in zip((case.pixels, case.rows, case.positions), before, strict=True):
        assert array.tobytes() == kept.tobytes()


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_pixels_are_looked_at_anew_by_each_call(scale: float) -> None:
    pixels = np.zeros((2, 4, 4, 1), np.float32)
    sampler = window_sampler(pixels, (2, 2), scale)
    pixels[1] = 1.0
    assert sampler(np.array([0, 1]), np.zeros((2, 2))).mean(axis=(1, 2, 3)).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_mapped_pixels_give_plain_arrays(scale: float, tmp_path: Any) -> None:
    mapped = np.memmap(tmp_path / "pixels", np.uint8, "w+", shape=(1, 3, 3, 1))
    for dtype in ("float32", "uint8"):
        assert type(window_sampler(mapped, (3, 3), scale, dtype)(np.zeros(1, np.intp), np.zeros((1, 2)))) is np.ndarray


@given(cases())
def test_no_windows(case: Case) -> None:
    none = case._replace(rows=case.rows[:0], positions=case.positions[:0])
    assert none.windows().shape == (0, *case.size, case.pixels.shape[-1])


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------

IMAGES = np.zeros((1, 4, 5, 1), np.float32)
POSITIVE = "a window's scale must be a positive number of pixels from sample to sample, got "


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((IMAGES, (5, 1), 1.0), "a window's height must be at most the image's 4 pixels, got 5 × 1.0"),
        ((IMAGES, (4, 6), 1.0), "a window's width must be at most the image's 5 pixels, got 6 × 1.0"),
        ((IMAGES, (2, 2), 2.25), "a window's height must be at most the image's 4 pixels, got 2 × 2.25"),
        ((IMAGES, (0, 1), 1.0), "a window's height must be an integer of at least 1, got 0"),
        ((IMAGES, (1, 2.0), 1.0), "a window's width must be an integer of at least 1, got 2.0"),
        ((IMAGES, (1, True), 1.0), "a window's width must be an integer of at least 1, got True"),
        ((IMAGES, (1, 1), 0.0), POSITIVE + "0.0"),
        ((IMAGES, (1, 1), -1.0), POSITIVE + "-1.0"),
        ((IMAGES, (1, 1), math.nan), POSITIVE + "nan"),
        ((IMAGES, (1, 1), math.inf), POSITIVE + "inf"),
        ((IMAGES, (1, 1), 1.0, "uint8"), "windows of bytes are taken from uint8 pixels, got float32"),
        ((IMAGES, (1, 1), 1.0, "float64"), "dtype must be one of float32, uint8, got float64"),
        ((IMAGES.astype(np.float64), (1, 1), 1.0), "dtype must be one of float32, uint8, got float64"),
        ((IMAGES[0], (1, 1), 1.0), "images must be a contiguous [N, H, W, C], got shape [4, 5, 1], contiguous"),
        (
            (IMAGES[:, ::2], (1, 1), 1.0),
            "images must be a contiguous [N, H, W, C], got shape [1, 2, 5, 1], with strides (80, 40, 4, 4)",
        ),
    ],
)
def test_windows_that_cannot_be_taken(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        window_sampler(*arguments)


@pytest.mark.parametrize(("size", "scale"), [((3, 1), 4 / 3), ((10, 1), 0.4), ((30, 50), 0.1), ((4, 5), 1 + 1e-13)])
def test_windows_that_just_fit(size: tuple[int, int], scale: float) -> None:
    random = np.random.default_rng(1)
    images = random.random((1, 4, 5, 1), np.float32)
    for position in ((-1.0, 1.0), (1.0, -1.0), (0.5, 0.5)):
        found = window_sampler(images, size, scale)(np.zeros(1, np.intp), np.array([position]))
        np.testing.assert_allclose(found[0], oracle(images[0], size, scale, position), rtol=0, atol=1e-6)
