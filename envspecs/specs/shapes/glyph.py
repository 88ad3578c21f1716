"""A digit or a letter."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from envspecs.specs.base import ShapeKind

__all__ = ["GlyphSpec"]


class GlyphSpec(ShapeKind):
    """A digit or a letter; the character alone says the same."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Glyph"
    kind: Literal["glyph"] = Field(description="A digit or a letter.")
    character: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]$")] = Field(description="The digit or letter.")
