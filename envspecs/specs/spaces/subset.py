"""Some of the images of a space."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.specs.base import SpaceKind
from envspecs.specs.choices import AnySpace
from envspecs.specs.composed import ComposedSpaceKind
from envspecs.specs.factor_values import FactorName, Selected
from envspecs.specs.fields import AnyClass, NamedMap
from envspecs.specs.varied import Partition, Transforms, parts_of

__all__ = ["SubsetSpec"]

_State = Annotated[int, Strict(), Field(ge=0, le=2**62, json_schema_extra={"unit": "state"})]


class SubsetSpec(ComposedSpaceKind):
    """The images of a space that have some labels, some values of finite factors, or some states: one of the three."""

    runtime: ClassVar[str] = "imagespaces.combined:Subset"
    kind: Literal["subset"] = Field(description="Some of the images of a space.")
    space: AnySpace = Field(description="The whole.")
    only_labels: Annotated[tuple[AnyClass, ...], Field(min_length=1)] | None = Field(
        None, description="Classes by name or number; those that are left are numbered anew, in this order."
    )
    only_values: Annotated[dict[FactorName, Selected], NamedMap(), Field(min_length=1)] | None = Field(
        None, description="For some finite factors a value, or several."
    )
    only_states: Annotated[tuple[_State, ...], Field(min_length=1)] | None = Field(
        None, description="States by number, each once; their order does not matter."
    )
    transforms: Transforms = ()
    partition: Partition = None

    @property
    def children(self) -> Collection[SpaceKind]:
        """The whole."""
        return (self.space,)

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """That of the whole."""
        return self.space.image_shape

    @property
    def split_names(self) -> tuple[str, ...]:
        """Those of the partition alone: the whole's own do not hold here."""
        return parts_of(self.partition)
