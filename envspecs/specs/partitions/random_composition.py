"""Combinations of values held out by chance, while each value by itself is seen."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.specs.base import PartitionKind
from envspecs.specs.factor_values import FactorName
from envspecs.specs.fields import Distinct, Name
from envspecs.specs.streams import Stream

__all__ = ["RandomCompositionSpec"]


class RandomCompositionSpec(PartitionKind):
    """Some combinations, chosen by chance, are for testing; each value is seen in training, in others."""

    runtime: ClassVar[str] = "imagespaces.factors:RandomCompositionSplit"
    kind: Literal["random_composition"] = Field(description="Some combinations of values are for testing, by chance.")
    of: Annotated[tuple[FactorName, ...], Field(min_length=2), Distinct()] = Field(
        description="The finite factors, two or more, whose values are combined."
    )
    fraction: Annotated[float, Strict(), Field(gt=0, lt=1, json_schema_extra={"unit": "share of the combinations"})] = (
        Field(description="How probable it is for a combination to be held out.")
    )
    stream: Stream = 0
    train: Name = Field("train", description="What the split of all other combinations is called.")
    test: Name = Field("test", description="What the split of the combinations held out is called.")

    @property
    def split_names(self) -> tuple[str, ...]:
        """The two splits."""
        return self.test, self.train
