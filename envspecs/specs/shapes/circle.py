"""A disc."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import ShapeKind

__all__ = ["CircleSpec"]


class CircleSpec(ShapeKind):
    """A disc; its size is the diameter. The name `circle` says the same."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Circle"
    kind: Literal["circle"] = Field(description="A disc.")
