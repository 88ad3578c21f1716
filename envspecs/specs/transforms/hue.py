"""Other colours."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["HueSpec"]


class HueSpec(TransformKind):
    """Turn the circle of colours of images in colour: red at 120 degrees is green. Factor `hue`, in degrees."""

    runtime: ClassVar[str] = "imagespaces.transforms:Hue"
    kind: Literal["hue"] = Field(description="Turn the circle of colours.")
    angle: Annotated[Range, Within(-360, 360, "degrees")] = Field((0.0, 360.0), description="How far.")
