"""A disc with a round hole."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import ShapeKind
from envspecs.specs.scenes.numbers import Proportion

__all__ = ["RingSpec"]


class RingSpec(ShapeKind):
    """A disc with a round hole; its size is the diameter."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Ring"
    kind: Literal["ring"] = Field(description="A disc with a round hole.")
    hole: Proportion = Field(0.6, description="Diameter of the hole to that of the ring.")
