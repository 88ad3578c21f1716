"""Noise of single photons."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["PoissonNoiseSpec"]


class PoissonNoiseSpec(TransformKind):
    """Count photons.

    Factors `poisson_noise`, the peak, and `poisson_noise_key`; of a range equal ratios are equally likely.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:PoissonNoise"
    kind: Literal["poisson_noise"] = Field(description="Noise of single photons.")
    peak: Annotated[Range, Within(1, 255, "photons")] = Field(30.0, description="How many photons white is on average.")
