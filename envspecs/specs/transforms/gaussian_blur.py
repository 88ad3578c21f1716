"""Out of focus."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["GaussianBlurSpec"]


class GaussianBlurSpec(TransformKind):
    """Blur by a Gaussian bell. Factor `gaussian_blur`, in pixels."""

    runtime: ClassVar[str] = "imagespaces.transforms:GaussianBlur"
    kind: Literal["gaussian_blur"] = Field(description="Out of focus.")
    sigma: Annotated[Range, Within(0, 50, "pixels")] = Field((0.0, 2.0), description="The standard deviation.")
