"""Things in front."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.ranges import Range, Within

__all__ = ["OccludeSpec"]


class OccludeSpec(TransformKind):
    """Cover parts of the image with boxes. Factors `occlude`, how many, and `occlude_key`."""

    runtime: ClassVar[str] = "imagespaces.transforms:Occlude"
    kind: Literal["occlude"] = Field(description="Boxes in front.")
    count: Annotated[Range, Within(0, 64, "boxes", whole=True)] = Field(
        (1, 4), description="How many boxes; of a range less than its end."
    )
    size: Annotated[Range, Within(0, 1, "share of the image's side")] = Field(
        (0.1, 0.3), description="Each side of a box; at least a pixel."
    )
    level: Annotated[Range, Within(0, 1, "level")] = Field(
        0.0, description="What each channel of a box is filled with."
    )
