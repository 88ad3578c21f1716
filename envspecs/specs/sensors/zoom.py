"""A window of any place and size."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict, model_validator

from envspecs.specs.base import MAX_BYTES, SensorKind
from envspecs.specs.choices import AnyMotion
from envspecs.specs.fields import Position, SensorPixels, Share
from envspecs.specs.moved import check_axes, coverage_of

__all__ = ["ZoomSpec"]


_SWEEP = 0.25
"""The size of windows of which only the place is named, as a share of all sizes."""


class ZoomSpec(SensorKind):
    """A square window of any place and size, seen as a grid of patches of one size, as AdaGlimpse does."""

    runtime: ClassVar[str] = "envspecs.sensors:Zoom"
    zooms: ClassVar[bool] = True
    kind: Literal["zoom"] = Field(description="A window of any place and size.")
    patch: SensorPixels = Field(16, description="Rows and columns of each patch.")
    grid: Annotated[int, Strict(), Field(ge=1, le=64, json_schema_extra={"unit": "patches"})] = Field(
        2, description="Patches along each side of the window."
    )
    filter: Literal["bilinear", "area"] = Field(
        "bilinear",
        description="Whether large windows are sampled between pixel centres, so that what is small may be missed or "
        "exaggerated, or averaged.",
    )
    motion: AnyMotion = Field(description="How an action moves and zooms the window.")
    start: Literal["random", "center"] | Position = Field(
        "random", description="Where an episode begins: anywhere, in the centre, or at a position [x, y]."
    )
    start_scale: Literal["random"] | Share = Field(
        "random", description="How large the window is then: of any size, or from 0, the smallest, to 1, the largest."
    )

    @model_validator(mode="after")
    def _motion_zooms(self) -> ZoomSpec:
        check_axes(self, 3)
        return self

    def misfit(self, image_shape: tuple[int, int, int]) -> str | None:
        """Say that the smallest window is larger than the image, or holds too much."""
        height, width, channels = image_shape
        side = self.grid * self.patch
        found = f"found {self.grid} × {self.grid} patches of {self.patch} × {self.patch}, a window of {side} × {side}"
        if side > min(height, width):
            return f"larger than the image: {found}, allowed is up to {min(height, width)} × {min(height, width)}"
        needed = 4 * side * side * channels
        if needed > MAX_BYTES:
            return f"too large: {found}, which takes {needed >> 20} MiB, allowed is up to {MAX_BYTES >> 20} MiB"
        return None

    def glimpse_shape(self, image_shape: tuple[int, int, int]) -> tuple[int, int, int]:
        """Give the size of the grid in samples, and the channels of the image."""
        return (self.grid * self.patch, self.grid * self.patch, image_shape[2])

    def coverage(self, image_shape: tuple[int, int, int]) -> tuple[float, float]:
        """Give what rather small windows cover of images of a shape, along x and y, in units of positions."""
        least = self.grid * self.patch
        side = least + _SWEEP * (min(image_shape[:2]) - least)
        return coverage_of((side, side), (image_shape[0] - side, image_shape[1] - side))
