"""A surface behind the objects."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import TransformKind
from envspecs.specs.fields import Distinct
from envspecs.specs.ranges import Range, Within
from imagespaces.names import SURFACES, Surface

__all__ = ["TextureBackgroundSpec"]


class TextureBackgroundSpec(TransformKind):
    """Show a part of a surface behind the objects.

    Factors `texture_background`, which one, `texture_background_scale`, `texture_background_x` and
    `texture_background_y`.
    """

    runtime: ClassVar[str] = "imagespaces.transforms:TextureBackground"
    kind: Literal["texture_background"] = Field(description="A surface behind the objects.")
    pictures: Annotated[tuple[Surface, ...], Field(min_length=1), Distinct()] = Field(
        SURFACES, description="Of which surfaces, each equally often."
    )
    scale: Annotated[Range, Within(0.01, 1, "share of the largest part")] = Field(
        (0.3, 1.0), description="How large a part of it is shown."
    )
