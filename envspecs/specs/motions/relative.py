"""Motion by steps from where the sensor is."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import MotionKind
from envspecs.specs.fields import Length, Pair

__all__ = ["RelativeSpec"]


class RelativeSpec(MotionKind):
    """An action is a direction and a share of the longest step."""

    runtime: ClassVar[str] = "envspecs.motions:Relative"
    kind: Literal["relative"] = Field(description="Steps from where the sensor is.")
    max_step: Length | Annotated[tuple[Length, Length], Pair()] = Field(
        0.2, description="The longest step: one number, or one along each axis, [x, y]."
    )
