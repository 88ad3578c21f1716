"""A small window that moves over the image."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict, model_validator

from envspecs.specs.base import MAX_BYTES, SensorKind
from envspecs.specs.choices import AnyMotion
from envspecs.specs.fields import MAX_SIDE, Pair, Position, SensorPixels
from envspecs.specs.moved import check_axes, coverage_of
from imagespaces.kernels.windows import window_fits

__all__ = ["GlimpseSpec"]


class GlimpseSpec(SensorKind):
    """A window of the image, sampled bilinearly."""

    runtime: ClassVar[str] = "envspecs.sensors:Glimpse"
    kind: Literal["glimpse"] = Field(description="A window that moves over the image.")
    size: Annotated[tuple[SensorPixels, SensorPixels], Pair()] = Field(
        (5, 5), description="Height and width of the window."
    )
    scale: Annotated[float, Strict(), Field(gt=0, le=MAX_SIDE)] = Field(
        1.0,
        description="How far apart the window's samples are in the image.",
        json_schema_extra={"unit": "image pixels per sensor pixel"},
    )
    motion: AnyMotion = Field(description="How an action moves the window.")
    start: Literal["random", "center"] | Position = Field(
        "random", description="Where an episode begins: anywhere, in the centre, or at a position [x, y]."
    )
    border: Literal["clamp", "pad"] = Field(
        "clamp",
        description="Whether the window stays in the image, or its centre ranges over the whole image and what the "
        "window reaches beyond is 0.",
    )

    @model_validator(mode="after")
    def _motion_keeps_the_size(self) -> GlimpseSpec:
        check_axes(self, 2)
        return self

    def misfit(self, image_shape: tuple[int, int, int]) -> str | None:
        """Say that the window is larger than the image that it must stay in, or holds too much."""
        height, width, channels = image_shape
        window = f"{self.size[0]} × {self.size[1]} at scale {self.scale:.15g}"
        fits = map(window_fits, self.size, (self.scale, self.scale), (height, width))
        if self.border == "clamp" and not all(fits):
            rows, columns = (self.scale * side for side in self.size)
            covered = f"found {window}, which covers {rows:.15g} × {columns:.15g} image pixels"
            return f"larger than the image: {covered}, allowed is up to {height} × {width}"
        needed = 4 * self.size[0] * self.size[1] * channels
        if needed > MAX_BYTES:
            return f"too large: found {window}, which takes {needed >> 20} MiB, allowed is up to {MAX_BYTES >> 20} MiB"
        return None

    def glimpse_shape(self, image_shape: tuple[int, int, int]) -> tuple[int, int, int]:
        """Give the size of the window, and the channels of the image."""
        return (*self.size, image_shape[2])

    def coverage(self, image_shape: tuple[int, int, int]) -> tuple[float, float]:
        """Give what the window covers of images of a shape, along x and y, in units of positions."""
        rows, columns = (self.scale * side for side in self.size)
        overhang = (rows, columns) if self.border == "clamp" else (0.0, 0.0)
        return coverage_of((rows, columns), (image_shape[0] - overhang[0], image_shape[1] - overhang[1]))
