"""Moved while it was taken."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["MotionBlurSpec"]


class MotionBlurSpec(TransformKind):
    """Take the mean along a straight path about every pixel.

    Factors `motion_blur`, the length, and `motion_blur_angle`.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:MotionBlur"
    kind: Literal["motion_blur"] = Field(description="Moved while it was taken.")
    length: Annotated[Range, Within(0, 100, "pixels")] = Field(
        (0.0, 9.0), description="How long the path is from end to end."
    )
    angle: Annotated[Range, Within(-180, 180, "degrees")] = Field(
        (0.0, 180.0), description="Where it leads, from level, anticlockwise as seen."
    )
