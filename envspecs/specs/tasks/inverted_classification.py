"""Telling the class of the image, or its opposite."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.choices import AnyLoss
from envspecs.specs.losses.cross_entropy import CrossEntropySpec
from envspecs.specs.scored import ScoredTask

__all__ = ["InvertedClassificationSpec"]


class InvertedClassificationSpec(ScoredTask):
    """A prediction is one logit for each class; in half of the episodes the truth is the class at the other end.

    That is the other one of two, and K − 1 − k for class k of K. Which it is the first observation of an episode tells,
    by `inverted_label`: 1 inverted, 0 not; in all others that is 2.
    """

    runtime: ClassVar[str] = "envspecs.tasks:InvertedClassification"
    predicts: ClassVar[str] = "logits"
    least_classes: ClassVar[int] = 2
    is_confident: ClassVar[bool] = True
    kind: Literal["inverted_classification"] = Field(
        description="Tell the class of the image, or its opposite where that is asked for at the beginning."
    )
    loss: AnyLoss = Field(CrossEntropySpec(kind="cross_entropy"), description="How a prediction is scored.")
