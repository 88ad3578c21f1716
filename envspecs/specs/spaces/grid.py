"""Images in rows and columns."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.specs.base import SpaceKind
from envspecs.specs.composed import ChildName, Children, ComposedSpaceKind, parts_of_product
from envspecs.specs.varied import Partition, Transforms

__all__ = ["GridSpec"]


class GridSpec(ComposedSpaceKind):
    """One image of each of several spaces, in rows from left to right; cells that are left over are black.

    Factors begin with the name of their space: `left.sides`.
    """

    runtime: ClassVar[str] = "imagespaces.combined:Grid"
    kind: Literal["grid"] = Field(description="Images in rows and columns.")
    spaces: Children = Field(description="The spaces by name, of one size.")
    columns: Annotated[int, Strict(), Field(ge=1, le=64, json_schema_extra={"unit": "images"})] = Field(
        description="How many images a row has."
    )
    label_from: ChildName | None = Field(
        None, description="The space whose class is the class of the whole; without classes where left out."
    )
    transforms: Transforms = ()
    partition: Partition = None

    @property
    def children(self) -> Collection[SpaceKind]:
        """The spaces in the cells."""
        return self.spaces.values()

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """As many cells as there are, each of the size of the first space."""
        height, width, channels = next(iter(self.children)).image_shape
        return height * -(-len(self.spaces) // self.columns), width * self.columns, channels

    @property
    def split_names(self) -> tuple[str, ...]:
        """Those of the partition, or else those of the spaces."""
        return parts_of_product(self.children, self.partition)
