"""The squared error of numbers."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import LossKind
from envspecs.specs.fields import Flag

__all__ = ["SquaredErrorSpec"]


class SquaredErrorSpec(LossKind):
    """The mean over the predicted numbers of (prediction − truth)²."""

    runtime: ClassVar[str] = "envspecs.losses:SquaredError"
    scores: ClassVar[str] = "numbers"
    kind: Literal["squared_error"] = Field(description="The mean of (prediction − truth)².")
    normalized: Flag = Field(
        default=True,
        description="Whether each square is divided by the variance of the truth, so that blind guessing gives 1.",
    )
