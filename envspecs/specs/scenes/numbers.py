"""Numbers that are said of objects: one, which is fixed, several, which states have, or a range that is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, Strict, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from envspecs.specs.base import BuiltPart, refusal
from envspecs.specs.factor_values import FactorNumber
from envspecs.specs.fields import Distinct
from envspecs.specs.scenes.forms import MapOf

__all__ = ["Angle", "Coordinate", "Depth", "DrawnSpec", "Level", "Proportion", "Size"]

Proportion: TypeAlias = Annotated[float, Strict(), Field(gt=0, lt=1, json_schema_extra={"unit": "share"})]
"""A part of a whole that is neither nothing nor all."""


class DrawnSpec(BuiltPart):
    """A range of numbers: each image draws its own, from `low` to below `high`."""

    runtime: ClassVar[str] = "imagespaces.generated.scene:Drawn"
    low: FactorNumber = Field(description="The least number.")
    high: FactorNumber = Field(description="The end, above the least; itself not drawn.")
    scale: Literal["linear", "log", "circular"] = Field(
        "linear", description="Whether sums or ratios are alike, or the numbers are those of a circle."
    )

    @model_validator(mode="after")
    def _ascending(self) -> DrawnSpec:
        if not self.low < self.high:
            raise refusal(f"not ascending: found low {self.low} and high {self.high}, allowed is low < high")
        if self.scale == "log" and self.low <= 0:
            raise refusal(f"not above 0: found low {self.low} with the scale 'log', allowed is low > 0")
        return self


Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class _Within:
    """Marks a number, integer or not: classes and splits name it as it was written.

    Args:
        low: The least that is allowed.
        high: The most.
        unit: What it counts.
    """

    low: float
    high: float
    unit: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Take what is written."""
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say the same."""
        return {"type": "number", "minimum": self.low, "maximum": self.high, "unit": self.unit}

    def check(self, value: object) -> float:
        """Give a number.

        Raises:
            PydanticKnownError: If it is none, or out of range.
        """
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise PydanticKnownError("float_type")
        if not self.low <= value <= self.high:
            raise PydanticKnownError("less_than_equal", {"le": self.high})
        return value

    def check_ends(self, given: Given) -> Given:
        """Refuse a range that reaches beyond what is allowed."""
        if isinstance(given, DrawnSpec) and not self.low <= given.low < given.high <= self.high:
            raise refusal(
                f"out of range: found low {given.low} and high {given.high}, allowed is from {self.low:g} to "
                f"{self.high:g} ({self.unit})"
            )
        return given


_SIZE = _Within(0, 1, "of the frame's shorter side")
_Size = Annotated[float, _SIZE]
_COORDINATE = _Within(-1, 1, "normalised position")
_Coordinate = Annotated[float, _COORDINATE]
_ANGLE = _Within(-360, 360, "degrees")
_Angle = Annotated[float, _ANGLE]
_LEVEL = _Within(0, 1, "share")
_Level = Annotated[float, _LEVEL]
_DEPTH = _Within(-1e6, 1e6, "depth")
_Depth = Annotated[float, _DEPTH]

Size: TypeAlias = Annotated[
    _Size | Annotated[tuple[_Size, ...], Field(min_length=1), Distinct()] | DrawnSpec,
    MapOf(DrawnSpec),
    AfterValidator(_SIZE.check_ends),
]
Coordinate: TypeAlias = Annotated[
    _Coordinate | Annotated[tuple[_Coordinate, ...], Field(min_length=1), Distinct()] | DrawnSpec,
    MapOf(DrawnSpec),
    AfterValidator(_COORDINATE.check_ends),
]
Angle: TypeAlias = Annotated[
    _Angle | Annotated[tuple[_Angle, ...], Field(min_length=1), Distinct()] | DrawnSpec,
    MapOf(DrawnSpec),
    AfterValidator(_ANGLE.check_ends),
]
Level: TypeAlias = Annotated[
    _Level | Annotated[tuple[_Level, ...], Field(min_length=1), Distinct()] | DrawnSpec,
    MapOf(DrawnSpec),
    AfterValidator(_LEVEL.check_ends),
]
Depth: TypeAlias = Annotated[
    _Depth | Annotated[tuple[_Depth, ...], Field(min_length=1), Distinct()] | DrawnSpec,
    MapOf(DrawnSpec),
    AfterValidator(_DEPTH.check_ends),
]
