"""The first classes."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.specs.base import RelabellingKind

__all__ = ["FirstClassesSpec"]


class FirstClassesSpec(RelabellingKind):
    """Leaves the first classes, and out the pictures of all others."""

    runtime: ClassVar[str] = "imagespaces.loaded.relabelling:FirstClasses"
    kind: Literal["first_classes"] = Field(description="The first classes, in their order.")
    count: Annotated[int, Strict(), Field(ge=1, le=2**31, json_schema_extra={"unit": "classes"})] = Field(
        description="How many classes are left."
    )
