"""The root of the mean squared error of pixels."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import LossKind
from envspecs.specs.fields import Flag

__all__ = ["RootMeanSquaredErrorSpec"]


class RootMeanSquaredErrorSpec(LossKind):
    """The root of the mean over pixels and channels of (prediction − truth)²."""

    runtime: ClassVar[str] = "envspecs.losses:RootMeanSquaredError"
    scores: ClassVar[str] = "pixels"
    kind: Literal["root_mean_squared_error"] = Field(description="The root of the mean of (prediction − truth)².")
    scale: Literal[1, 255] = Field(255, description="The unit: 255 for differences of bytes, 1 for pixels from 0 to 1.")
    normalized: Flag = Field(
        default=False,
        description="Whether it is divided by √(1/12) × scale, what always predicting mid-gray loses where pixels are "
        "uniform, so that blind guessing gives 1.",
    )
