"""The JSON Schema of task files, for editors."""

from __future__ import annotations

import copy
from typing import Any

from envspecs.definitions import Schema, definitions
from envspecs.specs.task_spec import FORMAT, TaskSpec

__all__ = ["json_schema"]

_REFERENCE = "#/$defs/"
_CHANGES = "Changes"
"""Ends the names of schemas for files that extend another one: in these nothing is required."""


def json_schema() -> Schema:
    """Give the JSON Schema (2020-12) of task files, with all kinds that are installed.

    A file that extends another one may leave out all but ``envspec``, within its maps too.

    >>> json_schema()["title"]
    'Task spec, version 1'
    """
    complete = definitions(TaskSpec)
    changes = {f"{name}{_CHANGES}": _as_changes(schema) for name, schema in complete.items()}
    changes[f"TaskSpec{_CHANGES}"]["required"] = ["envspec", "extends"]
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Task spec, version {FORMAT}",
        "description": "What the images are, what an agent sees of them, and what it has to find out.",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": f"{_REFERENCE}TaskSpec{_CHANGES}"},
        "else": {"$ref": f"{_REFERENCE}TaskSpec"},
        "$defs": dict(sorted((complete | changes).items())),
    }
    return copy.deepcopy(document)  # the caller's own: definitions are kept


def _as_changes(schema: Schema) -> Schema:
    """Give a schema in which nothing is required; a part that does not name its kind may then be of any."""
    return {
        {"oneOf": "anyOf"}.get(keyword, keyword): _changed(keyword, value)
        for keyword, value in schema.items()
        if keyword not in {"required", "discriminator"}
    }


def _changed(keyword: str, value: Any) -> Any:
    match keyword:
        case "$ref":
            return value + _CHANGES
        case "properties":
            return {name: _as_changes(schema) for name, schema in value.items()}
        case "oneOf" | "anyOf":
            return [_as_changes(schema) for schema in value]
        case "items" | "additionalProperties" if isinstance(value, dict):
            return _as_changes(value)
        case _:
            return value
