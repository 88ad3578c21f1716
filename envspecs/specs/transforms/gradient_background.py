"""A ground that goes from one level to another."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["GradientBackgroundSpec"]


class GradientBackgroundSpec(TransformKind):
    """Show behind the objects a level or colour that changes evenly.

    Factors `gradient_background_from`, `gradient_background_to` (in colour each with `_red`, `_green` and `_blue`)
    and `gradient_background_angle`.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:GradientBackground"
    kind: Literal["gradient_background"] = Field(description="A ground that goes from one level to another.")
    level: Annotated[Range, Within(0, 1, "level")] = Field(
        (0.0, 1.0), description="What each channel is at either end; each draws its own."
    )
    angle: Annotated[Range, Within(-360, 360, "degrees")] = Field(
        (0.0, 360.0), description="Where it goes, from right, anticlockwise as seen."
    )
