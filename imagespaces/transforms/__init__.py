"""Seeded changes of images: what is random about them are factors, drawn apart from being applied."""

from imagespaces.transforms.base import Canvas, Gains, Geometric, Photometric, Transform
from imagespaces.transforms.flip import Flip
from imagespaces.transforms.parameters import Fixed, Parameter, Range
from imagespaces.transforms.pipeline import Pipeline
from imagespaces.transforms.pose import Pose
from imagespaces.transforms.rotate import Rotate
from imagespaces.transforms.scale import Scale
from imagespaces.transforms.shear import Shear
from imagespaces.transforms.shift import Shift

__all__ = [
    "Canvas",
    "Fixed",
    "Flip",
    "Gains",
    "Geometric",
    "Parameter",
    "Photometric",
    "Pipeline",
    "Pose",
    "Range",
    "Rotate",
    "Scale",
    "Shear",
    "Shift",
    "Transform",
]
