"""The probability that a guess drawn from the prediction is wrong."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import LossKind
from envspecs.specs.fields import Flag

__all__ = ["ErrorProbabilitySpec"]


class ErrorProbabilitySpec(LossKind):
    """1 − the probability given to the true class."""

    runtime: ClassVar[str] = "envspecs.losses:ErrorProbability"
    scores: ClassVar[str] = "logits"
    kind: Literal["error_probability"] = Field(description="1 − the probability given to the true class.")
    normalized: Flag = Field(
        default=False,
        description="Whether it is divided by 1 − 1 / the number of classes, so that guessing gives 1.",
    )
