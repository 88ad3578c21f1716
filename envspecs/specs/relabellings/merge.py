"""Several classes as one."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field, StringConstraints

from envspecs.specs.base import RelabellingKind
from envspecs.specs.fields import AnyClass, Distinct, NamedMap

__all__ = ["MergeSpec"]

_NewClass: TypeAlias = Annotated[str, StringConstraints(pattern=r"^\S", max_length=200)]
_OldClasses: TypeAlias = Annotated[tuple[AnyClass, ...], Field(min_length=1), Distinct()]


class MergeSpec(RelabellingKind):
    """Makes one class of several, in the order given; classes that stay as they are come after these."""

    runtime: ClassVar[str] = "imagespaces.loaded.relabelling:Merge"
    kind: Literal["merge"] = Field(description="Several classes as one.")
    classes: Annotated[dict[_NewClass, _OldClasses], NamedMap(), Field(min_length=1)] = Field(
        description="For each new class, by what it is called, old ones by name or number."
    )
    rest: Literal["drop", "keep"] = Field(
        "drop", description="Whether pictures of classes that are not listed are left out, or keep their class."
    )
