"""Predicting the image."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.choices import AnyLoss
from envspecs.specs.fields import Flag
from envspecs.specs.losses.root_mean_squared_error import RootMeanSquaredErrorSpec
from envspecs.specs.resolution import PixelTask

__all__ = ["ReconstructionSpec"]


class ReconstructionSpec(PixelTask):
    """A prediction is the image, from 0 to 1, of lower resolution where a size is given: pixels are then means."""

    runtime: ClassVar[str] = "envspecs.tasks:Reconstruction"
    predicts: ClassVar[str] = "pixels"
    kind: Literal["reconstruction"] = Field(description="Predict the image, or what was not seen of it.")
    unseen_only: Flag = Field(
        default=False,
        description="Whether only pixels count that no look has covered so far; the truth of others is −1.",
    )
    loss: AnyLoss = Field(
        RootMeanSquaredErrorSpec(kind="root_mean_squared_error"), description="How a prediction is scored."
    )
