"""Spaces whose images are computed."""

from imagespaces.generated.circle_square import CircleSquare
from imagespaces.generated.double_circle_square import DoubleCircleSquare
from imagespaces.generated.polygons import Polygons

__all__ = ["CircleSquare", "DoubleCircleSquare", "Polygons"]
