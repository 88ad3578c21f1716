"""How many objects there are, or how many of them have a value of an attribute."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import RelationKind
from envspecs.specs.factor_values import FactorValue
from envspecs.specs.fields import Distinct
from envspecs.specs.scenes.names import AttributeName
from envspecs.specs.scenes.objects import ObjectName

__all__ = ["CountSpec"]


class CountSpec(RelationKind):
    """How many objects there are, or how many of them have a value of an attribute."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Count"
    kind: Literal["count"] = Field(
        description="How many objects there are, or how many of them have a value of an attribute."
    )
    attribute: AttributeName | None = Field(None, description="Such as `color`; all objects count if left out.")
    value: FactorValue | None = Field(None, description="The value of the attribute that is counted.")
    objects: Annotated[tuple[ObjectName, ...], Distinct()] = Field(
        (), description="Which objects; all if left out, with the distractors."
    )
