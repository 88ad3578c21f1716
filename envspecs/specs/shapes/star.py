"""A star that points up."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.specs.base import ShapeKind
from envspecs.specs.scenes.numbers import Proportion

__all__ = ["StarSpec"]


class StarSpec(ShapeKind):
    """A star that points up."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Star"
    kind: Literal["star"] = Field(description="A star that points up.")
    points: Annotated[int, Strict(), Field(ge=3, le=64, json_schema_extra={"unit": "points"})] = Field(
        5, description="How many points."
    )
    inner: Proportion = Field(0.45, description="Where the notches are, of the way from the centre to the points.")
