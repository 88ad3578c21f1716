from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from imagespaces.compat.mdp_playground.layout import check_layout, shape_in, to_layout

IMAGES = np.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5)


def test_width_comes_first_or_second() -> None:
    wide = to_layout(IMAGES, "whc")
    assert wide.shape == (2, 4, 3, 5)
    for row in range(3):
        for column in range(4):
            assert np.array_equal(wide[:, column, row], IMAGES[:, row, column])
    assert np.array_equal(to_layout(IMAGES, "hwc"), IMAGES)


def test_a_second_time_is_back() -> None:
    assert np.array_equal(to_layout(to_layout(IMAGES, "whc"), "whc"), IMAGES)


@pytest.mark.parametrize("layout", ["whc", "hwc"])
def test_shapes_are_those_of_images(layout: Any) -> None:
    assert check_layout(layout) == layout
    assert shape_in(layout, IMAGES[0].shape) == to_layout(IMAGES[0], layout).shape


@pytest.mark.parametrize("layout", ["chw", None, ["whc"]])
def test_other_layouts_are_refused(layout: Any) -> None:
    message = re.escape(f"layout must be one of 'whc', 'hwc', got {layout!r}")
    with pytest.raises(ValueError, match=f"^{message}$"):
        to_layout(IMAGES, layout)
    with pytest.raises(ValueError, match=f"^{message}$"):
        shape_in(layout, (1, 2, 3))


def test_images_have_three_axes() -> None:
    with pytest.raises(ValueError, match=r"^images must have shape \[\.\.\., H, W, C\], got shape \[5, 4\]$"):
        to_layout(np.zeros((5, 4)), "hwc")
