"""An object of a scene, ready to be looked at: its attributes as factors, and what they are in given instances.

Axes: ``B`` instances; where nothing varies, arrays have one row.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors import Factor
from imagespaces.generated.scenes.attributes import Attribute, Values, ends_of
from imagespaces.generated.scenes.colours import Ink
from imagespaces.generated.scenes.objects import SceneObject
from imagespaces.generated.scenes.placement import Frame, Reach
from imagespaces.generated.scenes.shapes import Outline, Shape, ShapeChoice, as_shape
from imagespaces.kernels.outlines import signed_area
from imagespaces.transforms import Gains

__all__ = ["LEAST_THICKNESS", "Actor"]

LEAST_THICKNESS = 1.5
"""Pixels that the strokes of a shape must be thick to be told: 2 × area / circumference. Those of letters then look up
to a third too bold; from 2 pixels on no shape is off by more than a seventh of its area."""


class Actor:
    """An object of a scene.

    Args:
        name: What it is called.
        given: What is said of it.
        frame: The frame.
        channels: 1 for gray, 3 for red, green and blue.
        gains: By how much transforms change its lengths.
        turns: Whether transforms turn or slant it.

    Raises:
        ValueError: If it is too small to be drawn, or two shapes have one name.

    Attributes:
        attributes: By name, but for the position.
        outlines: The outline of each shape, 1 pixel large.
        reach: How far it reaches from its centre.
    """

    def __init__(
        self, name: str, given: SceneObject, frame: Frame, channels: int, gains: Gains, *, turns: bool
    ) -> None:
        self.name, self.given = name, given
        self._unit = min(frame.height, frame.width)
        shapes = [as_shape("shape", each) for each in _listed(given.shape)]
        names = [shape.name for shape in shapes]
        self.ink = Ink(f"{name}.", given.color, channels)
        own = {
            part: Attribute(f"{name}.{part}", getattr(given, part)) for part in ("size", "angle", "texture", "depth")
        }
        shape = Attribute(f"{name}.shape", names if len(names) > 1 else names[0])
        self.attributes = {"shape": shape, **own, **self.ink.attributes}
        least, most = (size * self._unit for size in ends_of(given.size))
        self.outlines = [shape.outline(most * gains.most) for shape in shapes]
        _check_thickness(name, dict(zip(names, self.outlines, strict=True)), least * gains.least)
        angles = None if turns or self.attributes["angle"].drawn else self.attributes["angle"].choices
        self.reach = _reach(self.outlines, most * gains.most, angles)

    @property
    def factors(self) -> list[Factor]:
        """The factors of all attributes that vary, but for the position."""
        return [each.factor for each in self.attributes.values() if each.factor is not None]

    def linear(self, values: Values) -> NDArray[np.float64]:
        """Give what a vector of the outline becomes before transforms: pixels, ``[B, 2, 2]``."""
        sizes = self.attributes["size"].numbers(values) * self._unit
        radians = np.deg2rad(self.attributes["angle"].numbers(values))
        cosine, sine = np.broadcast_arrays(sizes * np.cos(radians), sizes * np.sin(radians))
        # y points down, so that anticlockwise as seen is from x toward −y
        return np.stack((cosine, sine, -sine, cosine), axis=1).reshape(-1, 2, 2)


def _listed(given: ShapeChoice) -> Sequence[str | Shape]:
    return (given,) if isinstance(given, str | Shape) else given


def _reach(outlines: Sequence[Outline], size: float, angles: Sequence[object] | None) -> Reach:
    """Give how far outlines reach at a size, turned by given angles or, if these are None, by any."""
    corners = size * np.concatenate([loop for outline in outlines for loop in outline])
    if angles is None:
        radius = float(np.hypot(*corners.T).max())
        return Reach(radius, radius)
    radians = np.deg2rad(np.array(angles, np.float64))[:, None]
    x = np.abs(corners[:, 0] * np.cos(radians) + corners[:, 1] * np.sin(radians))
    y = np.abs(corners[:, 1] * np.cos(radians) - corners[:, 0] * np.sin(radians))
    return Reach(float(x.max()), float(y.max()))


def _check_thickness(name: str, outlines: dict[str, Outline], size: float) -> None:
    """Refuse shapes of which nothing would be left."""
    for shape, outline in outlines.items():
        around = sum(float(np.hypot(*(np.roll(loop, -1, axis=0) - loop).T).sum()) for loop in outline)
        thickness = 2 * sum(map(signed_area, outline)) / around
        if size * thickness < LEAST_THICKNESS:
            needed = math.ceil(10 * LEAST_THICKNESS / thickness) / 10
            raise ValueError(
                f"object {name!r} must be at least {needed:g} pixels large, so that a {shape} can be told, "
                f"got {size:.1f}"
            )
