"""Motion by one of a few directions."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from envspecs.specs.base import MotionKind
from envspecs.specs.fields import Flag, Length, Pair, exact_integer

__all__ = ["DiscreteSpec"]


class DiscreteSpec(MotionKind):
    """An action is one of 4 or 8 directions, or to stay."""

    runtime: ClassVar[str] = "envspecs.motions:Discrete"
    kind: Literal["discrete"] = Field(description="One step in one of a few directions.")
    directions: Annotated[Literal[4, 8], BeforeValidator(exact_integer)] = Field(
        4,
        description="4: right, down, left, up; 8: then also the four between them.",
        json_schema_extra={"unit": "directions"},
    )
    stay: Flag = Field(default=True, description="Whether the last action is to stay.")
    step: Length | Annotated[tuple[Length, Length], Pair()] = Field(
        0.2, description="How long a step is: one number, or one along each axis, [x, y]."
    )
