"""One circle or one square, anywhere in the image."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import AfterValidator, Field, Strict, model_validator

from envspecs.specs.base import SpaceKind, refusal, refusals
from envspecs.specs.fields import MAX_SIDE, Flag, Side

__all__ = ["CircleSquareSpec", "Extent", "ShapesSpec"]


def _distinct(extent: int) -> int:
    if extent == 3:
        raise refusal(f"not distinct: found {extent}, whose circle is a square, allowed is 2, or 4 and more")
    return extent


Extent: TypeAlias = Annotated[
    int, Strict(), Field(ge=2, le=MAX_SIDE, json_schema_extra={"unit": "pixels"}), AfterValidator(_distinct)
]
"""How wide a shape is."""


class ShapesSpec(SpaceKind):
    """What spaces of white circles and squares have in common."""

    height: Side = Field(28, description="Rows of the image.")
    width: Side = Field(28, description="Columns of the image.")
    extent: Extent = Field(8, description="Diameter of a circle and side of a square; 3 would make the two alike.")
    gradient: Flag = Field(
        default=True, description="Whether the ground brightens toward the nearest shape, or is black all over."
    )

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """The height and width of one gray channel."""
        return self.height, self.width, 1

    @property
    def quick(self) -> bool:
        """Nothing is drawn before it is asked for."""
        return True

    @model_validator(mode="after")
    def _fits(self) -> ShapesSpec:
        across = 2 * (self.extent // 2) + 1
        if across > min(self.height, self.width):
            image = f"{self.height} × {self.width}"
            found = f"found {self.extent}, a shape {across} pixels across"
            raise refusals(self, extent=f"larger than the image: {found}, allowed is what fits {image}")
        return self


class CircleSquareSpec(ShapesSpec):
    """Gray images of one white circle or square; the shape is the class."""

    runtime: ClassVar[str] = "imagespaces:CircleSquare"
    kind: Literal["circle_square"] = Field(description="One circle or one square, anywhere in the image.")
