from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.kernels.blending import Finish, blend, check_pixels

shares = st.floats(0, 1, width=32)


@given(shares, shares, shares)
def test_blends_lie_between(before: float, after: float, weight: float) -> None:
    values = np.array([before], np.float32), np.array([after], np.float32)
    found = blend(*values, np.array([weight], np.float32)).item()
    assert found == pytest.approx((1 - weight) * before + weight * after, abs=1e-6)
    assert blend(values[0], values[0], weight).item() == before
    assert [values[0].item(), values[1].item()] == [before, after]


@pytest.mark.parametrize(
    ("source", "target", "value", "expected"),
    [
        (np.float32, "float32", 0.3, 0.3),
        (np.uint8, "float32", 51, 0.2),
        (np.uint8, "uint8", 51, 51),
    ],
)
def test_values_go_from_the_type_of_pixels_to_that_of_windows(
    source: type, target: str, value: float, expected: float
) -> None:
    finish = Finish(np.dtype(source), np.dtype(target))
    begun = finish.begin(np.array([value], source))
    assert begun.dtype == np.float32
    ended = finish.end(begun)
    assert ended.dtype == target
    assert ended.item() == pytest.approx(expected)


def test_bytes_are_rounded_to_the_nearest() -> None:
    finish = Finish(np.dtype(np.uint8), np.dtype(np.uint8))
    assert finish.end(np.array([1.4, 1.6, 254.9], np.float32)).tolist() == [1, 2, 255]


@pytest.mark.parametrize(
    ("pixels", "target", "message"),
    [
        (
            np.zeros((4, 5, 1), np.float32),
            "float32",
            "images must be a contiguous [N, H, W, C], got shape [4, 5, 1], contiguous",
        ),
        (np.zeros((1, 4, 5, 1), np.float32), "uint8", "windows of bytes are taken from uint8 pixels, got float32"),
        (np.zeros((1, 4, 5, 1)), "float32", "dtype must be one of float32, uint8, got float64"),
    ],
)
def test_pixels_that_windows_cannot_be_taken_of(pixels: NDArray[Any], target: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        check_pixels(pixels, target)
