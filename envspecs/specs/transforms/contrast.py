"""More or less contrast."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["ContrastSpec"]


class ContrastSpec(TransformKind):
    """Multiply the difference of every value from mid-gray, and cut off at 0 and 1.

    Factor `contrast`; of a range equal ratios are equally likely.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:Contrast"
    kind: Literal["contrast"] = Field(description="More or less contrast.")
    factor: Annotated[Range, Within(0.01, 100, "times")] = Field((0.5, 2.0), description="What it is multiplied by.")
