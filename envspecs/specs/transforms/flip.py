"""Mirroring."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.fields import Distinct, Share

__all__ = ["FlipSpec"]


class FlipSpec(TransformKind):
    """Mirror about the centre. Factor `flip`: `none`, `left_right` or `top_bottom`."""

    runtime: ClassVar[str] = "imagespaces.transforms:Flip"
    kind: Literal["flip"] = Field(description="Mirror about the centre.")
    probability: Share = Field(0.5, description="How often it is mirrored at all.")
    axes: Annotated[tuple[Literal["left_right", "top_bottom"], ...], Field(min_length=1), Distinct()] = Field(
        ("left_right", "top_bottom"), description="What is exchanged then, each equally often."
    )
