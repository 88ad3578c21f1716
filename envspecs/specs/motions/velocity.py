"""Motion with inertia."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import MotionKind
from envspecs.specs.fields import Length, Share

__all__ = ["VelocitySpec"]


class VelocitySpec(MotionKind):
    """An action is a push; the sensor goes on moving, and its velocity is observed."""

    runtime: ClassVar[str] = "envspecs.motions:Velocity"
    kind: Literal["velocity"] = Field(description="Pushes that change how fast the sensor moves.")
    max_speed: Length = Field(0.3, description="The longest way in one step.")
    max_acceleration: Length = Field(0.1, description="How much one push adds at most to the way in one step.")
    friction: Share = Field(0.0, description="The share of the velocity that is lost in every step.")
