"""A bar, lying."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import ShapeKind
from envspecs.specs.scenes.numbers import Proportion

__all__ = ["LineSpec"]


class LineSpec(ShapeKind):
    """A bar, lying; its size is the length."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Line"
    kind: Literal["line"] = Field(description="A bar, lying.")
    thickness: Proportion = Field(0.2, description="Thickness to length.")
