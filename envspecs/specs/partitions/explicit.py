"""Splits that are written down."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field

from envspecs.specs.base import PartitionKind
from envspecs.specs.factor_values import Choices
from envspecs.specs.fields import Name, NamedMap

__all__ = ["ExplicitSpec"]

_Parts: TypeAlias = Choices | Annotated[tuple[Choices, ...], Field(min_length=1)]


class ExplicitSpec(PartitionKind):
    """Each split is written down.

    Only red circles are for training with `splits: {train: {colour: red, shape: circle}}` and `rest: test`; all except
    red circles with `splits: {test: {colour: red, shape: circle}}` and `rest: train`.
    """

    runtime: ClassVar[str] = "imagespaces.factors:ExplicitSplit"
    kind: Literal["explicit"] = Field(description="Each split is written down.")
    splits: Annotated[dict[Name, _Parts], NamedMap(), Field(min_length=1)] = Field(
        description="For each split what it has of some factors: of a finite one a value or several, of an interval a "
        "range [low, high] or several; a list of such maps for what is in any of them."
    )
    rest: Name | None = Field(None, description="The name of one more split, of what is in none of these.")

    @property
    def split_names(self) -> tuple[str, ...]:
        """The splits, and that of the rest."""
        return *self.splits, *([] if self.rest is None else [self.rest])
