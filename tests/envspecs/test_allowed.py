"""What fields may hold, in words."""

from __future__ import annotations

from typing import Any

import pytest

from envspecs.allowed import describe, resolve, words

DEFS: dict[str, Any] = {
    "P": {"type": "object", "properties": {"a": {}, "b": {}}},
    "Q": {"type": "object", "properties": {"c": {}}},
}
UNION: dict[str, Any] = {
    "oneOf": [{"$ref": "#/$defs/P"}, {"$ref": "#/$defs/Q"}],
    "discriminator": {"propertyName": "kind", "mapping": {"p": "#/$defs/P", "q": "#/$defs/Q"}},
}


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({"type": "integer"}, "an integer"),
        ({"type": "integer", "minimum": 1, "maximum": 1e6, "unit": "pixels"}, "an integer from 1 to 1000000 (pixels)"),
        ({"type": "number", "exclusiveMinimum": 0, "maximum": 0.5}, "a number above 0 to 0.5"),
        ({"type": "number", "minimum": -1}, "a number from -1"),
        ({"type": "number", "exclusiveMaximum": 3}, "a number to below 3"),
        ({"type": "boolean"}, "true or false"),
        ({"type": "null"}, "null"),
        ({}, "anything that JSON can hold"),
        ({"const": 1}, "1"),
        ({"enum": ["a"]}, "'a'"),
        ({"enum": ["a", "b", "c"]}, "'a', 'b' or 'c'"),
        ({"type": "string"}, "text"),
        ({"type": "string", "pattern": "^a$", "maxLength": 3}, "text matching ^a$ of up to 3 characters"),
        ({"type": "string", "format": "directory"}, "a directory"),
        ({"type": "array", "items": {"type": "boolean"}}, "a list, each true or false"),
        (
            {"type": "array", "items": {"type": "boolean"}, "minItems": 2, "maxItems": 2},
            "a list of 2, each true or false",
        ),
        (
            {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2, "ascending": True},
            "a list of 2, ascending, each a number",
        ),
        ({"type": "array", "items": {"type": "null"}, "minItems": 1}, "a list of 1 or more, each null"),
        (
            {"type": "array", "items": {"type": "null"}, "minItems": 1, "maxItems": 3},
            "a list of 1 or more of up to 3, each null",
        ),
        ({"type": "object"}, "a map"),
        ({"type": "object", "minProperties": 1, "maxProperties": 9}, "a map of 1 or more of up to 9"),
        ({"$ref": "#/$defs/P"}, "a map of a, b"),
        ({"anyOf": [{"type": "null"}, UNION]}, "null, or a map whose 'kind' is 'p' or 'q'"),
    ],
)
def test_schemas_in_words(schema: dict[str, Any], text: str) -> None:
    assert describe(schema, DEFS) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"kind": "p"}, "P"),
        ({"kind": "q", "a": 1}, "Q"),
        ({"kind": "r"}, None),
        ({}, None),
        (3, None),
        ({"kind": []}, None),
    ],
)
def test_the_kind_that_a_value_names_is_chosen(value: object, expected: str | None) -> None:
    assert resolve(UNION, value, DEFS) == (DEFS[expected] if expected else UNION)


def test_references_are_followed() -> None:
    assert resolve({"$ref": "#/$defs/Q"}, None, DEFS) == DEFS["Q"]


def test_values_that_are_listed() -> None:
    assert words({"const": 1}) == [1]
    assert words({"enum": [1, 2]}) == [1, 2]
    assert words({"type": "integer"}) == []
