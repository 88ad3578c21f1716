"""Spaces whose images are computed."""

from imagespaces.generated.circle_square import CircleSquare
from imagespaces.generated.double_circle_square import DoubleCircleSquare

__all__ = ["CircleSquare", "DoubleCircleSquare"]
