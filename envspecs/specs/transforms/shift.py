"""Moving."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.specs.base import TransformKind
from envspecs.specs.fields import MAX_SIDE

__all__ = ["ShiftSpec"]


class ShiftSpec(TransformKind):
    """Move within the frame, which nothing leaves.

    Factors `shift_x` and `shift_y`: shares of the room there is, −1 to 1.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:Shift"
    kind: Literal["shift"] = Field(description="Move within the frame.")
    reach: Annotated[float, Strict(), Field(gt=0, le=1, json_schema_extra={"unit": "share of the room"})] = Field(
        1.0, description="The largest share of the room that is used."
    )
    quantum: Annotated[float, Strict(), Field(gt=0, le=MAX_SIDE, json_schema_extra={"unit": "pixels"})] | None = Field(
        None, description="Moves are rounded toward zero to multiples of this; not at all where left out."
    )
