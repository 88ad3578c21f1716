"""Objects of scenes."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field, Strict, StringConstraints, model_validator

from envspecs.problems import shown
from envspecs.specs.base import BuiltPart, refusal
from envspecs.specs.choices import AnyShape, Choice
from envspecs.specs.fields import Distinct
from envspecs.specs.scenes.colors import Color
from envspecs.specs.scenes.forms import MapOf
from envspecs.specs.scenes.numbers import Angle, Coordinate, Depth, DrawnSpec, Size

__all__ = ["DistractorsSpec", "ObjectName", "SceneObjectSpec"]

ObjectName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=40)]
"""What an object is called; its factors begin with that: ``ball.size``."""

_ShapeName: TypeAlias = (
    Literal[
        "circle", "ellipse", "star", "ring", "line", "cross", "triangle", "square", "pentagon", "hexagon", "heptagon",
        "octagon", "nonagon", "decagon",
    ]
    | Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]$")]
)  # fmt: skip
_Shape: TypeAlias = Annotated[_ShapeName | AnyShape, MapOf(Choice("imagespaces.shapes"))]
_Shapes: TypeAlias = Annotated[
    _ShapeName | Annotated[tuple[_Shape, ...], Field(min_length=1), Distinct()] | AnyShape,
    MapOf(Choice("imagespaces.shapes")),
]
_Texture: TypeAlias = Literal["plain", "stripes", "checks", "dots"]
_Number: TypeAlias = Annotated[int, Strict(), Field(ge=0, le=64, json_schema_extra={"unit": "objects"})]


class SceneObjectSpec(BuiltPart):
    """An object of a scene.

    Of each attribute, one value is fixed; a list holds values that the states of the space enumerate; and of
    `{low: 0.2, high: 0.4}` each image draws its own. The last two are factors: `ball.size`.
    """

    runtime: ClassVar[str] = "imagespaces.generated.scene:SceneObject"
    shape: _Shapes = Field(
        "circle", description="A shape by name, a digit or letter in quotes, a map for other proportions, or several."
    )
    size: Size = Field(0.25, description="The longer side.")
    x: Coordinate | None = Field(
        None, description="Where it is, from left to right; if x and y are left out, the scene places it."
    )
    y: Coordinate | None = Field(None, description="Where it is, from top to bottom.")
    angle: Angle = Field(0.0, description="By how much it is turned, anticlockwise.")
    color: Color = Field(
        "white", description="A name, '#rrggbb', red, green and blue from 0 to 1, a list of such, or hue and so on."
    )
    texture: _Texture | Annotated[tuple[_Texture, ...], Field(min_length=1), Distinct()] = Field(
        "plain", description="What it is filled with."
    )
    depth: Depth = Field(0.0, description="What is deeper is hidden by what is less deep.")

    @model_validator(mode="after")
    def _whole_place(self) -> SceneObjectSpec:
        if (self.x is None) != (self.y is None):
            given, missing = ("x", "y") if self.y is None else ("y", "x")
            raise refusal(
                f"half a place: found {given} without {missing}, allowed are both, or none: the scene then places it"
            )
        return self

    @property
    def states(self) -> int:
        """How many states lists make; 0 where images draw something of their own, so that there is no end of them."""
        colors = self.color
        hues = (colors.hue, colors.saturation, colors.value) if not isinstance(colors, str | tuple) else (colors,)
        said = (self.shape, self.size, self.x, self.y, self.angle, self.texture, self.depth, *hues)
        count = 0 if self.x is None else 1
        for each in said:
            several = isinstance(each, tuple) and not all(isinstance(part, int | float) for part in hues)
            count *= 0 if isinstance(each, DrawnSpec) else len(each) if several else 1
        return count


class DistractorsSpec(BuiltPart):
    """Objects without names of their own, all described alike: `distractor0`, …, each with factors of its own."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Distractors"
    like: SceneObjectSpec = Field(default_factory=SceneObjectSpec, description="What each of them is.")
    count: _Number | Annotated[tuple[_Number, ...], Field(min_length=1), Distinct()] = Field(
        1, description="How many there are; a list makes the factor `distractors`."
    )

    @model_validator(mode="after")
    def _placed_by_the_scene(self) -> DistractorsSpec:
        if self.like.x is not None:
            found = f"x: {shown(self.like.x)}, y: {shown(self.like.y)}"
            raise refusal(f"a place: found {found}, allowed is none, as the scene places distractors")
        return self
