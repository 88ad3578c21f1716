"""Telling values of factors of variation."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.choices import AnyLoss
from envspecs.specs.factor_values import FactorName
from envspecs.specs.fields import Distinct
from envspecs.specs.losses.squared_error import SquaredErrorSpec
from envspecs.specs.scored import ScoredTask

__all__ = ["RegressionSpec"]


class RegressionSpec(ScoredTask):
    """A prediction is one number for each factor, from −1, its least value, to 1, its greatest.

    It is two, (cos, sin), where a factor's values are on a circle, as angles and hues are. On a log scale the logarithm
    runs from −1 to 1.
    """

    runtime: ClassVar[str] = "envspecs.tasks:Regression"
    predicts: ClassVar[str] = "numbers"
    kind: Literal["regression"] = Field(description="Tell the values of factors: angles, places, numbers of objects.")
    factors: Annotated[tuple[FactorName, ...], Field(min_length=1, max_length=64), Distinct()] = Field(
        description="Which factors of the space to tell, in this order; their values are numbers."
    )
    loss: AnyLoss = Field(SquaredErrorSpec(kind="squared_error"), description="How a prediction is scored.")
