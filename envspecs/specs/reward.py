"""What an agent is rewarded for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from envspecs.specs.base import SpecPart

__all__ = ["RewardSpec"]


class RewardSpec(SpecPart):
    """The reward of a step: less the loss of its prediction, less what its action costs."""

    action_cost: Annotated[float, Strict(), Field(ge=0, le=1e6)] = Field(
        0.001,
        description="What an action costs, times its length.",
        json_schema_extra={"unit": "reward per unit of action"},
    )
    timing: Literal["every_step", "final_step"] = Field(
        "every_step", description="Whether the loss counts in every step, or in the final step alone."
    )
