"""The cross-entropy of logits against the classes of pixels."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import LossKind
from envspecs.specs.fields import Flag

__all__ = ["PixelCrossEntropySpec"]


class PixelCrossEntropySpec(LossKind):
    """The mean over pixels of −log of the probability given to the pixel's class."""

    runtime: ClassVar[str] = "envspecs.losses:PixelCrossEntropy"
    scores: ClassVar[str] = "logits of pixels"
    kind: Literal["pixel_cross_entropy"] = Field(
        description="The mean over pixels of −log of the probability given to the true class."
    )
    normalized: Flag = Field(
        default=True,
        description="Whether it is divided by the logarithm of the number of classes, so that guessing gives 1.",
    )
