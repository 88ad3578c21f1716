"""A regular polygon."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.specs.base import ShapeKind

__all__ = ["RegularPolygonSpec"]


class RegularPolygonSpec(ShapeKind):
    """A regular polygon that stands on a side."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:RegularPolygon"
    kind: Literal["regular_polygon"] = Field(description="A regular polygon.")
    sides: Annotated[int, Strict(), Field(ge=3, le=64, json_schema_extra={"unit": "sides"})] = Field(
        description="How many sides."
    )
