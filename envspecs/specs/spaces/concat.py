"""Images side by side, or one above the other."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import SpaceKind
from envspecs.specs.composed import ChildName, Children, ComposedSpaceKind, parts_of_product
from envspecs.specs.varied import Partition, Transforms

__all__ = ["ConcatSpec"]


class ConcatSpec(ComposedSpaceKind):
    """One image of each of several spaces, joined in their order; all vary independently.

    Factors begin with the name of their space: `left.sides`.
    """

    runtime: ClassVar[str] = "imagespaces.combined:Concat"
    kind: Literal["concat"] = Field(description="Images side by side, or one above the other.")
    spaces: Children = Field(description="The spaces by name, of one size but along the axis.")
    axis: Literal["horizontal", "vertical", "channels"] = Field(
        "horizontal", description="From left to right, from top to bottom, or as further channels of the same pixels."
    )
    label_from: ChildName | None = Field(
        None, description="The space whose class is the class of the whole; without classes where left out."
    )
    transforms: Transforms = ()
    partition: Partition = None

    @property
    def children(self) -> Collection[SpaceKind]:
        """The spaces that are joined."""
        return self.spaces.values()

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """That of the first space, with the sum of all along the axis."""
        shapes = [space.image_shape for space in self.children]
        along = ("vertical", "horizontal", "channels").index(self.axis)
        sizes = list(shapes[0])
        sizes[along] = sum(shape[along] for shape in shapes)
        return sizes[0], sizes[1], sizes[2]

    @property
    def split_names(self) -> tuple[str, ...]:
        """Those of the partition, or else those of the spaces."""
        return parts_of_product(self.children, self.partition)
