"""Motion of a window of any size by steps."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import MotionKind
from envspecs.specs.fields import Length, Pair, Share

__all__ = ["RelativeZoomSpec"]


class RelativeZoomSpec(MotionKind):
    """An action is a direction and a share of the longest step, and how much to zoom."""

    runtime: ClassVar[str] = "envspecs.motions:RelativeZoom"
    axes: ClassVar[int] = 3
    kind: Literal["relative_zoom"] = Field(description="Steps and zooming from where and what the window is.")
    max_step: Length | Annotated[tuple[Length, Length], Pair()] = Field(
        0.2, description="The longest step: one number, or one along each axis, [x, y]."
    )
    max_zoom: Annotated[Share, Field(gt=0)] = Field(
        0.2, description="How much of the range from the smallest to the largest window one step zooms at most."
    )
