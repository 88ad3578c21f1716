"""Motion of a window of any size to a place."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import MotionKind

__all__ = ["AbsoluteZoomSpec"]


class AbsoluteZoomSpec(MotionKind):
    """An action is where to look next and how large the window is: (y, x, s), each from 0 to 1."""

    runtime: ClassVar[str] = "envspecs.motions:AbsoluteZoom"
    axes: ClassVar[int] = 3
    kind: Literal["absolute_zoom"] = Field(description="To the place and size that the action names, as (y, x, s).")
