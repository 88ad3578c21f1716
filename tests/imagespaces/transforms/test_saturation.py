from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.transforms import Canvas, Saturation
from tests.imagespaces.transforms.cases import images, once


@given(st.floats(0, 10))
def test_differences_from_gray_are_multiplied(factor: float) -> None:
    pixels = images(1)
    changed = once(Saturation(), pixels, saturation=factor)
    for row, column in np.ndindex(pixels.shape[1:3]):
        red, green, blue = pixels[0, row, column].tolist()
        gray = 0.299 * red + 0.587 * green + 0.114 * blue
        expected = [min(max(gray + factor * (value - gray), 0), 1) for value in (red, green, blue)]
        np.testing.assert_allclose(changed[0, row, column], expected, atol=1e-5)


def test_images_without_colour_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^Saturation needs 3 channels, red, green and blue, got 2$"):
        Saturation().parameters(Canvas(2, 2, 2, has_masks=False))
