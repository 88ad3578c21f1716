"""Combinations of values held out, while each value by itself is seen."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import PartitionKind
from envspecs.specs.factor_values import FactorName, Selected
from envspecs.specs.fields import Name, NamedMap

__all__ = ["CompositionSpec"]

_Combination = Annotated[dict[FactorName, Selected], NamedMap(), Field(min_length=2)]


class CompositionSpec(PartitionKind):
    """The given combinations are for testing; each of their values is seen in training, in others."""

    runtime: ClassVar[str] = "imagespaces.factors:CompositionSplit"
    kind: Literal["composition"] = Field(description="The given combinations of values are for testing.")
    held_out: Annotated[tuple[_Combination, ...], Field(min_length=1)] = Field(
        description="Combinations: of two finite factors or more a value each, or several, any of which combine with "
        "any of the others: [{left.shape: circle, right.shape: [circle, square]}].",
    )
    train: Name = Field("train", description="What the split of all other combinations is called.")
    test: Name = Field("test", description="What the split of these combinations is called.")

    @property
    def split_names(self) -> tuple[str, ...]:
        """The two splits."""
        return self.test, self.train
