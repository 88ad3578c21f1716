"""A scene behind the objects."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.fields import Distinct
from envspecs.specs.ranges import Range, Within
from imagespaces.names import BACKDROPS, Backdrop

__all__ = ["PhotographBackgroundSpec"]


class PhotographBackgroundSpec(TransformKind):
    """Show a part of a photograph behind the objects.

    Factors `photograph_background`, which one, `photograph_background_scale`, `photograph_background_x` and
    `photograph_background_y`.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:PhotographBackground"
    kind: Literal["photograph_background"] = Field(description="A photograph behind the objects.")
    pictures: Annotated[tuple[Backdrop, ...], Field(min_length=1), Distinct()] = Field(
        BACKDROPS,
        description="Of which photographs, each equally often; chelsea is a cat.",
    )
    scale: Annotated[Range, Within(0.01, 1, "share of the largest part")] = Field(
        (0.3, 1.0), description="How large a part of it is shown."
    )
