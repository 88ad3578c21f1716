from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from imagespaces.generated.scenes.shapes import (
    SHAPES,
    Circle,
    Cross,
    Ellipse,
    Glyph,
    Line,
    RegularPolygon,
    Ring,
    Shape,
    Star,
    check_shape,
)
from imagespaces.kernels.outlines import signed_area


def area(shape: Shape, size: float = 100.0) -> float:
    return sum(map(signed_area, shape.outline(size)))


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (Circle(), np.pi / 4),
        (Ellipse(0.3), np.pi / 4 * 0.3),
        (Ring(0.5), np.pi / 4 * (1 - 0.25)),
        (Line(0.1), 0.1),
        (Cross(0.2), 2 * 0.2 - 0.04),
        (RegularPolygon(4), 1),
        (RegularPolygon(3), np.sqrt(3) / 4),
        (Star(4, 0.5), np.sqrt(0.5) / 2),
    ],
)
@pytest.mark.parametrize("size", [4.0, 400.0])
def test_areas(shape: Shape, expected: float, size: float) -> None:
    assert area(shape, size) == pytest.approx(expected)


@pytest.mark.parametrize("shape", [*SHAPES.values(), Glyph("B"), Glyph("i")], ids=lambda shape: shape.name)
def test_the_longer_side_is_one_about_the_middle_of_turning(shape: Shape) -> None:
    corners = np.concatenate(shape.outline(100))
    assert np.ptp(corners, axis=0).max() == pytest.approx(1, abs=0.01)
    assert (corners.min(axis=0) < 0).all()
    assert (corners.max(axis=0) > 0).all()


@pytest.mark.parametrize("sides", range(3, 12))
def test_polygons_stand_on_a_side(sides: int) -> None:
    (corners,) = RegularPolygon(sides).outline(10)
    lowest = np.sort(corners[:, 1])[-2:]
    assert lowest[0] == pytest.approx(lowest[1])
    assert corners.mean(axis=0) == pytest.approx([0, 0])


def test_stars_point_up() -> None:
    (corners,) = Star(5).outline(10)
    assert corners[corners[:, 1].argmin(), 0] == pytest.approx(0)


def test_no_side_of_a_circle_shows() -> None:
    for size in (5.0, 50.0, 500.0):
        (corners,) = Circle().outline(size)
        radii = size * np.hypot(*corners.T)
        middles = size * np.hypot(*((corners + np.roll(corners, -1, axis=0)) / 2).T)
        assert (radii - middles).max() < 0.11


def test_letters_have_their_holes() -> None:
    counts = {character: len(Glyph(character).outline(10)) for character in "CAB8i"}
    assert counts == {"C": 1, "A": 2, "B": 3, "8": 3, "i": 2}
    assert all(area(Glyph(character)) > 0 for character in counts)


def test_names() -> None:
    assert [shape.name for shape in (Circle(), Ellipse(), Ellipse(0.3), Star(6), Ring(0.5), Glyph("7"))] == [
        "circle",
        "ellipse",
        "ellipse 0.3",
        "star 6",
        "ring 0.5",
        "7",
    ]
    assert [RegularPolygon(sides).name for sides in (3, 4, 10, 12)] == ["triangle", "square", "decagon", "12-gon"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: RegularPolygon(2), "sides must be an integer of at least 3, got 2"),
        (lambda: Star(2), "points must be an integer of at least 3, got 2"),
        (lambda: Star(inner=1), "inner must be a number above 0 and below 1, got 1"),
        (lambda: Ellipse(0), "aspect must be a number above 0 and below 1, got 0"),
        (lambda: Ring(1.5), "hole must be a number above 0 and below 1, got 1.5"),
        (lambda: Line(np.nan), "thickness must be a number above 0 and below 1, got nan"),
        (lambda: Cross(-0.1), "thickness must be a number above 0 and below 1, got -0.1"),
        (lambda: Glyph("ab"), "character must be a digit or a letter without accents, got 'ab'"),
        (lambda: Glyph("é"), "character must be a digit or a letter without accents, got 'é'"),
        (lambda: check_shape("shape", []), "shape must be at least one shape, got []"),
        (
            lambda: check_shape("shape", ["circle", "blob"]),
            f"shape must be one of {', '.join(SHAPES)}, a digit, a letter or a Shape, got 'blob'",
        ),
    ],
)
def test_shapes_that_are_refused(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        make()
