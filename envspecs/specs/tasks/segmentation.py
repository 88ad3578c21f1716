"""Telling the class of each pixel."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.choices import AnyLoss
from envspecs.specs.losses.pixel_cross_entropy import PixelCrossEntropySpec
from envspecs.specs.resolution import PixelTask

__all__ = ["SegmentationSpec"]


class SegmentationSpec(PixelTask):
    """A prediction is one logit for each class of each pixel: those of the masks, or background and object."""

    runtime: ClassVar[str] = "envspecs.tasks:Segmentation"
    predicts: ClassVar[str] = "logits of pixels"
    kind: Literal["segmentation"] = Field(description="Tell the class of each pixel, or where objects are.")
    loss: AnyLoss = Field(PixelCrossEntropySpec(kind="pixel_cross_entropy"), description="How a prediction is scored.")

    def values_per_pixel(self, channels: int) -> int:
        """Give two: how many classes there are, only the space's files may tell."""
        del channels
        return 2
