"""Lighter or darker."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["BrightnessSpec"]


class BrightnessSpec(TransformKind):
    """Add a constant to every value, and cut off at 0 and 1. Factor `brightness`."""

    runtime: ClassVar[str] = "imagespaces.transforms:Brightness"
    kind: Literal["brightness"] = Field(description="Lighter or darker.")
    change: Annotated[Range, Within(-1, 1, "level")] = Field(
        (-0.3, 0.3), description="What is added; levels reach from 0, black, to 1, white."
    )
