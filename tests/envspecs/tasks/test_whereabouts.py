from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from envspecs.tasks.whereabouts import Whereabouts, bounds, middle
from imagespaces import ImageSpace

SPACE = ImageSpace(6, 8, 1)

some = arrays.arrays(np.bool_, st.tuples(st.integers(1, 6), st.integers(1, 8))).filter(lambda mask: bool(mask.any()))


def mask_of(*pixels: tuple[int, int]) -> NDArray[np.bool_]:
    """Pixels (x, y) of an image of 6 × 8."""
    mask = np.zeros((6, 8), np.bool_)
    for x, y in pixels:
        mask[y, x] = True
    return mask


def square(left: int, top: int, side: int) -> NDArray[np.bool_]:
    return mask_of(*((left + x, top + y) for x in range(side) for y in range(side)))


def put(*masks: NDArray[np.bool_], share: float | None = None) -> Whereabouts:
    where = Whereabouts(SPACE, len(masks), share)
    where.put(np.arange(len(masks)), np.stack(masks))
    return where


def depth(mask: NDArray[np.bool_], x: int, y: int) -> float:
    """How far a pixel is from the nearest that is not of the mask, the frame's surroundings included."""
    height, width = mask.shape
    outside = [
        (column, row)
        for row in range(-1, height + 1)
        for column in range(-1, width + 1)
        if not (0 <= row < height and 0 <= column < width and mask[row, column])
    ]
    return min(math.hypot(x - column, y - row) for column, row in outside)


@given(some)
def test_the_middle_is_the_deepest_pixel(mask: NDArray[np.bool_]) -> None:
    x, y = (int(each - 0.5) for each in middle(mask))
    assert (x + 0.5, y + 0.5) == middle(mask)
    assert mask[y, x]
    deepest = max(depth(mask, int(column), int(row)) for row, column in zip(*np.nonzero(mask), strict=True))
    assert depth(mask, x, y) == pytest.approx(deepest, abs=1e-5)


def test_of_a_bar_the_middle_is_in_its_middle() -> None:
    assert middle(mask_of((1, 2), (2, 2), (3, 2), (4, 2), (5, 2))) == (3.5, 2.5)


@given(some)
def test_bounds_hold_all_pixels_and_no_less(mask: NDArray[np.bool_]) -> None:
    left, top, right, bottom = (int(each) for each in bounds(mask))
    assert mask[top:bottom, left:right].sum() == mask.sum()
    for inner in (mask[top], mask[bottom - 1], mask[:, left], mask[:, right - 1]):
        assert inner.any()


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ([0.0, 0.0, 2.5, 2.5], True),  # the centre is on its corner
        ([0.0, 0.0, 2.4, 8.0], False),
        ([2.5, 2.5, 8.0, 6.0], True),
        ([2.6, 0.0, 8.0, 6.0], False),
        ([-3.0, -3.0, 9.0, 9.0], True),
    ],
)
def test_a_thing_is_in_view_when_its_centre_is(view: list[float], expected: bool) -> None:
    where = put(square(1, 1, 3))
    assert where.centres.tolist() == [[2.5, 2.5]]
    assert where.in_view(np.array([view])).tolist() == [expected]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ([0.0, 0.0, 8.0, 2.5], True),  # half of three rows
        ([0.0, 0.0, 8.0, 2.4], False),
        ([1.0, 1.0, 2.0, 2.0], True),  # the view is full of it, though it is a ninth
        ([0.5, 1.0, 1.5, 2.0], True),  # half of the view
        ([0.4, 1.0, 1.4, 2.0], False),
    ],
)
def test_a_thing_is_in_view_when_a_share_of_it_is(view: list[float], expected: bool) -> None:
    assert put(square(1, 1, 3), share=0.5).in_view(np.array([view])).tolist() == [expected]


@pytest.mark.parametrize("share", [None, 0.5])
def test_what_is_not_there_is_never_in_view(share: float | None) -> None:
    where = put(mask_of(), square(0, 0, 2), share=share)
    assert where.there(slice(None)).tolist() == [False, True]
    assert where.in_view(np.array([[0.0, 0.0, 8.0, 6.0]] * 2)).tolist() == [False, True]
    assert where.boxes.tolist() == [[0, 0, 0, 0], [0, 0, 2, 2]]
    assert where.centres.tolist()[0] == [4, 3]


def test_only_the_lanes_that_begin_change() -> None:
    where = put(square(0, 0, 1), square(1, 1, 1), square(2, 2, 1), share=1.0)
    before = {name: array.copy() for name, array in where.state().items()}
    where.put(np.array([1]), np.stack([square(5, 3, 1)]))
    for name, array in where.state().items():
        assert array[[0, 2]].tolist() == before[name][[0, 2]].tolist()
        assert array[1].tolist() != before[name][1].tolist()


def test_nearness_is_one_upon_the_thing_and_falls_to_nothing_a_diagonal_away() -> None:
    where = put(mask_of((0, 0)), mask_of((0, 0)))
    views: Any = np.array([[0.0, 0.0, 1.0, 1.0], [6.0, 4.0, 7.0, 5.0]])
    assert where.nearness(slice(None), views) == pytest.approx([1, 1 - math.hypot(6, 4) / 10])
    assert where.nearness(np.array([1]), views[1:]) == pytest.approx([1 - math.hypot(6, 4) / 10])
