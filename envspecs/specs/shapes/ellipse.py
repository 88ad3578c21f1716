"""An ellipse, lying."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import ShapeKind
from envspecs.specs.scenes.numbers import Proportion

__all__ = ["EllipseSpec"]


class EllipseSpec(ShapeKind):
    """An ellipse, lying; its size is the longer axis."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Ellipse"
    kind: Literal["ellipse"] = Field(description="An ellipse, lying.")
    aspect: Proportion = Field(0.5, description="Height to width.")
