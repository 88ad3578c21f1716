"""The shapes of objects, as outlines.

An outline is a list of loops ``[n, 2]`` of corners (x, y), y downward, about the point that the object turns about; the
longer side of its bounding box is 1. Loops round holes go the other way round than those round the shape.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imagespaces.arguments import check_integer
from imagespaces.generated.scenes.attributes import is_several
from imagespaces.generated.scenes.glyphs import trace
from imagespaces.transforms.parameters import is_number

__all__ = [
    "SHAPES",
    "Circle",
    "Cross",
    "Ellipse",
    "Glyph",
    "Line",
    "Outline",
    "RegularPolygon",
    "Ring",
    "Shape",
    "ShapeChoice",
    "Star",
    "check_shape",
]

Outline: TypeAlias = list[NDArray[np.float64]]
"""Loops ``[n, 2]``."""

_DIAMETER = 2.0
"""Of the circle that round shapes are made of."""

_SAGITTA = 0.1
"""Pixels by which the sides of a polygon that stands for a circle may be within it."""


class Shape(ABC):
    """What an object looks like, apart from size, place, angle and colour."""

    _side: ClassVar[float | None] = None
    """The longer side of what ``_loops`` gives; None where it is that of the corners' bounding box."""

    @property
    def name(self) -> str:
        """What it is called as a value of a factor; what is unlike the defaults is said."""
        own = [f"{getattr(self, field.name):g}" for field in fields(self) if getattr(self, field.name) != field.default]  # type: ignore[arg-type]
        return " ".join([type(self).__name__.lower(), *own])

    def outline(self, size: float) -> Outline:
        """Give the outline, as fine as it must be at a size in pixels."""
        loops = self._loops(size)
        side = self._side or np.ptp(np.concatenate(loops), axis=0).max()
        return [loop / side for loop in loops]

    @abstractmethod
    def _loops(self, size: float) -> Outline:
        """Give the outline in any unit."""


def _check_part(owner: object, name: str) -> None:
    """Check a proportion of a shape."""
    given = getattr(owner, name)
    if not (is_number(given) and 0 < given < 1):
        raise ValueError(f"{name} must be a number above 0 and below 1, got {given!r}")


@dataclass(frozen=True)
class Circle(Shape):
    """A disc. Its size is the diameter."""

    _side = _DIAMETER

    def _loops(self, size: float) -> Outline:
        return [_round(size)]


@dataclass(frozen=True)
class Ellipse(Shape):
    """An ellipse, lying. Its size is the longer axis.

    Args:
        aspect: Height to width, above 0 and below 1.

    Raises:
        ValueError: If the aspect is not in range.
    """

    aspect: float = 0.5
    _side = _DIAMETER

    def __post_init__(self) -> None:
        _check_part(self, "aspect")

    def _loops(self, size: float) -> Outline:
        return [_round(size) * np.array([1.0, self.aspect])]


@dataclass(frozen=True)
class RegularPolygon(Shape):
    """A regular polygon that stands on a side.

    Args:
        sides: How many, 3 or more.

    Raises:
        ValueError: If there are fewer.

    >>> RegularPolygon(4).name, RegularPolygon(11).name
    ('square', '11-gon')
    """

    sides: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "sides", check_integer("sides", self.sides, least=3))

    @property
    def name(self) -> str:
        """What it is called."""
        return _POLYGONS.get(self.sides, f"{self.sides}-gon")

    def _loops(self, size: float) -> Outline:  # noqa: ARG002 - corners are corners at any size
        return [_ring_of(self.sides, 0.5 + 1 / self.sides)]


@dataclass(frozen=True)
class Star(Shape):
    """A star that points up.

    Args:
        points: How many, 3 or more.
        inner: Where the notches are, of the way from the centre to the points: above 0 and below 1.

    Raises:
        ValueError: If there are fewer points, or the notches are elsewhere.
    """

    points: int = 5
    inner: float = 0.45

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", check_integer("points", self.points, least=3))
        _check_part(self, "inner")

    def _loops(self, size: float) -> Outline:  # noqa: ARG002 - the same
        corners = _ring_of(2 * self.points, -0.5)
        corners[1::2] *= self.inner
        return [corners]


@dataclass(frozen=True)
class Ring(Shape):
    """A disc with a round hole.

    Args:
        hole: Diameter of the hole to that of the ring, above 0 and below 1.

    Raises:
        ValueError: If the hole is not in range.
    """

    hole: float = 0.6
    _side = _DIAMETER

    def __post_init__(self) -> None:
        _check_part(self, "hole")

    def _loops(self, size: float) -> Outline:
        edge = _round(size)
        return [edge, edge[::-1] * self.hole]


@dataclass(frozen=True)
class Line(Shape):
    """A bar, lying. Its size is the length.

    Args:
        thickness: To the length, above 0 and below 1.

    Raises:
        ValueError: If the thickness is not in range.
    """

    thickness: float = 0.2

    def __post_init__(self) -> None:
        _check_part(self, "thickness")

    def _loops(self, size: float) -> Outline:  # noqa: ARG002 - the same
        return [np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * np.array([1.0, self.thickness])]


@dataclass(frozen=True)
class Cross(Shape):
    """Two bars, one lying and one standing.

    Args:
        thickness: Of a bar to its length, above 0 and below 1.

    Raises:
        ValueError: If the thickness is not in range.
    """

    thickness: float = 1 / 3

    def __post_init__(self) -> None:
        _check_part(self, "thickness")

    def _loops(self, size: float) -> Outline:  # noqa: ARG002 - the same
        t = self.thickness
        arm = np.array([(-t, -t), (-t, -1), (t, -1)])  # corners round one arm, less those of the next
        quarter = np.array([(0, 1), (-1, 0)])
        return [np.concatenate([arm @ np.linalg.matrix_power(quarter, turn) for turn in range(4)])]


@dataclass(frozen=True)
class Glyph(Shape):
    """A digit or a letter, from the font that Pillow brings along. It turns about the middle of its bounding box.

    Another release of Pillow may bring a font that looks a little different.

    Args:
        character: One of 0 to 9, A to Z and a to z.

    Raises:
        ValueError: If it is another.

    >>> Glyph("A").name
    'A'
    """

    character: str

    def __post_init__(self) -> None:
        given: Any = self.character
        if not (isinstance(given, str) and len(given) == 1 and given.isascii() and given.isalnum()):
            raise ValueError(f"character must be a digit or a letter without accents, got {given!r}")

    @property
    def name(self) -> str:
        """The character."""
        return self.character

    def _loops(self, size: float) -> Outline:  # noqa: ARG002 - the same
        loops = trace(self.character)
        corners = np.concatenate(loops)
        middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
        return [loop - middle for loop in loops]


_POLYGONS = {
    3: "triangle",
    4: "square",
    5: "pentagon",
    6: "hexagon",
    7: "heptagon",
    8: "octagon",
    9: "nonagon",
    10: "decagon",
}

SHAPES: dict[str, Shape] = {
    **{shape.name: shape for shape in (Circle(), Ellipse(), Star(), Ring(), Line(), Cross())},
    **{name: RegularPolygon(sides) for sides, name in _POLYGONS.items()},
}
"""Shapes that are given by name. A single character means a :class:`Glyph`."""

ShapeChoice: TypeAlias = str | Shape | Sequence[str | Shape]
"""A shape, which is fixed, or several, each of which the states have."""


def check_shape(what: str, given: Any) -> ShapeChoice:
    """Give what is said of a shape as it is kept.

    Raises:
        ValueError: If something is no shape.
    """
    shapes = tuple(given) if is_several(given) else (given,)
    if not shapes:
        raise ValueError(f"{what} must be at least one shape, got {given!r}")
    for shape in shapes:
        as_shape(what, shape)
    return shapes if is_several(given) else given


def as_shape(what: str, given: Any) -> Shape:
    """Give a shape that may be given by name.

    Raises:
        ValueError: If there is none of that name.
    """
    if isinstance(given, Shape):
        return given
    if isinstance(given, str) and given in SHAPES:
        return SHAPES[given]
    if isinstance(given, str) and len(given) == 1:
        return Glyph(given)
    raise ValueError(f"{what} must be one of {', '.join(SHAPES)}, a digit, a letter or a Shape, got {given!r}")


def _ring_of(count: int, first: float) -> NDArray[np.float64]:
    """Give corners ``[count, 2]`` round a circle; ``first`` counts half turns from the right, clockwise as seen."""
    angles = np.pi * first + np.arange(count) * (2 * np.pi / count)
    return np.stack((np.cos(angles), np.sin(angles)), axis=1)


def _round(size: float) -> NDArray[np.float64]:
    """Give corners about a circle of radius 1, of the same area.

    They are so many that no side shows at a diameter of ``size`` pixels, and a multiple of four.
    """
    count = 4 * max(3, math.ceil(math.pi / 4 * math.sqrt(size / 4 / _SAGITTA)))
    step = 2 * math.pi / count
    return _ring_of(count, 0.0) * math.sqrt(step / math.sin(step))
