"""The JSON Schema of a model, with the kinds of all groups put in where a field holds one of them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from envspecs.registry import GROUPS, all_kinds, kinds
from envspecs.specs.base import Kind
from envspecs.specs.choices import CHOICE

__all__ = ["Schema", "definitions"]

Schema: TypeAlias = dict[str, Any]


def definitions(model: type[BaseModel]) -> dict[str, Schema]:
    """Give the schemas of a model, of its parts and of all kinds, by the name of the class, as ``$defs`` holds them."""
    return _definitions(model, all_kinds())


@functools.lru_cache(maxsize=8)
def _definitions(model: type[BaseModel], known: tuple[type[Kind], ...]) -> dict[str, Schema]:
    references, document = models_json_schema([(each, "validation") for each in (model, *known)])
    names = {each: reference["$ref"] for (each, _), reference in references.items()}
    unions = {group: _union(group, names) for group in GROUPS}
    found: dict[str, Schema] = _with_unions(document["$defs"], unions)
    return found


def _union(group: str, references: Mapping[Any, str]) -> Schema:
    """Say that a value is of one of the kinds of a group, and that ``kind`` tells which."""
    mapping = {kind: references[model] for kind, model in kinds(group).items()}
    return {
        "oneOf": [{"$ref": reference} for reference in mapping.values()],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }


def _with_unions(schema: Any, unions: Mapping[str, Schema]) -> Any:
    if isinstance(schema, dict):
        rest = {key: _with_unions(value, unions) for key, value in schema.items() if key != CHOICE}
        return {**unions[schema[CHOICE]], **rest} if CHOICE in schema else rest
    if isinstance(schema, list):
        return [_with_unions(item, unions) for item in schema]
    return schema
