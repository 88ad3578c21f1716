"""Slanting."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["ShearSpec"]


class ShearSpec(TransformKind):
    """Slant: x grows by `x` times y, and y by `y` times x, with y downward. Factors `shear_x` and `shear_y`."""

    runtime: ClassVar[str] = "imagespaces.transforms:Shear"
    kind: Literal["shear"] = Field(description="Slant.")
    x: Annotated[Range, Within(-0.9, 0.9, "pixels per pixel")] = Field(
        (-0.3, 0.3), description="The slant of what is upright."
    )
    y: Annotated[Range, Within(-0.9, 0.9, "pixels per pixel")] = Field(0.0, description="The slant of what is level.")
