"""Some of the classes."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import RelabellingKind
from envspecs.specs.fields import AnyClass, Distinct

__all__ = ["OnlyClassesSpec"]


class OnlyClassesSpec(RelabellingKind):
    """Leaves some classes, and out the pictures of all others."""

    runtime: ClassVar[str] = "imagespaces.loaded.relabelling:OnlyClasses"
    kind: Literal["only_classes"] = Field(description="Some of the classes, in the order given.")
    classes: Annotated[tuple[AnyClass, ...], Field(min_length=1), Distinct()] = Field(
        description="The classes that are left, by name or number."
    )
