"""Filled polygons against exact geometry: how much of each pixel lies within all edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.kernels.polygons import MARGIN, Outlines, fill

SIZE = 64
SAMPLES = 8  # along each axis of a pixel


def regular(sides: int) -> NDArray[np.float64]:
    angles = 2 * np.pi * np.arange(sides) / sides
    return np.stack((np.cos(angles), np.sin(angles)), axis=1)


SHAPES = {
    **{f"{sides} sides": regular(sides) for sides in range(3, 12)},
    "kite": np.array([(1.0, 0.0), (0.0, 0.6), (-0.5, 0.0), (0.0, -0.6)]),
    "clockwise": regular(5)[::-1],
}
OUTLINES = Outlines(list(SHAPES.values()))


def area(corners: NDArray[np.float64]) -> float:
    """The shoelace formula."""
    x, y = corners.T
    return float(abs((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2


def centroid(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = corners.T
    cross = x * np.roll(y, -1) - y * np.roll(x, -1)
    return np.asarray(((corners + np.roll(corners, -1, axis=0)) * cross[:, None]).sum(axis=0) / (3 * cross.sum()))


def coverage(corners: NDArray[np.float64], size: int = SIZE) -> NDArray[np.float64]:
    """The share of each pixel that is inside of a convex polygon, by samples."""
    places = (np.arange(size * SAMPLES) + 0.5) / SAMPLES - 0.5
    x, y = places[None, :], places[:, None]
    sides = [
        (ahead[0] - here[0]) * (y - here[1]) - (ahead[1] - here[1]) * (x - here[0])
        for here, ahead in zip(corners, np.roll(corners, -1, axis=0), strict=True)
    ]
    inside = np.all([side >= 0 for side in sides], axis=0) | np.all([side <= 0 for side in sides], axis=0)
    return np.asarray(inside.reshape(size, SAMPLES, size, SAMPLES).mean(axis=(1, 3)))


@st.composite
def placements(draw: st.DrawFn, least: float = 4.0) -> tuple[int, NDArray[np.float64], NDArray[np.float64]]:
    """A shape, what becomes of its vectors (turned, slanted, mirrored, 4 to 24 pixels), and its centre."""
    turn, size = draw(st.floats(0, 2 * np.pi)), draw(st.floats(least, 24))
    linear = size * np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
    slant = np.array([(1.0, draw(st.floats(-0.4, 0.4))), (0.0, draw(st.sampled_from([-1.0, 1.0])))])
    linear = slant @ linear
    room = SIZE / 2 - MARGIN - np.hypot(*linear.T)
    share = np.array([draw(st.floats(-1, 1)), draw(st.floats(-1, 1))])
    return draw(st.integers(0, len(SHAPES) - 1)), linear, (SIZE - 1) / 2 + share * np.maximum(room, 0)


def drawn(cases: list[tuple[int, NDArray[np.float64], NDArray[np.float64]]], size: int = SIZE) -> NDArray[np.uint8]:
    which, linear, centres = (np.array(each) for each in zip(*cases, strict=True))
    canvas = np.full((len(cases), size, size), 7, np.uint8)
    fill(canvas, OUTLINES.place(which, linear, centres))
    return canvas


# The worst that was ever found: small, and all corners alike on the grid of pixels.
@example((5, np.array([[3.72203049, 1.46509012], [1.46509012, -3.72203049]]), np.array([41.8359375, 31.5])))
@given(placements())
def test_pixels_are_covered_as_geometry_says(case: tuple[int, NDArray[np.float64], NDArray[np.float64]]) -> None:
    which, linear, centre = case
    corners = list(SHAPES.values())[which] @ linear.T + centre
    found, expected = drawn([case])[0] / 255, coverage(corners)
    around = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T).sum()
    assert abs(found.sum() - area(corners)) <= 0.15 * around  # pixels, for each pixel of the outline
    assert np.abs(found - expected).sum() <= 0.2 * around
    assert found[expected == 0].max() < 0.5
    assert found[expected == 1].min() > 0.5
    lit = np.array([(found.sum(axis=0) * np.arange(SIZE)).sum(), (found.sum(axis=1) * np.arange(SIZE)).sum()])
    assert np.abs(lit / found.sum() - centroid(corners)).max() < 0.2


@pytest.mark.parametrize("count", [1, 31, 32, 33, 70])
def test_floats_are_the_levels_of_bytes(count: int) -> None:
    random = np.random.default_rng(count)
    which, centres = random.integers(0, 9, count), random.uniform(10, 20, (count, 2))
    placed = OUTLINES.place(which, np.broadcast_to(7 * np.eye(2), (count, 2, 2)), centres)
    levels, floats = np.full((count, 30, 30, 3), 9, np.uint8), np.full((count, 30, 30, 3), 9, np.float32)
    fill(levels, placed, (255, 100, 7))
    fill(floats, placed, (255, 100, 7))
    assert np.array_equal(floats, levels / np.float32(255))
    assert (floats.max(axis=(1, 2)) == np.array([255, 100, 7], np.float32) / np.float32(255)).all()


@pytest.mark.parametrize(("radius", "most"), [(20.0, 0.005), (10.0, 0.01), (5.0, 0.03), (3.0, 0.06)])
def test_areas_are_right_on_average(radius: float, most: float) -> None:
    """Edges where OpenCV puts them would give 9, 19, 38 and 60 per cent too much."""
    random = np.random.default_rng(0)
    cases, areas = [], []
    for _ in range(300):
        turn = random.uniform(0, 2 * np.pi)
        linear = radius * np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
        cases.append((int(random.integers(0, 9)), linear, 31.5 + random.uniform(-8, 8, 2)))
        areas.append(area(list(SHAPES.values())[cases[-1][0]] * radius))
    errors = drawn(cases).sum(axis=(1, 2)) / 255 / np.array(areas) - 1
    assert abs(errors.mean()) < most
    assert np.abs(errors).mean() < most


@given(placements())
def test_nothing_is_cut_at_the_margin(case: tuple[int, NDArray[np.float64], NDArray[np.float64]]) -> None:
    """In a frame that is larger by a pixel on each side, none of the further pixels is lit."""
    which, linear, centre = case
    wide = drawn([(which, linear, centre + 1)], SIZE + 2)[0]
    assert wide[1:-1, 1:-1].sum() == wide.sum()
    assert np.array_equal(wide[1:-1, 1:-1], drawn([case])[0])


@given(st.lists(placements(), min_size=2, max_size=40))
@settings(max_examples=30)
def test_rows_do_not_depend_on_each_other(cases: list[tuple[int, NDArray[np.float64], NDArray[np.float64]]]) -> None:
    together = drawn(cases)
    for row, case in enumerate(cases):
        assert np.array_equal(together[row], drawn([case])[0])


def test_colours_are_blended_with_black() -> None:
    linear, centre = 8 * np.eye(2), np.array([31.5, 31.5])
    share = drawn([(1, linear, centre)])[..., None] / 255
    colour = np.full((1, SIZE, SIZE, 3), 100, np.uint8)  # what was there is gone
    fill(colour, OUTLINES.place(np.array([1]), linear[None], centre[None]), (200, 100, 0))
    np.testing.assert_allclose(colour, share * np.array([200, 100, 0]), atol=2)


def test_part_of_a_wider_canvas_can_be_drawn_to() -> None:
    linear, centre = 8 * np.eye(2), np.array([31.5, 31.5])
    wide = np.zeros((1, SIZE, 3 * SIZE, 1), np.uint8)
    fill(wide[:, :, SIZE : 2 * SIZE], OUTLINES.place(np.array([0]), linear[None], centre[None]), (255,))
    assert np.array_equal(wide[0, :, SIZE : 2 * SIZE, 0], drawn([(0, linear, centre)])[0])
    assert not wide[:, :, :SIZE].any()
    assert not wide[:, :, 2 * SIZE :].any()


def test_no_polygons() -> None:
    placed = OUTLINES.place(np.zeros(0, np.int64), np.zeros((0, 2, 2)), np.zeros((0, 2)))
    assert placed.corners.shape == (0, 2)
    fill(np.zeros((0, 5, 5), np.uint8), placed)
