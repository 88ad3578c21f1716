from __future__ import annotations

import numpy as np
import pytest

from imagespaces.kernels.outlines import LoopSet, signed_area
from imagespaces.kernels.polygons import Outlines, fill

SQUARE = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])
HOLLOW = [SQUARE, SQUARE[::-1] * 0.5]
NOTCHED = [np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (0.0, 0.0), (-1.0, 1.0)])]
LOOPS = LoopSet([[SQUARE], HOLLOW, NOTCHED])
AREAS = np.array([4.0, 3.0, 3.0])


def turned(angle: float, size: float, *, mirrored: bool = False) -> np.ndarray:
    cosine, sine = np.cos(angle), np.sin(angle)
    return size * np.array([[cosine, sine], [-sine, cosine]]) @ np.diag([-1.0 if mirrored else 1.0, 1.0])


def drawn(which: int, linear: np.ndarray, centre: tuple[float, float] = (31.5, 31.5)) -> np.ndarray:
    canvas = np.zeros((64, 64), np.uint8)
    LOOPS.place(np.array([which]), linear[None], np.array([centre])).fill([canvas], [0], [255])
    return canvas


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_right_area_is_filled(which: int, mirrored: bool) -> None:
    random = np.random.default_rng(which)
    errors = []
    for angle in random.uniform(0, 2 * np.pi, 50):
        canvas = drawn(which, turned(angle, 15, mirrored=mirrored), tuple(random.uniform(31, 32, 2)))
        errors.append(canvas.sum() / 255 / (AREAS[which] * 15**2) - 1)
    assert abs(np.mean(errors)) < 0.02
    assert np.abs(errors).max() < 0.06


def test_convex_outlines_are_those_of_polygons() -> None:
    linear, centre = turned(0.3, 12), np.array([[20.3, 30.9]])
    expected = np.zeros((1, 64, 64), np.uint8)
    fill(expected, Outlines([SQUARE]).place(np.array([0]), linear[None], centre))
    np.testing.assert_array_equal(drawn(0, linear, (20.3, 30.9)), expected[0])


def test_holes_and_notches_stay_empty() -> None:
    assert drawn(1, turned(0, 20))[31, 31] == 0
    assert drawn(2, turned(0, 20))[45, 31] == 0
    assert drawn(2, turned(0, 20))[20, 31] == 255


def test_many_at_once_are_those_alone() -> None:
    random = np.random.default_rng(0)
    which = random.integers(3, size=20)
    linear = np.stack([turned(angle, size) for angle, size in random.uniform(1, 10, (20, 2))])
    centres = random.uniform(20, 40, (20, 2))
    together, boxes = LOOPS.place(which, linear, centres), LOOPS.boxes(which, linear, centres)
    canvases = np.zeros((20, 64, 64), np.uint8)
    together.fill(canvases, range(20), [255] * 20)
    for row in range(20):
        alone = np.s_[row : row + 1]
        canvas = np.zeros((64, 64), np.uint8)
        LOOPS.place(which[alone], linear[alone], centres[alone]).fill([canvas], [0], [255])
        np.testing.assert_array_equal(canvases[row], canvas)
        np.testing.assert_array_equal(LOOPS.boxes(which[alone], linear[alone], centres[alone])[0], boxes[row])


def test_boxes_are_those_of_the_corners() -> None:
    linear = turned(np.pi / 4, 10)
    box = LOOPS.boxes(np.array([0]), linear[None], np.array([[30.0, 20.0]]))
    reach = 10 * np.sqrt(2)
    np.testing.assert_allclose(box, [[30 - reach, 20 - reach, 30 + reach, 20 + reach]])


def test_none_at_all() -> None:
    nothing = np.zeros(0, np.int64), np.zeros((0, 2, 2)), np.zeros((0, 2))
    assert LOOPS.boxes(*nothing).shape == (0, 4)
    assert LOOPS.place(*nothing).starts == []


def test_colours_are_filled_in() -> None:
    canvas = np.zeros((64, 64, 3), np.uint8)
    LOOPS.place(np.array([0]), turned(0, 20)[None], np.array([[31.5, 31.5]])).fill([canvas], [0], [(1, 2, 3)])
    assert canvas[31, 31].tolist() == [1, 2, 3]


def test_signed_areas() -> None:
    assert signed_area(SQUARE) == 4
    assert signed_area(SQUARE[::-1]) == -4
