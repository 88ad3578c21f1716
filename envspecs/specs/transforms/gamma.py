"""Another response to light."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["GammaSpec"]


class GammaSpec(TransformKind):
    """Raise every value to a power; black and white stay what they are.

    Factor `gamma`; of a range equal ratios are equally likely.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:Gamma"
    kind: Literal["gamma"] = Field(description="Another response to light.")
    exponent: Annotated[Range, Within(0.01, 100, "exponent")] = Field(
        (0.5, 2.0), description="The power; above 1 all between black and white darkens."
    )
