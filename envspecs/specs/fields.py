"""Kinds of values that fields of specs share, with their units and bounds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, Strict, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from envspecs.problems import shown
from envspecs.specs.refusing import refusal
from envspecs.tree import Text

__all__ = [
    "MAX_SIDE",
    "AnyClass",
    "Channels",
    "Directory",
    "Distinct",
    "Flag",
    "Length",
    "Name",
    "NamedMap",
    "Pair",
    "Position",
    "SensorPixels",
    "Share",
    "Side",
    "exact_integer",
    "existing_directory",
]

MAX_SIDE = 4096
"""The most rows or columns of an image."""


class Pair:
    """Marks two values of one kind, so that the JSON Schema says so in words that every version of it has."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say "two items, each …", rather than "first …, then …"."""
        described = handler(schema)
        described["items"] = described.pop("prefixItems")[0]
        return described


class NamedMap:
    """Marks a map whose keys are free but for a pattern, so that the JSON Schema refuses all other keys."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say what names may be, rather than what holds for those of the pattern."""
        described = handler(schema)
        ((pattern, described["additionalProperties"]),) = described.pop("patternProperties").items()
        described["propertyNames"] = {**described.get("propertyNames", {}), "pattern": pattern}
        return described


class Distinct:
    """Marks a list whose items are different."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Refuse lists that have an item twice."""
        return core_schema.no_info_after_validator_function(_each_once, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say so."""
        return handler(schema) | {"uniqueItems": True}


def _each_once(items: tuple[object, ...]) -> tuple[object, ...]:
    twice = [item for at, item in enumerate(items) if item in items[:at]]
    if twice:
        raise refusal(f"an item twice: found {shown(twice[0])} twice, allowed is each once")
    return items


Flag: TypeAlias = Annotated[bool, Strict()]
"""true or false; nothing that could be taken for it."""

Side: TypeAlias = Annotated[int, Strict(), Field(ge=1, le=MAX_SIDE, json_schema_extra={"unit": "pixels"})]
"""Rows or columns of an image."""

SensorPixels: TypeAlias = Annotated[
    int, Strict(), Field(ge=1, le=MAX_SIDE, json_schema_extra={"unit": "sensor pixels"})
]
"""Rows or columns of what a sensor gives."""

Share: TypeAlias = Annotated[float, Strict(), Field(ge=0, le=1, json_schema_extra={"unit": "share"})]
"""A part of a whole, or how often something happens."""

Coordinate: TypeAlias = Annotated[
    float, Strict(), Field(ge=-1, le=1, json_schema_extra={"unit": "normalised position"})
]
Position: TypeAlias = Annotated[tuple[Coordinate, Coordinate], Pair()]
"""A place in the image, (x, y): [−1, −1] at the top left, [1, 1] at the bottom right."""

Length: TypeAlias = Annotated[float, Strict(), Field(gt=0, le=2, json_schema_extra={"unit": "normalised position"})]
"""A way to go in the image; positions reach from −1 to 1."""

Name: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=100)]
"""What something is called, in ids and on the command line."""


AnyClass: TypeAlias = (
    Annotated[int, Strict(), Field(ge=0, le=2**31, json_schema_extra={"unit": "class"})]
    | Annotated[str, StringConstraints(max_length=200)]
)
"""A class of images, by number or name."""


def exact_integer(value: object) -> object:
    """Refuse what equals an integer without being one: true, and 1.0.

    Raises:
        PydanticKnownError: If the value is a bool or a float.
    """
    if isinstance(value, bool | float):
        raise PydanticKnownError("int_type")
    return value


Channels: TypeAlias = Annotated[Literal[1, 3], BeforeValidator(exact_integer)]
"""Values per pixel: gray, or red, green and blue."""


def existing_directory(value: object) -> object:
    """Make the path of a directory absolute, from the folder of the file that it was written in, or the current one.

    Raises:
        PydanticCustomError: If there is no such directory.
    """
    if not isinstance(value, str):
        return value
    folder = value.folder if isinstance(value, Text) else ""
    path = os.path.abspath(os.path.join(folder, os.path.expanduser(value)))  # noqa: PTH100, PTH111, PTH118 - lexical
    if not value or "\0" in path or not Path(path).is_dir():
        raise refusal(f"no such directory: found {shown(value)}, which is {path!r}, allowed is a directory that exists")
    return path


Directory: TypeAlias = Annotated[
    str, BeforeValidator(existing_directory), Field(json_schema_extra={"format": "directory"})
]
"""An existing directory; relative paths start at the folder of the file that they are written in."""
