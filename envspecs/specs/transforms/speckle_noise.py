"""Noise that grows with the light."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["SpeckleNoiseSpec"]


class SpeckleNoiseSpec(TransformKind):
    """Multiply every value by 1 and a normal random number of its own.

    Factors `speckle_noise`, the standard deviation, and `speckle_noise_key`.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:SpeckleNoise"
    kind: Literal["speckle_noise"] = Field(description="Noise that grows with the light.")
    std: Annotated[Range, Within(0, 1, "share of the level")] = Field(0.3, description="The standard deviation.")
