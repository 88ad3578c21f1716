"""Enlarging and reducing."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["ScaleSpec"]


class ScaleSpec(TransformKind):
    """Enlarge or reduce about the centre. Factor `scale`; of a range equal ratios are equally likely."""

    runtime: ClassVar[str] = "imagespaces.transforms:Scale"
    kind: Literal["scale"] = Field(description="Enlarge or reduce.")
    factor: Annotated[Range, Within(0.01, 100, "times")] = Field((0.5, 1.5), description="By how much lengths grow.")
