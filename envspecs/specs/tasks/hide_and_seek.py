"""Keeping away from objects of some classes, and going to all others."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.choices import AnyLoss
from envspecs.specs.factor_values import FactorName
from envspecs.specs.fields import AnyClass, Distinct, Flag, Pair
from envspecs.specs.losses.cross_entropy import CrossEntropySpec
from envspecs.specs.scored import ScoredTask

__all__ = ["HideAndSeekSpec"]


class HideAndSeekSpec(ScoredTask):
    """Each step is rewarded with the distance of sensor and object for classes to hide from, with less it for others.

    The distance is that from the centre of what is looked at to the object, in units of the sensor's positions.
    """

    runtime: ClassVar[str] = "envspecs.tasks:HideAndSeek"
    predicts: ClassVar[str] = "logits"
    least_classes: ClassVar[int] = 2
    kind: Literal["hide_and_seek"] = Field(description="Keep away from some classes, and go to all others.")
    hide_from: Annotated[tuple[AnyClass, ...], Distinct()] = Field(
        description="The classes to keep away from, by name or number; all others are to be approached."
    )
    place: Literal["mask"] | Annotated[tuple[FactorName, FactorName], Pair()] = Field(
        "mask",
        description="Where the object is: the mean of the pixels of its mask, or two factors with the pixel of its "
        "centre [x, y], of which the first is 0.",
    )
    prediction: Flag = Field(default=True, description="Whether the class is to be predicted as well.")
    loss: AnyLoss = Field(
        CrossEntropySpec(kind="cross_entropy"), description="How a prediction is scored, where there is one."
    )
