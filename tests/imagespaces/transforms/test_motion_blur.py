from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.transforms import MotionBlur
from tests.imagespaces.transforms.cases import images, once


def interpolated(picture: NDArray[np.float32], x: float, y: float) -> NDArray[np.float64]:
    """The value at a place, bilinear, of a picture that is mirrored at its outermost pixels."""
    left, top = math.floor(x), math.floor(y)
    wide = np.pad(picture, ((20, 20), (20, 20), (0, 0)), mode="reflect").astype(np.float64)
    return np.asarray(
        sum(
            down * across * wide[20 + row, 20 + column]
            for row, down in ((top, top + 1 - y), (top + 1, y - top))
            for column, across in ((left, left + 1 - x), (left + 1, x - left))
        )
    )


@given(st.floats(0, 12), st.floats(-180, 180))
@settings(max_examples=15)
def test_it_is_the_mean_along_a_path(length: float, angle: float) -> None:
    pixels = images(1, 5, 6)
    changed = once(MotionBlur(), pixels, motion_blur=length, motion_blur_angle=angle)[0]
    steps = np.linspace(-length / 2, length / 2, 2 * math.ceil(2 * length) + 1)
    right, down = math.cos(math.radians(angle)), -math.sin(math.radians(angle))
    for row, column in np.ndindex(pixels.shape[1:3]):
        values = [interpolated(pixels[0], column + step * right, row + step * down) for step in steps]
        np.testing.assert_allclose(changed[row, column], np.mean(values, axis=0), atol=1e-5)


def test_a_level_path_blurs_rows_alone() -> None:
    stripes = np.zeros((1, 9, 9, 1), np.float32)
    stripes[:, 4] = 1
    np.testing.assert_allclose(once(MotionBlur(), stripes, motion_blur=6.0, motion_blur_angle=0.0), stripes, atol=1e-6)
    upright = once(MotionBlur(), stripes, motion_blur=6.0, motion_blur_angle=90.0)
    assert (upright[0, 1:8, :, 0] > 0.05).all()


def test_nothing_is_nothing() -> None:
    pixels = images()
    np.testing.assert_allclose(once(MotionBlur(), pixels, motion_blur=0.0, motion_blur_angle=30.0), pixels, atol=1e-6)


def test_other_lengths_are_refused() -> None:
    allowed = r"a number from 0 to 100.0, or a pair \(low, high\) of such with low < high"
    with pytest.raises(ValueError, match=rf"^length must be {allowed}, got 101$"):
        MotionBlur(101)
