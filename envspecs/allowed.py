"""What a field may hold, in words, from its JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from envspecs.definitions import Schema
from envspecs.problems import either

__all__ = ["BY_KEY", "describe", "resolve", "words"]

BY_KEY = "byKey"
"""Says of a union that mistakes in a map are told by key, as of the one form that is a map."""

REFERENCE = "#/$defs/"


def resolve(schema: Schema, value: object, defs: Mapping[str, Schema]) -> Schema:
    """Give the schema that holds for a value: references followed, null put aside, the kind that it names chosen.

    Args:
        schema: Of a field.
        value: What the field holds, plain.
        defs: The named schemas.
    """
    if "$ref" in schema:
        return resolve(defs[schema["$ref"].removeprefix(REFERENCE)], value, defs)
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1 and value is not None:
        return resolve(options[0], value, defs)
    if schema.get(BY_KEY) and isinstance(value, Mapping):
        return resolve(next(option for option in options if "$ref" in option or "oneOf" in option), value, defs)
    if "discriminator" in schema and isinstance(value, Mapping):
        kind = value.get("kind")
        reference = schema["discriminator"]["mapping"].get(kind) if isinstance(kind, str) else None
        return resolve({"$ref": reference}, value, defs) if reference else schema
    return schema


def describe(schema: Schema, defs: Mapping[str, Schema]) -> str:
    """Say what a field may hold.

    >>> describe({"type": "integer", "minimum": 1, "maximum": 9, "unit": "pixels"}, {})
    'an integer from 1 to 9 (pixels)'
    >>> describe({"anyOf": [{"enum": ["a", "b"]}, {"type": "boolean"}]}, {})
    "'a' or 'b', or true or false"
    """
    if "$ref" in schema:
        return describe(resolve(schema, None, defs), defs)
    unit = f" ({schema['unit']})" if "unit" in schema else ""
    return _form(schema, defs) + unit


def _form(schema: Schema, defs: Mapping[str, Schema]) -> str:
    if "anyOf" in schema:
        return ", or ".join(describe(option, defs) for option in schema["anyOf"])
    if "discriminator" in schema:
        return f"a map whose 'kind' is {either(schema['discriminator']['mapping'])}"
    if words(schema):
        return either(words(schema))
    return _FORMS.get(schema.get("type", ""), _anything)(schema, defs)


def words(schema: Schema) -> list[Any]:
    """Give the values that a schema lists one by one; none where it does not."""
    return [schema["const"]] if "const" in schema else list(schema.get("enum", ()))


def _integer(schema: Schema, _: Mapping[str, Schema]) -> str:
    return f"an integer{_bounds(schema)}"


def _number(schema: Schema, _: Mapping[str, Schema]) -> str:
    return f"a number{_bounds(schema)}"


def _bounds(schema: Schema) -> str:
    return "".join(f" {word} {_figure(schema[key])}" for key, word in _BOUNDS.items() if key in schema)


_BOUNDS = {"minimum": "from", "exclusiveMinimum": "above", "maximum": "to", "exclusiveMaximum": "to below"}


def _figure(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _boolean(_: Schema, __: Mapping[str, Schema]) -> str:
    return "true or false"


def _nothing(_: Schema, __: Mapping[str, Schema]) -> str:
    return "null"


def _anything(_: Schema, __: Mapping[str, Schema]) -> str:
    return "anything that JSON can hold"


def _list(schema: Schema, defs: Mapping[str, Schema]) -> str:
    length = _length(schema.get("minItems"), schema.get("maxItems"))
    order = ", ascending" if schema.get("ascending") else ""
    return f"a list{length}{order}, each {describe(schema['items'], defs)}"


def _map(schema: Schema, _: Mapping[str, Schema]) -> str:
    if "properties" in schema:
        return f"a map of {', '.join(schema['properties'])}"
    return f"a map{_length(schema.get('minProperties'), schema.get('maxProperties'))}"


def _length(fewest: int | None, most: int | None) -> str:
    if fewest == most:
        return "" if most is None else f" of {most}"
    return (f" of {fewest} or more" if fewest else "") + (f" of up to {most}" if most is not None else "")


def _text(schema: Schema, _: Mapping[str, Schema]) -> str:
    if "format" in schema:
        return f"a {schema['format']}"
    form = f" matching {schema['pattern']}" if "pattern" in schema else ""
    return f"text{form}" + (f" of up to {schema['maxLength']} characters" if "maxLength" in schema else "")


_FORMS = {
    "array": _list,
    "boolean": _boolean,
    "integer": _integer,
    "null": _nothing,
    "number": _number,
    "object": _map,
    "string": _text,
}
