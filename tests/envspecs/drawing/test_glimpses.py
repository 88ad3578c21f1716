"""What is drawn over the image."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.drawing.colours import ramp
from envspecs.drawing.glimpses import FRAME, draw_frame, draw_path, tint, whole

GRAY = 100


def canvas(value: int = GRAY) -> np.ndarray:
    return np.full((40, 50, 3), value, np.uint8)


def boxes(*corners: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(corners, np.float64).reshape(-1, 4)


def test_nothing_visited_leaves_everything_as_it_was() -> None:
    drawn = canvas()
    tint(drawn, boxes(), np.zeros(0))
    assert (drawn == GRAY).all()


def test_only_what_was_visited_is_tinted() -> None:
    drawn = canvas()
    tint(drawn, boxes((10, 5, 20, 15)), np.array([0.0]))
    changed = (drawn != GRAY).any(axis=2)
    assert changed[5:15, 10:20].all()
    changed[5:15, 10:20] = False
    assert not changed.any()


@pytest.mark.parametrize("quality", [0.0, 0.5, 1.0])
def test_a_tint_lies_between_the_image_and_the_colour_of_the_quality(quality: float) -> None:
    drawn = canvas()
    tint(drawn, boxes((10, 5, 20, 15)), np.array([quality]))
    colour, inside = ramp(quality).astype(int), drawn[10, 15].astype(int)
    share = (inside - GRAY) / (colour - GRAY)
    assert share == pytest.approx(share[0], abs=0.05)
    assert 0.2 < share[0] < 0.5


def test_the_latest_visit_counts_and_many_hide_no_more_than_one() -> None:
    once, often = canvas(), canvas()
    tint(once, boxes((10, 5, 20, 15)), np.array([1.0]))
    tint(often, boxes(*[(10, 5, 20, 15)] * 9), np.linspace(0, 1, 9))
    assert np.array_equal(once, often)


@given(st.tuples(*[st.floats(0, 40)] * 4))
def test_whole_boxes_have_at_least_one_pixel(corners: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = corners
    ((a, b, c, d),) = whole(boxes((left, top, left + right / 10, top + bottom / 10)))
    assert c > a
    assert d > b


@pytest.mark.parametrize("ground", [0, 128, 255])
def test_a_frame_shows_on_any_ground_and_covers_nothing_inside(ground: int) -> None:
    drawn = canvas(ground)
    draw_frame(drawn, boxes((10, 10, 20, 22))[0])
    assert (drawn[10:22, 10:20] == ground).all()
    around = drawn[10 - FRAME : 22 + FRAME, 10 - FRAME : 20 + FRAME]
    assert {0, 255} <= set(np.unique(around[:FRAME, :]).tolist())
    outside = drawn.copy()
    outside[10 - FRAME : 22 + FRAME, 10 - FRAME : 20 + FRAME] = ground
    assert (outside == ground).all()


@pytest.mark.parametrize("ground", [0, 255])
def test_a_path_shows_on_black_and_on_white_and_stays_near_its_line(ground: int) -> None:
    drawn = canvas(ground)
    draw_path(drawn, np.array([[10.0, 20.0], [40.0, 20.0]]))
    changed = (drawn != ground).any(axis=2)
    assert changed[17:24, 12:39].any(axis=0).all()
    assert not changed[:14].any()
    assert not changed[26:].any()


def test_a_path_of_one_place_is_a_dot() -> None:
    drawn = canvas()
    draw_path(drawn, np.array([[25.0, 20.0]]))
    rows, columns = np.nonzero((drawn != GRAY).any(axis=2))
    assert 0 < rows.size < 80
    assert abs(rows.mean() - 19.5) < 1
    assert abs(columns.mean() - 24.5) < 1
