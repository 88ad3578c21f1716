"""How each kind of image space of this library is built: one kind, one module."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from imagespaces.testing.strategies.building.all_images import ALL_IMAGES
from imagespaces.testing.strategies.building.digits import DIGITS
from imagespaces.testing.strategies.building.mixture import MIXTURE
from imagespaces.testing.strategies.building.overlay import OVERLAY
from imagespaces.testing.strategies.building.photos import PHOTOS
from imagespaces.testing.strategies.building.points import POINTS
from imagespaces.testing.strategies.building.polygons import POLYGONS
from imagespaces.testing.strategies.building.scene import SCENE
from imagespaces.testing.strategies.building.shapes import CIRCLE_SQUARE, DOUBLE_CIRCLE_SQUARE
from imagespaces.testing.strategies.building.side_by_side import CONCAT, GRID
from imagespaces.testing.strategies.building.subset import SUBSET
from imagespaces.testing.strategies.kinds import Kind

__all__ = ["BUILT_IN"]

BUILT_IN: Mapping[str, Kind] = MappingProxyType(
    {
        "all_images": ALL_IMAGES,
        "circle_square": CIRCLE_SQUARE,
        "digits": DIGITS,
        "double_circle_square": DOUBLE_CIRCLE_SQUARE,
        "photos": PHOTOS,
        "points": POINTS,
        "polygons": POLYGONS,
        "scene": SCENE,
        "subset": SUBSET,
        "mixture": MIXTURE,
        "overlay": OVERLAY,
        "concat": CONCAT,
        "grid": GRID,
    }
)
"""The kinds of this library, by the name that task files have for each."""
