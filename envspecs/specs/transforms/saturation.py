"""Stronger or paler colours."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["SaturationSpec"]


class SaturationSpec(TransformKind):
    """Multiply the difference of every value from the gray of its pixel, in images in colour. Factor `saturation`."""

    runtime: ClassVar[str] = "imagespaces.transforms:Saturation"
    kind: Literal["saturation"] = Field(description="Stronger or paler colours.")
    factor: Annotated[Range, Within(0, 100, "times")] = Field(
        (0.0, 2.0), description="What it is multiplied by; 0 leaves gray."
    )
