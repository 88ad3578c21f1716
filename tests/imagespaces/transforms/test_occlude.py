from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Interval
from imagespaces.transforms import Canvas, Occlude
from imagespaces.transforms.pixel_draws import uniforms
from tests.imagespaces.transforms.cases import images, once


@given(st.integers(0, 4), st.integers(0, 2**53 - 1), st.integers(1, 20), st.integers(1, 20))
def test_boxes_lie_one_over_the_other_inside_of_the_image(count: int, key: int, height: int, width: int) -> None:
    pixels = images(1, height, width, 2)
    occlude = Occlude((0, 5), size=(0.1, 0.5), level=(0.2, 0.8))
    changed = occlude.apply(pixels, {"occlude": np.array([count]), "occlude_key": np.array([key])})
    drawn = uniforms("occlude", np.array([key]), (5, 6))[0].astype(np.float64)
    expected = pixels[0].copy()
    for box in drawn[:count]:
        rows = max(1, round(height * (0.1 + 0.4 * box[1])))
        columns = max(1, round(width * (0.1 + 0.4 * box[3])))
        top, left = int(box[0] * (height - rows + 1)), int(box[2] * (width - columns + 1))
        assert top + rows <= height
        assert left + columns <= width
        expected[top : top + rows, left : left + columns] = 0.2 + 0.6 * box[4:]
    np.testing.assert_allclose(changed[0], expected, atol=1e-6)


def test_a_box_may_be_the_whole_image() -> None:
    assert (once(Occlude(1, size=1, level=0.5), images(), occlude_key=7) == 0.5).all()
    assert np.array_equal(once(Occlude(0), images()), images())


def test_the_number_is_a_factor() -> None:
    count, key = Occlude((1, 4)).parameters(Canvas(2, 2, 1, has_masks=False))
    assert count == Interval("occlude", 1, 4, "integer")
    assert key == Interval("occlude_key", 0, 2**53, "integer")


@pytest.mark.parametrize("count", [1.5, (0.0, 2.5)])
def test_half_a_box_is_refused(count: float | tuple[float, float]) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        Occlude(count)
    assert str(found.value) == f"count must be an integer or a pair of such, got {count}"
