"""A cloudy ground."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.specs.base import TransformKind
from envspecs.specs.fields import MAX_SIDE
from envspecs.specs.ranges import Range, Within

__all__ = ["NoiseBackgroundSpec"]


class NoiseBackgroundSpec(TransformKind):
    """Show random levels behind the objects: one at each point of a grid, and linear in between.

    Factor `noise_background_key`.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:NoiseBackground"
    kind: Literal["noise_background"] = Field(description="A cloudy ground.")
    grain: Annotated[float, Strict(), Field(ge=1, le=MAX_SIDE, json_schema_extra={"unit": "pixels"})] = Field(
        8.0, description="From one point of the grid to the next; at 1 every pixel has a level of its own."
    )
    level: Annotated[Range, Within(0, 1, "level")] = Field(
        (0.0, 1.0), description="Between which levels they are drawn, for each channel."
    )
