"""What a task spec can say of stripes, rows and values of factors."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.specs.base import SensorKind, SpaceKind, TaskKind
from envspecs.specs.fields import Name, Side

__all__ = ["FactorValueSpec", "RowsSpec", "StripesSpec"]


class StripesSpec(SpaceKind):
    """Black and white stripes; their orientation is the class."""

    runtime: ClassVar[str] = "stripes_plugin.space:Stripes"
    kind: Literal["stripes"] = Field(description="Black and white stripes, horizontal or vertical.")
    height: Side = Field(16, description="Rows of the image.")
    width: Side = Field(16, description="Columns of the image.")
    max_period: Annotated[int, Strict(), Field(ge=3, le=256)] = Field(
        8, description="The longest distance from stripe to stripe.", json_schema_extra={"unit": "pixels"}
    )

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """The height and width of one gray channel."""
        return self.height, self.width, 1


class RowsSpec(SensorKind):
    """Whole rows of the image."""

    runtime: ClassVar[str] = "stripes_plugin.sensor:Rows"
    kind: Literal["rows"] = Field(description="Whole rows of the image; an action says where to look next.")
    thickness: Side = Field(1, description="How many rows are seen at once.")

    def misfit(self, image_shape: tuple[int, int, int]) -> str | None:
        """Say that the image has fewer rows than are to be seen."""
        if self.thickness > image_shape[0]:
            return f"larger than the image: found {self.thickness} rows, allowed is up to {image_shape[0]}"
        return None


class FactorValueSpec(TaskKind):
    """A prediction is one number; the truth is the value of a factor."""

    runtime: ClassVar[str] = "stripes_plugin.task:FactorValue"
    kind: Literal["factor_value"] = Field(description="Tell the value of a factor.")
    factor: Name = Field(description="The name of a finite factor of numbers.")
