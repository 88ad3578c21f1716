"""The objects of one image before another image."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import SpaceKind
from envspecs.specs.choices import AnySpace
from envspecs.specs.composed import ComposedSpaceKind, parts_of_product
from envspecs.specs.varied import Partition, Transforms

__all__ = ["OverlaySpec"]


class OverlaySpec(ComposedSpaceKind):
    """What is an object in an image of one space, and elsewhere an image of another one.

    Factors begin with `front.` and `back.`.
    """

    runtime: ClassVar[str] = "imagespaces.combined:Overlay"
    kind: Literal["overlay"] = Field(description="The objects of one image before another image.")
    front: AnySpace = Field(description="A space that knows where its objects are.")
    back: AnySpace = Field(description="A space of images of the same shape.")
    label_from: Literal["front", "back"] | None = Field(
        None, description="The space whose class is the class of the whole; without classes where left out."
    )
    transforms: Transforms = ()
    partition: Partition = None

    @property
    def children(self) -> Collection[SpaceKind]:
        """The front and the back."""
        return self.front, self.back

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """That of the front."""
        return self.front.image_shape

    @property
    def split_names(self) -> tuple[str, ...]:
        """Those of the partition, or else those of the spaces."""
        return parts_of_product(self.children, self.partition)
