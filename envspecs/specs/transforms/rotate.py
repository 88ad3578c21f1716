"""Turning."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["RotateSpec"]


class RotateSpec(TransformKind):
    """Turn about the centre, anticlockwise as it is seen. Factor `rotate`, in degrees."""

    runtime: ClassVar[str] = "imagespaces.transforms:Rotate"
    kind: Literal["rotate"] = Field(description="Turn about the centre.")
    angle: Annotated[Range, Within(-360, 360, "degrees")] = Field((0.0, 360.0), description="How far.")
    quantum: Annotated[float, Strict(), Field(gt=0, le=360, json_schema_extra={"unit": "degrees"})] | None = Field(
        None, description="Only angles so far apart are drawn, from the low end on; any where left out."
    )
