"""Photographs that are always there."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import WHOLE
from envspecs.specs.fields import Channels, Distinct, Side
from envspecs.specs.ranges import Range, Within
from envspecs.specs.varied import Partition, Transforms, VariedSpaceKind, parts_of
from imagespaces.names import COLOURED, Photograph, photograph_parts

__all__ = ["PhotosSpec"]


class PhotosSpec(VariedSpaceKind):
    """Parts of the photographs that scikit-image brings along, of any size and place; no files are needed.

    Factors `photograph`, which is the class, `scale`, `x` and `y`. The splits `train` and `test` hold different
    photographs, unless a partition divides them otherwise.
    """

    runtime: ClassVar[str] = "imagespaces:Photos"
    is_bundled: ClassVar[bool] = True
    kind: Literal["photos"] = Field(description="Parts of photographs that are always there.")
    height: Side = Field(64, description="Rows of the image.")
    width: Side = Field(64, description="Columns of the image.")
    channels: Channels = Field(
        3, description="3 for red, green and blue, 1 for gray.", json_schema_extra={"unit": "channels"}
    )
    photographs: Annotated[tuple[Photograph, ...], Field(min_length=1), Distinct()] = Field(
        COLOURED,
        description="Which photographs, in the order of their classes; chelsea is a cat. The last four are gray.",
    )
    scale: Annotated[Range, Within(0.01, 1, "share of the largest part")] = Field(
        (0.3, 1.0), description="How large the part that is seen is, of the image's proportions."
    )
    partition: Partition = None
    transforms: Transforms = ()

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """The height, width and channels of the images."""
        return self.height, self.width, self.channels

    @property
    def split_names(self) -> tuple[str, ...]:
        """The parts that the photographs are of, or those of the partition."""
        if self.partition is not None:
            return parts_of(self.partition)
        return WHOLE, *(part for part, _ in photograph_parts(self.photographs))

    @property
    def quick(self) -> bool:
        """Whether the space can be built in no time: photographs are read only once they are seen."""
        return True
