"""Colours, one or several, or by hue, saturation and value."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field, StringConstraints

from envspecs.specs.base import BuiltPart
from envspecs.specs.fields import Distinct, Share
from envspecs.specs.scenes.forms import MapOf
from envspecs.specs.scenes.numbers import Angle, Level

__all__ = ["Color", "HsvSpec"]


class HsvSpec(BuiltPart):
    """A colour by hue, saturation and value, each of which may vary."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Hsv"
    hue: Angle = Field(0, description="0 is red, 120 green, 240 blue.")
    saturation: Level = Field(1, description="0 is gray, 1 pure.")
    value: Level = Field(1, description="0 is black, 1 bright.")


_Color: TypeAlias = (
    Literal[
        "white",
        "black",
        "gray",
        "red",
        "orange",
        "yellow",
        "green",
        "cyan",
        "blue",
        "purple",
        "magenta",
        "pink",
        "brown",
    ]
    | Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
    | Annotated[tuple[Share, ...], Field(min_length=3, max_length=3)]
)

Color: TypeAlias = Annotated[
    _Color | Annotated[tuple[_Color, ...], Field(min_length=1), Distinct()] | HsvSpec, MapOf(HsvSpec)
]
"""A colour, several, or by hue, saturation and value."""
