"""Which of two objects is above the other."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import RelationKind
from envspecs.specs.scenes.objects import ObjectName

__all__ = ["AboveSpec"]


class AboveSpec(RelationKind):
    """Which of two objects is above the other."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Above"
    kind: Literal["above"] = Field(description="Which of two objects is above the other.")
    first: ObjectName = Field(description="The object that comes first in class 0.")
    second: ObjectName = Field(description="The object that comes first in class 1.")
