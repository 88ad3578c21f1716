"""What an agent is rewarded for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from envspecs.specs.base import SpecPart

__all__ = ["RewardSpec"]


class RewardSpec(SpecPart):
    """The reward of a step: less the loss of its prediction, less what its action, its look and its time cost."""

    action_cost: Annotated[float, Strict(), Field(ge=0, le=1e6)] = Field(
        0.001,
        description="What an action costs, times its length.",
        json_schema_extra={"unit": "reward per unit of action"},
    )
    timing: Literal["every_step", "final_step", "improvement"] = Field(
        "every_step",
        description="Whether the loss counts in every step, in the final step alone, or by how much less it is than in "
        "the step before, and in the first than that of a blind guess.",
    )
    size_penalty: Annotated[float, Strict(), Field(ge=0, le=1e6)] = Field(
        0.0,
        description="What a look of the largest size costs, and smaller ones in proportion, of a sensor that zooms.",
        json_schema_extra={"unit": "reward per look"},
    )
    time_penalty: Annotated[float, Strict(), Field(ge=0, le=1e6)] = Field(
        0.0, description="What each step costs.", json_schema_extra={"unit": "reward per step"}
    )
