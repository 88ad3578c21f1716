"""Two shapes, each a circle or a square, that do not overlap."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from envspecs.specs.base import refusals
from envspecs.specs.spaces.circle_square import ShapesSpec

__all__ = ["DoubleCircleSquareSpec"]

BYTES_PER_CENTRE = 64
"""A table of what lies before and after each first centre makes every pair of centres known by its number."""


class DoubleCircleSquareSpec(ShapesSpec):
    """Gray images of two white shapes; the class is two squares, two circles, or one of each."""

    runtime: ClassVar[str] = "imagespaces:DoubleCircleSquare"
    kind: Literal["double_circle_square"] = Field(
        description="Two squares, two circles or one of each, apart by more than the extent along x or y."
    )

    @property
    def bytes_needed(self) -> int:
        """The memory of the table of pairs and of one image."""
        return super().bytes_needed + BYTES_PER_CENTRE * self.height * self.width

    @model_validator(mode="after")
    def _two_fit(self) -> DoubleCircleSquareSpec:
        room = max(self.height, self.width) - 1
        if room <= self.extent:
            found = f"found {self.extent}, no room for two shapes apart in {self.height} × {self.width}"
            raise refusals(self, extent=f"too large: {found}, allowed is less than {room}")
        return self
