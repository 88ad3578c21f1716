"""An even ground."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["SolidBackgroundSpec"]


class SolidBackgroundSpec(TransformKind):
    """Show one level or colour behind the objects.

    Factor `solid_background`; in colour with `_red`, `_green` and `_blue`.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:SolidBackground"
    kind: Literal["solid_background"] = Field(description="An even ground.")
    level: Annotated[Range, Within(0, 1, "level")] = Field(
        (0.0, 1.0), description="What each channel is; each draws its own."
    )
