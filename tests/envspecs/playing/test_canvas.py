"""Pictures at the size at which they are shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.drawing.colours import GOOD, GROUND
from envspecs.playing.canvas import _UNKNOWN, LOOKED, MARKED, Grain, draw_picture, fitted
from envspecs.playing.view import Picture

PIXELS = np.random.default_rng(0).integers(0, 256, (6, 8, 3), dtype=np.uint8)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(-3, 99), st.integers(-3, 99))
def test_a_picture_fits_its_room_and_keeps_its_shape(height: int, width: int, rows: int, columns: int) -> None:
    found = fitted((height, width), (rows, columns))
    assert found[0] <= max(rows, 1)
    assert found[1] <= max(columns, 1)
    if rows >= height and columns >= width:
        assert found[0] / height == found[1] / width == found[0] // height
    elif min(found) > 1:
        assert abs(found[0] * width - found[1] * height) <= max(height, width), "to within a pixel"


def test_pixels_become_squares() -> None:
    assert np.array_equal(draw_picture(Picture("", PIXELS), (20, 40)), PIXELS.repeat(3, axis=0).repeat(3, axis=1))


def test_what_is_unknown_looks_like_nothing_else() -> None:
    known = np.zeros((6, 8), np.bool_)
    known[2, 3] = True
    found = draw_picture(Picture("", PIXELS, known), (6, 8), Grain(square=2))
    assert np.array_equal(found[2, 3], PIXELS[2, 3])
    assert found[0, 0].tolist() == found[1, 1].tolist() == [*_UNKNOWN[0]]
    assert found[0, 2].tolist() == [*_UNKNOWN[1]]


def test_what_shrinks_is_the_mean_of_what_is_known() -> None:
    pixels, known = np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4), np.bool_)
    pixels[0, 0], known[0, 0] = 200, True
    found = draw_picture(Picture("", pixels, known), (2, 2))
    assert found[0, 0].tolist() == [200, 200, 200]
    assert found[1, 1].tolist() in [[*colour] for colour in _UNKNOWN]


def test_the_frame_lies_about_what_is_looked_at() -> None:
    found = draw_picture(Picture("", PIXELS, box=np.array([2.0, 1.0, 5.0, 4.0])), (8, 10))
    expected = np.full((8, 10, 3), GROUND, np.uint8)
    expected[1:7, 1:9] = PIXELS
    expected[1:6, 2:7] = LOOKED
    expected[2:5, 3:6] = PIXELS[1:4, 2:5]
    assert np.array_equal(found, expected)


@pytest.mark.parametrize("box", [(0, 0, 8, 6), (-3, -3, 1, 1), (7, 5, 12, 9), (-9, -9, -5, -5), (20, 20, 30, 30)])
@pytest.mark.parametrize("room", [(8, 10), (40, 50), (5, 5), (1, 1)])
def test_a_frame_may_lie_beyond_the_border(box: tuple[int, ...], room: tuple[int, int]) -> None:
    found = draw_picture(Picture("", PIXELS, box=np.array(box, np.float64)), room)
    assert found.ndim == 3


def test_the_truth_has_a_frame_of_its_own() -> None:
    found = draw_picture(Picture("", PIXELS, truth=np.array([[2.0, 1.0, 5.0, 4.0]])), (6, 8))
    assert (found[0, 1:6] == GOOD).all()
    assert np.array_equal(found[1:4, 2:5], PIXELS[1:4, 2:5])


def test_the_place_that_is_answered_has_a_cross() -> None:
    found = draw_picture(Picture("", PIXELS, mark=(4.5, 2.5)), (6, 8))
    expected = PIXELS.copy()
    expected[2, 2:7] = MARKED
    expected[0:5, 4] = MARKED
    assert np.array_equal(found, expected)
