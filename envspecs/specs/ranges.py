"""Parameters that are fixed by one number, or drawn from a range for every instance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from envspecs.specs.base import refusal

__all__ = ["Range", "Within"]

Range: TypeAlias = float | tuple[float, float]
"""A number, or [low, high], low ≤ value < high, of which each instance draws its own."""


@dataclass(frozen=True, slots=True)
class Within:
    """Marks a :data:`Range`, and says where it may lie and what it counts.

    Args:
        low: The least number that is allowed.
        high: The largest one.
        unit: What the numbers are.
        whole: Whether they are integers.
    """

    low: float
    high: float
    unit: str
    whole: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Take a number, or two in ascending order; nothing that could be taken for these."""
        number: CoreSchema = (
            core_schema.int_schema(strict=True, ge=int(self.low), le=int(self.high))
            if self.whole
            else core_schema.float_schema(strict=True, ge=self.low, le=self.high, allow_inf_nan=False)
        )
        pair = core_schema.no_info_after_validator_function(_ascending, core_schema.tuple_schema([number, number]))
        return core_schema.union_schema([number, pair])

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say the same; that the two ascend is for people to read, as JSON Schema has no word for it."""
        number = {
            "type": "integer" if self.whole else "number",
            "minimum": self.low,
            "maximum": self.high,
            "unit": self.unit,
        }
        return {"anyOf": [number, {"type": "array", "items": number, "minItems": 2, "maxItems": 2, "ascending": True}]}


def _ascending(pair: tuple[float, float]) -> tuple[float, float]:
    low, high = pair
    if not low < high:
        raise refusal(f"not ascending: found {[low, high]}, allowed is low < high")
    return pair
