"""What holds of all windows, whether they stay inside of the image or reach beyond."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imagespaces.kernels.sampling import KINDS, cases

kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


# ----------------------------------------------------------------------------------------------------------------------
# Values
# ----------------------------------------------------------------------------------------------------------------------


@kinds
@given(data=st.data())
def test_float_windows_equal_the_oracle(kind: Any, data: st.DataObject) -> None:
    case = data.draw(cases(kind, dtype="float32"))
    found = case.windows()
    assert found.dtype == np.float32
    assert found.shape == (len(case.rows), *case.size, case.pixels.shape[-1])
    np.testing.assert_allclose(found, case.expected(), rtol=0, atol=1e-6)


@kinds
@given(data=st.data())
def test_windows_of_bytes_as_floats_equal_the_oracle(kind: Any, data: st.DataObject) -> None:
    case = data.draw(cases(kind, dtype="uint8"))
    found = case.windows()
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, case.expected() / 255, rtol=0, atol=1e-6)


@kinds
@given(data=st.data())
def test_windows_of_bytes_are_rounded_to_the_nearest(kind: Any, data: st.DataObject) -> None:
    case = data.draw(cases(kind, dtype="uint8"))
    found = case.windows("uint8")
    assert found.dtype == np.uint8
    np.testing.assert_allclose(found, case.expected(), rtol=0, atol=0.5 + 1e-4)


@kinds
@given(data=st.data())
def test_values_stay_in_range(kind: Any, data: st.DataObject) -> None:
    found = data.draw(cases(kind)).windows()
    assert found.min() >= 0.0
    assert found.max() <= 1.0


# ----------------------------------------------------------------------------------------------------------------------
# Arrays
# ----------------------------------------------------------------------------------------------------------------------


@kinds
@given(data=st.data())
def test_rows_equal_the_same_window_alone(kind: Any, data: st.DataObject) -> None:
    case = data.draw(cases(kind))
    together = case.windows()
    for lane in range(len(case.rows)):
        assert case.of([lane]).windows().tobytes() == together[lane].tobytes()


@kinds
@given(data=st.data(), read_only=st.booleans())
def test_no_input_is_written_and_every_output_is_fresh(kind: Any, data: st.DataObject, read_only: bool) -> None:
    case = data.draw(cases(kind))
    before = [array.copy() for array in (case.pixels, case.rows, case.positions)]
    case.pixels.flags.writeable = not read_only
    sampler = kind.make(case.pixels, case.size, case.scale)
    first, second = sampler(case.rows, case.positions), sampler(case.rows, case.positions)
    assert type(first) is np.ndarray
    for other in (second, case.pixels, case.rows, case.positions):
        assert not np.shares_memory(first, other)
    first[...] = 0.5
    assert sampler(case.rows, case.positions).tobytes() == second.tobytes()
    for array, kept in zip((case.pixels, case.rows, case.positions), before, strict=True):
        assert array.tobytes() == kept.tobytes()


@kinds
@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_pixels_are_looked_at_anew_by_each_call(kind: Any, scale: float) -> None:
    pixels = np.zeros((2, 4, 4, 1), np.float32)
    sampler = kind.make(pixels, (2, 2), scale)
    pixels[1] = 1.0
    assert sampler(np.array([0, 1]), np.zeros((2, 2))).mean(axis=(1, 2, 3)).tolist() == [0.0, 1.0]


@kinds
@given(data=st.data())
def test_no_windows(kind: Any, data: st.DataObject) -> None:
    case = data.draw(cases(kind))
    assert case.of(slice(0)).windows().shape == (0, *case.size, case.pixels.shape[-1])


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------

IMAGES = np.zeros((1, 4, 5, 1), np.float32)
POSITIVE = "a window's scale must be a positive number of pixels from sample to sample, got "


@kinds
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
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
def test_windows_that_cannot_be_taken(kind: Any, arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        kind.make(*arguments)
