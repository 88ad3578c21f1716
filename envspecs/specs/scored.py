"""What tasks have in common whose predictions are scored by a loss."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, model_validator

from envspecs.problems import either
from envspecs.registry import kinds
from envspecs.specs.base import LossKind, TaskKind, refusals
from envspecs.specs.choices import AnyLoss

__all__ = ["ScoredTask"]


class ScoredTask(TaskKind):
    """A task with a loss that suits its predictions.

    Attributes:
        predicts: What its predictions are: ``"logits"`` of classes, ``"numbers"``, ``"pixels"`` or
            ``"logits of pixels"``.
    """

    predicts: ClassVar[str]
    loss: AnyLoss = Field(description="How a prediction is scored.")

    @model_validator(mode="after")
    def _loss_suits(self) -> ScoredTask:
        if self.loss.scores != self.predicts:
            suiting = [
                kind
                for kind, model in kinds("envspecs.losses").items()
                if issubclass(model, LossKind) and model.scores == self.predicts
            ]
            found = f"found {self.loss.kind!r}, allowed is {either(suiting)}"
            raise refusals(self, loss=f"not a loss of {self.predicts}, which {self.kind} predicts: {found}")
        return self
