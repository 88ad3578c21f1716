"""Predicting nothing."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TaskKind

__all__ = ["NoneSpec"]


class NoneSpec(TaskKind):
    """Nothing is predicted and nothing lost: for exploration, and rewards of one's own."""

    runtime: ClassVar[str] = "envspecs.tasks:NoPrediction"
    kind: Literal["none"] = Field(description="Predict nothing.")
