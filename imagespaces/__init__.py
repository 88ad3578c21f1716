"""Spaces of images for agents that look: generated or loaded, addressed by index, seeded and batched."""

from imagespaces.factors import Finite, Interval
from imagespaces.generated import CircleSquare, DoubleCircleSquare
from imagespaces.instances import Instance, Instances
from imagespaces.space import ImageSpace

__all__ = ["CircleSquare", "DoubleCircleSquare", "Finite", "ImageSpace", "Instance", "Instances", "Interval"]
