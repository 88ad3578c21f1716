"""Names of factors of variation, and what is chosen of one."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticKnownError

from envspecs.specs.fields import Flag, NamedMap, Pair

__all__ = ["Choices", "FactorChoice", "FactorName", "FactorNumber", "FactorValue", "Selected"]

_MOST = 2**53


def _number(value: object) -> float:
    """Take an integer as an integer, and other numbers as they are: the factor knows which of the two it has."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticKnownError("float_type")
    if not abs(value) <= _MOST:
        raise PydanticKnownError("less_than_equal", {"le": _MOST})
    return value


FactorNumber: TypeAlias = Annotated[
    int | float,
    PlainValidator(_number),
    WithJsonSchema({"type": "number", "minimum": -_MOST, "maximum": _MOST, "unit": "as the factor's values"}),
]
"""A number among a factor's values, or an end of a range of them."""

FactorName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", max_length=200)]
"""A factor of variation; in spaces made of spaces with the name of the space before it, as ``left.sides``."""

FactorValue: TypeAlias = FactorNumber | Flag | Annotated[str, StringConstraints(max_length=200)]
"""A value of a finite factor."""

_FactorRange: TypeAlias = Annotated[tuple[FactorNumber, FactorNumber], Pair()]

FactorChoice: TypeAlias = FactorValue | Annotated[tuple[FactorValue | _FactorRange, ...], Field(min_length=1)]
"""Of a finite factor a value or a list of values; of an interval [low, high], low ≤ value < high, or a list of such."""

Choices: TypeAlias = Annotated[dict[FactorName, FactorChoice], NamedMap(), Field(min_length=1)]
"""What is chosen of some factors, by name."""

Selected: TypeAlias = FactorValue | Annotated[tuple[FactorValue, ...], Field(min_length=1)]
"""A value of a finite factor, or a list of them."""
