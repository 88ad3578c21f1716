"""Windows of several sizes about one place."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict, model_validator

from envspecs.specs.base import MAX_BYTES, SensorKind
from envspecs.specs.choices import AnyMotion
from envspecs.specs.fields import MAX_SIDE, Pair, Position, SensorPixels
from envspecs.specs.moved import check_axes, coverage_of

__all__ = ["FoveatedSpec"]

_LARGEST = 1 << 14
"""The most rows or columns of a window, in pixels of the image, most of which would lie outside of it."""


class FoveatedSpec(SensorKind):
    """Several windows about one centre, each larger and coarser than the one before, one behind the other."""

    runtime: ClassVar[str] = "envspecs.sensors:Foveated"
    kind: Literal["foveated"] = Field(description="Windows of several sizes about one place.")
    size: Annotated[tuple[SensorPixels, SensorPixels], Pair()] = Field(
        (8, 8), description="Height and width of each window."
    )
    levels: Annotated[int, Strict(), Field(ge=1, le=16, json_schema_extra={"unit": "windows"})] = Field(
        3, description="How many windows there are."
    )
    factor: Annotated[float, Strict(), Field(ge=1, le=64, json_schema_extra={"unit": "times"})] = Field(
        2.0, description="How much larger each window is than the one before."
    )
    scale: Annotated[float, Strict(), Field(gt=0, le=MAX_SIDE)] = Field(
        1.0,
        description="How far apart the samples of the smallest window are in the image.",
        json_schema_extra={"unit": "image pixels per sensor pixel"},
    )
    motion: AnyMotion = Field(description="How an action moves the windows.")
    start: Literal["random", "center"] | Position = Field(
        "random", description="Where an episode begins: anywhere, in the centre, or at a position [x, y]."
    )

    @model_validator(mode="after")
    def _motion_keeps_the_size(self) -> FoveatedSpec:
        check_axes(self, 2)
        return self

    def misfit(self, image_shape: tuple[int, int, int]) -> str | None:
        """Say that the smallest window is larger than the image, or that windows hold too much."""
        height, width, channels = image_shape
        rows, columns = (max(1, round(self.scale * side)) for side in self.size)
        window = f"{self.size[0]} × {self.size[1]} at scale {self.scale:.15g}"
        if rows > height or columns > width:
            covered = f"found {window}, which covers {rows} × {columns} image pixels"
            return f"larger than the image: {covered}, allowed is up to {height} × {width}"
        largest = max(self.size) * self.scale * self.factor ** (self.levels - 1)
        if largest > _LARGEST:
            found = f"found {self.levels} levels by {self.factor:.15g}, the largest {largest:.6g} image pixels long"
            return f"too large: {found}, allowed is up to {_LARGEST}"
        needed = 4 * self.size[0] * self.size[1] * channels * self.levels
        if needed > MAX_BYTES:
            return f"too large: found {window}, which takes {needed >> 20} MiB, allowed is up to {MAX_BYTES >> 20} MiB"
        return None

    def glimpse_shape(self, image_shape: tuple[int, int, int]) -> tuple[int, int, int]:
        """Give the size of the windows, and the channels of all of them."""
        return (*self.size, self.levels * image_shape[2])

    def coverage(self, image_shape: tuple[int, int, int]) -> tuple[float, float]:
        """Give what the smallest window covers of images of a shape, along x and y, in units of positions."""
        rows, columns = (max(1, round(self.scale * side)) for side in self.size)
        return coverage_of((rows, columns), (image_shape[0] - rows, image_shape[1] - columns))
