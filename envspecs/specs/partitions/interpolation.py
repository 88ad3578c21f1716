"""Values held out between those of training."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import PartitionKind
from envspecs.specs.factor_values import Choices
from envspecs.specs.fields import Name

__all__ = ["InterpolationSpec"]


class InterpolationSpec(PartitionKind):
    """Values between those of training are for testing. Training has none of them, testing at least one."""

    runtime: ClassVar[str] = "imagespaces.factors:InterpolationSplit"
    kind: Literal["interpolation"] = Field(description="Values between those of training are for testing.")
    held_out: Choices = Field(
        description="What is held out of numeric factors: values, or of an interval a range [low, high], or several."
    )
    train: Name = Field("train", description="What the split without these values is called.")
    test: Name = Field("test", description="What the split with one of them at least is called.")

    @property
    def split_names(self) -> tuple[str, ...]:
        """The two splits."""
        return self.test, self.train
