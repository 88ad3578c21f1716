"""A bar lying and one standing."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import ShapeKind
from envspecs.specs.scenes.numbers import Proportion

__all__ = ["CrossSpec"]


class CrossSpec(ShapeKind):
    """Two bars, one lying and one standing."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Cross"
    kind: Literal["cross"] = Field(description="A bar lying and one standing.")
    thickness: Proportion = Field(1 / 3, description="Of a bar to its length.")
