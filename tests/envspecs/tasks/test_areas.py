from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from envspecs.tasks.areas import areas_within, summed

masks = arrays.arrays(np.bool_, st.tuples(st.integers(1, 3), st.integers(1, 6), st.integers(1, 6)))
corners = st.tuples(*(st.floats(-2, 8),) * 4).map(sorted).map(lambda each: [each[0], each[1], each[2], each[3]])


def covered(mask: NDArray[np.bool_], box: list[float]) -> float:
    """The area of a mask in a box, pixel by pixel."""
    left, top, right, bottom = box
    area = 0.0
    for row, column in zip(*np.nonzero(mask), strict=True):
        wide = min(right, column + 1) - max(left, column)
        high = min(bottom, row + 1) - max(top, row)
        area += max(wide, 0.0) * max(high, 0.0)
    return area


@given(masks, corners)
def test_areas_are_those_of_pixels_and_parts_of_pixels(found: NDArray[np.bool_], box: list[float]) -> None:
    boxes = np.array([box] * len(found))
    expected = [covered(mask, box) for mask in found]
    assert areas_within(summed(found), boxes) == pytest.approx(expected, abs=1e-9)


@given(masks)
def test_the_last_corner_has_them_all(found: NDArray[np.bool_]) -> None:
    sums = summed(found)
    assert sums.shape == (len(found), found.shape[1] + 1, found.shape[2] + 1)
    assert sums[:, -1, -1].tolist() == found.sum(axis=(1, 2)).tolist()
    assert not sums[:, 0].any()
    assert not sums[:, :, 0].any()
