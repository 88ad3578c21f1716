"""Telling the class of the image."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.choices import AnyLoss
from envspecs.specs.scored import ScoredTask

__all__ = ["ClassificationSpec"]


class ClassificationSpec(ScoredTask):
    """A prediction is one logit for each class of the space; the truth is the image's class."""

    runtime: ClassVar[str] = "envspecs.tasks:Classification"
    predicts: ClassVar[str] = "logits"
    least_classes: ClassVar[int] = 2
    is_confident: ClassVar[bool] = True
    kind: Literal["classification"] = Field(description="Tell the class of the image.")
    loss: AnyLoss = Field(description="How a prediction is scored.")
