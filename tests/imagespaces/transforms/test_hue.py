from __future__ import annotations

import colorsys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagespaces.transforms import Canvas, Hue
from tests.imagespaces.transforms.cases import images, once


@given(st.floats(-360, 360))
@settings(max_examples=30)
def test_colours_turn_as_the_standard_library_says(angle: float) -> None:
    pixels = images(1)
    changed = once(Hue(), pixels, hue=angle)
    for row, column in np.ndindex(pixels.shape[1:3]):
        hue, saturation, value = colorsys.rgb_to_hsv(*pixels[0, row, column].tolist())
        expected = colorsys.hsv_to_rgb((hue + angle / 360) % 1, saturation, value)
        np.testing.assert_allclose(changed[0, row, column], expected, atol=2e-5)


def test_a_third_of_the_circle_makes_red_green() -> None:
    red = np.zeros((1, 1, 1, 3), np.float32)
    red[..., 0] = 1
    np.testing.assert_allclose(once(Hue(), red, hue=120)[0, 0, 0], (0, 1, 0), atol=1e-6)


def test_gray_stays_gray() -> None:
    gray = images(2, channels=1).repeat(3, axis=3)
    np.testing.assert_allclose(once(Hue(), gray, hue=77), gray, atol=1e-6)


def test_images_without_colour_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^Hue needs 3 channels, red, green and blue, got 1$"):
        Hue().parameters(Canvas(2, 2, 1, has_masks=False))
