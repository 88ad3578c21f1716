"""A regular polygon for each state."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.specs.factor_values import FactorName
from envspecs.specs.fields import MAX_SIDE, Channels, Directory, Flag, Share, Side
from envspecs.specs.varied import Partition, Transforms, VariedSpaceKind, parts_of

__all__ = ["PolygonsSpec"]

_QUICK = 1 << 23
"""Pixels that are drawn in a moment: without random transforms the images of all states are told apart."""

States = Annotated[int, Strict(), Field(ge=1, le=1024, json_schema_extra={"unit": "states"})]


class PolygonsSpec(VariedSpaceKind):
    """Regular polygons, bright on black; the first state has 3 sides, the next one 4, and so on.

    Factor `sides`; of several dimensions `dim0.sides`, `dim1.sides`, …. Geometric transforms move corners before they
    are drawn, and keep each polygon inside; their factors then begin with the dimension too: `dim1.rotate`.
    """

    runtime: ClassVar[str] = "imagespaces:Polygons"
    kind: Literal["polygons"] = Field(description="A regular polygon for each state.")
    states: States | Annotated[tuple[States, ...], Field(min_length=1, max_length=16)] = Field(
        8, description="How many states there are; a list for several dimensions, side by side."
    )
    height: Side = Field(100, description="Rows of the image.")
    width: Side = Field(100, description="Columns of the image, shared out evenly among the dimensions.")
    radius: Annotated[float, Strict(), Field(gt=0, le=MAX_SIDE, json_schema_extra={"unit": "pixels"})] = Field(
        20.0, description="From a polygon's centre to its corners."
    )
    antialias: Flag = Field(default=True, description="Whether a pixel that is covered in part is dimmer.")
    channels: Channels = Field(
        1, description="1 for gray, 3 for red, green and blue.", json_schema_extra={"unit": "channels"}
    )
    color: Share | Annotated[tuple[Share, ...], Field(min_length=1, max_length=3)] = Field(
        1.0, description="How bright polygons are: a number, or one for each channel."
    )
    textures: Directory | None = Field(
        None, description="A directory of pictures that fill the polygons, the n-th file those of the n-th state."
    )
    pictures: Directory | None = Field(
        None, description="A directory of pictures that are shown instead of polygons; the factor is then `picture`."
    )
    transforms: Transforms = ()
    partition: Partition = None
    label: FactorName | None = Field(
        None, description="The finite factor that is the class; with one dimension that of its states if left out."
    )

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """The height, width and channels of the images."""
        return self.height, self.width, self.channels

    @property
    def split_names(self) -> tuple[str, ...]:
        """The whole, and the splits of the partition."""
        return parts_of(self.partition)

    @property
    def quick(self) -> bool:
        """Whether no pictures are read, and not too many pixels drawn."""
        states = self.states if isinstance(self.states, tuple) else (self.states,)
        return not self.textures and not self.pictures and max(states) * self.height * self.width <= _QUICK
