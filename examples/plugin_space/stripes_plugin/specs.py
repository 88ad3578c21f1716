"""What a task spec can say of stripes, vignettes, rows and values of factors."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.problems import either
from envspecs.specs.base import SensorKind, SpaceKind, TaskKind, TransformKind
from envspecs.specs.fields import Name, Side
from envspecs.specs.ranges import Range, Within
from envspecs.specs.varied import Transforms, VariedSpaceKind

__all__ = ["FactorValueSpec", "RowsSpec", "StripesSpec", "VignetteSpec"]


class StripesSpec(VariedSpaceKind):
    """Black and white stripes; their orientation is the class."""

    runtime: ClassVar[str] = "stripes_plugin.space:Stripes"
    strategy: ClassVar[str] = "stripes_plugin.strategies:STRIPES"
    kind: Literal["stripes"] = Field(description="Black and white stripes, horizontal or vertical.")
    height: Side = Field(16, description="Rows of the image.")
    width: Side = Field(16, description="Columns of the image.")
    max_period: Annotated[int, Strict(), Field(ge=3, le=256)] = Field(
        8, description="The longest distance from stripe to stripe.", json_schema_extra={"unit": "pixels"}
    )
    transforms: Transforms = ()

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """The height and width of one gray channel."""
        return self.height, self.width, 1

    @property
    def quick(self) -> bool:
        """Always: so what does not fit is an error while a spec loads."""
        return True


class VignetteSpec(TransformKind):
    """Darken every pixel by the square of its distance from the centre. Factor `vignette`."""

    runtime: ClassVar[str] = "stripes_plugin.transform:Vignette"
    strategy: ClassVar[str] = "stripes_plugin.strategies:vignettes"
    kind: Literal["vignette"] = Field(description="Darker corners.")
    strength: Annotated[Range, Within(0, 1, "share of the level")] = Field(
        (0.0, 0.8), description="What the corners lose."
    )


class RowsSpec(SensorKind):
    """Whole rows of the image."""

    runtime: ClassVar[str] = "stripes_plugin.sensor:Rows"
    strategy: ClassVar[str] = "stripes_plugin.strategies:rows"
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
    strategy: ClassVar[str] = "stripes_plugin.strategies:factor_values"
    kind: Literal["factor_value"] = Field(description="Tell the value of a factor.")
    factor: Name = Field(description="The name of a factor of numbers.")

    def space_misfit(self, space: SpaceKind) -> str | None:
        """Say that a space which is quick to build has no such factor; of others it shows when they are built."""
        if not space.quick:
            return None
        # What builds and plays is imported where it is used: reading specs stays quick.
        from envspecs.build import build  # noqa: PLC0415
        from stripes_plugin.task import numbers_of  # noqa: PLC0415

        known = numbers_of(build(space))
        if self.factor in known:
            return None
        return f"no factor of numbers: found {self.factor!r}, allowed is {either(known)}"
