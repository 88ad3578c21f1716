from __future__ import annotations

import numpy as np
import pytest

from imagespaces.transforms import Canvas
from imagespaces.transforms.colours import check_colour, luma
from tests.imagespaces.transforms.cases import images


def test_luma_is_that_of_bt_601() -> None:
    pixels = images()
    for image, gray in zip(pixels, luma(pixels), strict=True):
        for row, column in np.ndindex(image.shape[:2]):
            red, green, blue = image[row, column].tolist()
            assert gray[row, column, 0] == pytest.approx(0.299 * red + 0.587 * green + 0.114 * blue, abs=1e-6)


def test_three_channels_are_colour() -> None:
    check_colour("Hue", Canvas(2, 2, 3, has_masks=False))
    with pytest.raises(ValueError, match=r"^Hue needs 3 channels, red, green and blue, got 1$"):
        check_colour("Hue", Canvas(2, 2, 1, has_masks=False))
