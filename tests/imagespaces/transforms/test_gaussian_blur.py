from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.transforms import GaussianBlur
from tests.imagespaces.transforms.cases import images, once


def mirrored(place: int, length: int) -> int:
    """The place in an image that is mirrored at its outermost pixels."""
    period = max(2 * (length - 1), 1)
    place %= period
    return min(place, period - place) if length > 1 else 0


def blurred(picture: NDArray[np.float32], sigma: float) -> NDArray[np.float64]:
    reach = (round(sigma * 8 + 1) | 1) // 2
    weights = np.array([math.exp(-(step**2) / (2 * sigma**2)) for step in range(-reach, reach + 1)])
    weights /= weights.sum()
    across = picture.astype(np.float64)
    for axis in range(2):
        source, across = across, np.zeros_like(across)
        length = picture.shape[axis]
        for place in range(length):
            for step, weight in zip(range(-reach, reach + 1), weights, strict=True):
                row = source.take(mirrored(place + step, length), axis)
                np.moveaxis(across, axis, 0)[place] += weight * row
    return across


@given(st.floats(0.2, 4), st.integers(1, 12), st.integers(1, 12))
@settings(max_examples=25)
def test_it_is_the_mean_under_a_bell(sigma: float, height: int, width: int) -> None:
    pixels = images(1, height, width)
    np.testing.assert_allclose(
        once(GaussianBlur(), pixels, gaussian_blur=sigma)[0], blurred(pixels[0], sigma), atol=2e-3
    )


def test_nothing_is_nothing() -> None:
    pixels = images()
    assert np.array_equal(once(GaussianBlur(), pixels, gaussian_blur=0.0), pixels)


def test_other_widths_are_refused() -> None:
    allowed = r"a number from 0 to 50.0, or a pair \(low, high\) of such with low < high"
    with pytest.raises(ValueError, match=rf"^sigma must be {allowed}, got -1$"):
        GaussianBlur(-1)
