"""Handwritten digits that are always there."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import WHOLE
from envspecs.specs.choices import AnyRelabelling
from envspecs.specs.fields import Side
from envspecs.specs.varied import Partition, Transforms, VariedSpaceKind, parts_of

__all__ = ["DigitsSpec"]


class DigitsSpec(VariedSpaceKind):
    """The 1,797 handwritten digits that come with the library, 8 × 8 and brought to any size; no files are needed.

    The splits `train` and `test` hold different pictures, always the same, unless a partition divides them otherwise.
    """

    runtime: ClassVar[str] = "imagespaces:Digits"
    is_bundled: ClassVar[bool] = True
    kind: Literal["digits"] = Field(description="Handwritten digits that are always there; splits train and test.")
    height: Side = Field(32, description="Rows that the digits are brought to, from 8.")
    width: Side = Field(32, description="Columns that the digits are brought to, from 8.")
    upsampling: Literal["smooth", "nearest"] = Field(
        "smooth", description="Whether the digits are smooth or have hard edges where they are larger than 8 × 8."
    )
    classes: tuple[AnyRelabelling, ...] = Field((), description="What is made of the ten classes, one after another.")
    partition: Partition = None
    transforms: Transforms = ()

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """The height, width and channels of the images."""
        return self.height, self.width, 1

    @property
    def split_names(self) -> tuple[str, ...]:
        """Train and test, or the parts of the partition."""
        return (WHOLE, "train", "test") if self.partition is None else parts_of(self.partition)

    @property
    def quick(self) -> bool:
        """Whether the space can be built in no time: the digits are small."""
        return True
