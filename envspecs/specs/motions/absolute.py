"""Motion to a place."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import MotionKind

__all__ = ["AbsoluteSpec"]


class AbsoluteSpec(MotionKind):
    """An action is the position to look at next."""

    runtime: ClassVar[str] = "envspecs.motions:Absolute"
    kind: Literal["absolute"] = Field(description="To the position that the action names.")
