"""Dead pixels."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.fields import Share
from envspecs.specs.ranges import Range, Within

__all__ = ["SaltAndPepperNoiseSpec"]


class SaltAndPepperNoiseSpec(TransformKind):
    """Make some pixels white and some black.

    Factors `salt_and_pepper_noise`, the share of pixels, and `salt_and_pepper_noise_key`.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:SaltAndPepperNoise"
    kind: Literal["salt_and_pepper_noise"] = Field(description="Some pixels white, some black.")
    amount: Annotated[Range, Within(0, 1, "share of pixels")] = Field(
        0.05, description="How probable that is for a pixel."
    )
    salt: Share = Field(0.5, description="The share of white ones among them.")
