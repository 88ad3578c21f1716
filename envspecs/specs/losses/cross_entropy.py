"""The cross-entropy of logits against a class."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import LossKind
from envspecs.specs.fields import Flag

__all__ = ["CrossEntropySpec"]


class CrossEntropySpec(LossKind):
    """−log of the probability given to the true class."""

    runtime: ClassVar[str] = "envspecs.losses:CrossEntropy"
    scores: ClassVar[str] = "logits"
    kind: Literal["cross_entropy"] = Field(description="−log of the probability given to the true class.")
    normalized: Flag = Field(
        default=True,
        description="Whether it is divided by the logarithm of the number of classes, so that guessing gives 1.",
    )
