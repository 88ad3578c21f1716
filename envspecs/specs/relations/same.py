"""Whether an attribute is the same in all of some objects."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import RelationKind
from envspecs.specs.fields import Distinct
from envspecs.specs.scenes.names import AttributeName
from envspecs.specs.scenes.objects import ObjectName

__all__ = ["SameSpec"]


class SameSpec(RelationKind):
    """Whether an attribute is the same in all of some objects."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Same"
    kind: Literal["same"] = Field(description="Whether an attribute is the same in all of some objects.")
    attribute: AttributeName = Field(description="Such as `shape` or `color`; none that images draw.")
    objects: Annotated[tuple[ObjectName, ...], Distinct()] = Field(
        (), description="Which objects, at least two; all that have names if left out."
    )
