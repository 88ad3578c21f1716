"""Noise like that of a sensor."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["GaussianNoiseSpec"]


class GaussianNoiseSpec(TransformKind):
    """Add to every value a normal random number of its own.

    Factors `gaussian_noise`, the standard deviation, and `gaussian_noise_key`.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:GaussianNoise"
    kind: Literal["gaussian_noise"] = Field(description="Noise like that of a sensor.")
    std: Annotated[Range, Within(0, 1, "level")] = Field(0.1, description="The standard deviation.")
