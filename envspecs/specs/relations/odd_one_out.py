"""Which one of some objects differs in an attribute, in which all others are alike."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import RelationKind
from envspecs.specs.fields import Distinct
from envspecs.specs.scenes.names import AttributeName
from envspecs.specs.scenes.objects import ObjectName

__all__ = ["OddOneOutSpec"]


class OddOneOutSpec(RelationKind):
    """Which one of some objects differs in an attribute, in which all others are alike."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:OddOneOut"
    kind: Literal["odd_one_out"] = Field(
        description="Which one of some objects differs in an attribute, in which all others are alike."
    )
    attribute: AttributeName = Field(description="Such as `shape` or `color`; none that images draw.")
    objects: Annotated[tuple[ObjectName, ...], Distinct()] = Field(
        (), description="Which objects, at least three; all that have names if left out."
    )
