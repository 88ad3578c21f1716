"""The negative."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.fields import Share

__all__ = ["InvertSpec"]


class InvertSpec(TransformKind):
    """Exchange bright and dark. Factor `invert`: `no` or `yes`."""

    runtime: ClassVar[str] = "imagespaces.transforms:Invert"
    kind: Literal["invert"] = Field(description="Exchange bright and dark.")
    probability: Share = Field(0.5, description="How often it is done.")
