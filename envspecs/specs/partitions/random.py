"""Combinations of factor values sent to splits by chance."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, Strict

from envspecs.specs.base import PartitionKind, refusal
from envspecs.specs.factor_values import FactorName
from envspecs.specs.fields import Distinct, Name, NamedMap
from envspecs.specs.streams import Stream

__all__ = ["RandomSpec"]

_Fraction = Annotated[float, Strict(), Field(gt=0, le=1, json_schema_extra={"unit": "share of the combinations"})]


def _whole(fractions: dict[str, float]) -> dict[str, float]:
    total = math.fsum(fractions.values())
    if not math.isclose(total, 1):
        raise refusal(f"not a whole: found fractions of {total:g} in sum, allowed is 1")
    return fractions


class RandomSpec(PartitionKind):
    """Each combination of finite factors' values goes to one split by chance, and stays there when the space grows."""

    runtime: ClassVar[str] = "imagespaces.factors:RandomSplit"
    kind: Literal["random"] = Field(description="Each combination of values goes to one split by chance.")
    fractions: Annotated[dict[Name, _Fraction], NamedMap(), Field(min_length=1), AfterValidator(_whole)] = Field(
        description="For each split its fraction, together 1: {train: 0.8, test: 0.2}."
    )
    of: Annotated[tuple[FactorName, ...], Field(min_length=1), Distinct()] | None = Field(
        None, description="The finite factors whose combinations are sent; all of them where left out."
    )
    stream: Stream = 0

    @property
    def split_names(self) -> tuple[str, ...]:
        """The splits that have a fraction."""
        return tuple(self.fractions)
