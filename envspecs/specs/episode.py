"""When an episode ends."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from envspecs.specs.base import SpecPart
from envspecs.specs.fields import Share

__all__ = ["EpisodeSpec"]


class EpisodeSpec(SpecPart):
    """How long an episode lasts, and how it ends."""

    max_steps: Annotated[int, Strict(), Field(ge=1, le=1_000_000)] = Field(
        16, description="How many steps an episode has.", json_schema_extra={"unit": "steps"}
    )
    at_limit: Literal["terminate", "truncate"] = Field(
        "terminate",
        description="What the last step is: the end of the task (terminated), or a cut in it (truncated).",
    )
    stop: Literal["never", "action", "confidence"] = Field(
        "never",
        description="What ends an episode before its last step: nothing, the agent by a further action `stop`, or a "
        "prediction that is sure enough.",
    )
    confidence: Share = Field(
        0.95, description="How probable the likeliest class must be, where confidence ends an episode."
    )
