"""The whole image."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import SensorKind

__all__ = ["FullSpec"]


class FullSpec(SensorKind):
    """The whole image, which can't be moved: a baseline."""

    runtime: ClassVar[str] = "envspecs.sensors:Full"
    kind: Literal["full"] = Field(description="The whole image at once.")

    def misfit(self, image_shape: tuple[int, int, int]) -> str | None:  # noqa: ARG002 - any image is whole
        """Nothing keeps an image from being seen."""
        return None

    def glimpse_shape(self, image_shape: tuple[int, int, int]) -> tuple[int, int, int]:
        """Give the shape of the image."""
        return image_shape
