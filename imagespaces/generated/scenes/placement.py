"""Where objects go: where it is said, or into distinct cells of a grid, so that no two can overlap.

Nothing is tried and rejected. The request is checked once; then any draw satisfies it.

Axes: ``B`` instances. Points are (x, y) with y downward, in pixels.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.generated.scenes.attributes import Attribute, Drawn, Values, ends_of
from imagespaces.generated.scenes.objects import SceneObject
from imagespaces.kernels.polygons import MARGIN

__all__ = ["Frame", "Reach", "Stands", "check_apart"]


@dataclass(frozen=True)
class Frame:
    """The frame that objects stay in.

    Attributes:
        height: Rows.
        width: Columns.
    """

    height: int
    width: int

    def to_pixels(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn positions in [−1, 1] to pixels, ``[B, 2]``; the borders are at −1/2 and at the size − 1/2."""
        return np.stack(np.broadcast_arrays((self.width * (1 + x) - 1) / 2, (self.height * (1 + y) - 1) / 2), axis=-1)


@dataclass(frozen=True)
class Reach:
    """How far an object can reach from its centre, in any instance.

    Attributes:
        x: Pixels to the left and to the right.
        y: Pixels up and down.
    """

    x: float
    y: float

    def limits(self, frame: Frame) -> tuple[float, float]:
        """Give the largest position in x and in y, as a share of half the frame, at which nothing is cut off."""
        return 1 - 2 * (self.x + MARGIN) / frame.width, 1 - 2 * (self.y + MARGIN) / frame.height

    def describe(self) -> str:
        """Give the size in words: width × height, rounded up."""
        return f"{math.ceil(2 * self.x)} × {math.ceil(2 * self.y)} pixels"


class Stands:
    """An object whose position is a pair of attributes of its own.

    Args:
        name: The object.
        given: What is said of it; without a position it may be anywhere in the frame.
        reach: How far it reaches.
        frame: Where.

    Raises:
        ValueError: If it does not fit the frame, or could leave it.

    Attributes:
        attributes: ``x`` and ``y``.
        factors: Those of the two.
        region: What it can cover in any instance, with a margin: left, top, right, bottom in pixels.
    """

    def __init__(self, name: str, given: SceneObject, reach: Reach, frame: Frame) -> None:
        limits = reach.limits(frame)
        if min(limits) < 0:
            size = f"{frame.width - 2 * MARGIN:g} × {frame.height - 2 * MARGIN:g}"
            raise ValueError(
                f"object {name!r} must fit {size} pixels, the frame less a margin, got up to {reach.describe()}"
            )
        self._name, self._frame = name, frame
        self.attributes: dict[str, Attribute] = {}
        spans = []
        for axis, limit, number in (("x", limits[0], given.x), ("y", limits[1], given.y)):
            said = number if number is not None else (Drawn(-limit, limit) if limit > 0 else 0.0)
            low, high = ends_of(said)
            if low < -limit or high > limit:
                allowed = math.floor(limit * 1000) / 1000
                raise ValueError(
                    f"{axis} of object {name!r} must be from {-allowed:g} to {allowed:g}, so that its up to "
                    f"{reach.describe()} stay in the frame, got {low:g} to {high:g}"
                )
            self.attributes[axis] = Attribute(f"{name}.{axis}", said)
            spans.append(np.array([low, high]))
        self.factors = [each.factor for each in self.attributes.values() if each.factor is not None]
        (left, top), (right, bottom) = frame.to_pixels(*spans)
        self.region = (
            left - reach.x - MARGIN,
            top - reach.y - MARGIN,
            right + reach.x + MARGIN,
            bottom + reach.y + MARGIN,
        )

    def centres(self, values: Values) -> dict[str, NDArray[np.float64]]:
        """Give the centre of the object in pixels, ``[B, 2]`` or ``[1, 2]``."""
        x, y = (attribute.numbers(values) for attribute in self.attributes.values())
        return {self._name: self._frame.to_pixels(x, y)}


def check_apart(regions: Mapping[str, tuple[float, ...]]) -> None:
    """Refuse objects that could overlap.

    Args:
        regions: What each can cover: left, top, right, bottom.

    Raises:
        ValueError: If two regions overlap.
    """
    for one, other in itertools.combinations(regions, 2):
        if _overlap(regions[one], regions[other]):
            raise ValueError(
                f"objects {one!r} and {other!r} must not overlap, but what they can cover does: "
                f"{_describe(regions[one])}, and {_describe(regions[other])}. Move them apart, or allow overlap=True"
            )


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Tell whether two boxes (left, top, right, bottom) have more than an edge in common."""
    return all(one[axis] < other[axis + 2] and other[axis] < one[axis + 2] for axis in (0, 1))


def _describe(region: tuple[float, ...]) -> str:
    left, top, right, bottom = region
    return f"x {left:.1f} to {right:.1f} and y {top:.1f} to {bottom:.1f} pixels"
