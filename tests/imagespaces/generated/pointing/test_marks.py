"""Marks, against what discs and ellipses are by definition."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.generated.pointing.marks import LINE, blend, disc, outline, patches, spread

SHAPE = (40, 50)
Y, X = np.mgrid[:40, :50]


def whole_disc(centre: tuple[float, float], radius: float) -> NDArray[np.float32]:
    centres = np.array([centre])
    patch = patches(centres, (radius + 0.5, radius + 0.5), SHAPE)
    return np.asarray(spread(patch, disc(patch, centres, radius), SHAPE)[0])


def whole_outline(centre: tuple[float, float], halves: tuple[float, float], tilt: float) -> NDArray[np.float32]:
    centres = np.array([centre])
    patch = patches(centres, (halves[0] + 1, halves[1] + 1), SHAPE)
    return np.asarray(spread(patch, outline(patch, centres, np.array([halves]), np.array([tilt])), SHAPE)[0])


@settings(max_examples=50)
@given(st.floats(11, 38), st.floats(11, 28), st.floats(1, 10))
def test_a_disc_has_its_area_and_its_middle(x: float, y: float, radius: float) -> None:
    covered, near = whole_disc((x, y), radius), 0.08 if radius < 2 else 0.04
    assert covered.sum() == pytest.approx(math.pi * radius**2, abs=0.6, rel=0.01)
    assert (covered * X).sum() / covered.sum() == pytest.approx(x, abs=near)
    assert (covered * Y).sum() / covered.sum() == pytest.approx(y, abs=near)


@settings(max_examples=50)
@given(st.floats(11, 38), st.floats(11, 28), st.floats(1, 10))
def test_a_disc_is_soft_over_one_pixel(x: float, y: float, radius: float) -> None:
    covered, away = whole_disc((x, y), radius), np.hypot(X - x, Y - y)
    assert (covered[away <= radius - 0.55] == 1).all()
    assert (covered[away >= radius + 0.51] == 0).all()


def test_a_disc_at_the_border_is_whole() -> None:
    covered = whole_disc((5.5, 33.5), 5)
    assert covered.sum() == pytest.approx(math.pi * 25, abs=0.5)


@settings(max_examples=30)
@given(st.floats(22, 28), st.floats(18, 21), st.floats(4, 20), st.floats(4, 16), st.floats(-0.9, 0.9))
def test_an_outline_is_about_the_ellipse(x: float, y: float, wide: float, high: float, tilt: float) -> None:
    covered = whole_outline((x, y), (wide, high), tilt)
    turn = np.linspace(0, 2 * np.pi, 2000, endpoint=False)
    on_x, on_y = x + wide * np.cos(turn), y + high * (tilt * np.cos(turn) + math.sqrt(1 - tilt**2) * np.sin(turn))
    away = np.hypot(X[..., None] - on_x, Y[..., None] - on_y).min(axis=-1)
    assert covered[away > LINE / 2 + 1].max() < 0.15  # tips of slender ellipses are a little blurred
    assert (covered[away > LINE / 2 + 2] == 0).all()
    rows, columns = np.floor(on_y).astype(int), np.floor(on_x).astype(int)
    around = [covered[rows + down, columns + right] for down in (0, 1) for right in (0, 1)]
    assert np.max(around, axis=0).min() > 0.2  # and it is closed
    assert (covered * X).sum() / covered.sum() == pytest.approx(x, abs=0.4)
    assert (covered * Y).sum() / covered.sum() == pytest.approx(y, abs=0.4)
    columns, rows = X[covered > 0], Y[covered > 0]
    assert columns.max() == pytest.approx(x + wide, abs=2)
    assert rows.max() == pytest.approx(y + high, abs=2)


def test_a_circle_has_the_area_of_its_line() -> None:
    covered = whole_outline((24.3, 19.6), (12, 12), 0)
    assert covered.sum() == pytest.approx(2 * math.pi * 12 * LINE, rel=0.01)
    assert covered[20, 24] == 0


@pytest.mark.parametrize(("wide", "high", "tilt"), [(20, 1, 0.0), (20, 15, 0.95), (1, 1, 0.0)])
def test_slender_outlines_are_drawn_too(wide: float, high: float, tilt: float) -> None:
    covered = whole_outline((25.0, 20.0), (wide, high), tilt)
    assert covered.max() > 0.9
    assert np.isfinite(covered).all()


def test_colours_are_laid_over_by_the_share() -> None:
    images = np.full((2, 9, 9, 3), 100, np.uint8)
    centres = np.array([[4.0, 4.0], [3.0, 5.0]])
    patch = patches(centres, (2.5, 2.5), (9, 9))
    covered = disc(patch, centres, 2)
    blend(images, patch, covered, np.array([0, 100, 255], np.uint8))
    share = spread(patch, covered, (9, 9))[..., None]
    assert np.abs(images - (100 + share * (np.array([0, 100, 255]) - 100.0))).max() <= 0.5


def test_rows_do_not_know_of_each_other() -> None:
    centres, halves = np.array([[10.2, 11.7], [30.0, 20.0]]), np.array([[4.0, 3.0], [9.0, 12.0]])
    tilts = np.array([0.3, -0.8])
    patch = patches(centres, (10, 13), SHAPE)
    both = spread(patch, outline(patch, centres, halves, tilts), SHAPE)
    for row in range(2):
        alone = slice(row, row + 1)
        small = patches(centres[alone], (halves[row, 0] + 1, halves[row, 1] + 1), SHAPE)
        found = spread(small, outline(small, centres[alone], halves[alone], tilts[alone]), SHAPE)
        np.testing.assert_array_equal(found[0], both[row])
