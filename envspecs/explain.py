"""From pydantic's errors to problems: one line for each field that is wrong, in words of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, core_schema

from envspecs.allowed import describe, resolve, words
from envspecs.definitions import Schema, definitions
from envspecs.problems import Problem, either, near_miss, shown
from envspecs.tree import Node, Path, Place, dotted, plain

__all__ = ["explain"]

KEY = "[key]"
"""What pydantic puts at the end of an error's path where a map's key, not its value, is wrong."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """How far an error's path leads.

    Args:
        path: The keys and indices that the file could have.
        node: What was written there, or about it, where that was left out.
        schema: What is allowed there.
        rest: What pydantic says beyond: an unknown key, or which form of a union failed.
    """

    path: Path
    node: Node
    schema: Schema
    rest: Path


def explain(error: ValidationError, tree: Node, model: type[BaseModel]) -> list[Problem]:
    """Give the problems of a tree that a model refused, one for each field that is wrong.

    Args:
        error: What pydantic said of the tree's plain values.
        tree: What was written.
        model: The model, whose fields tell what is allowed.
    """
    defs = definitions(model)
    problems: dict[str, Problem] = {}
    for details in error.errors(include_url=False, include_input=False):
        spot = _spot(details["loc"], tree, defs[model.__name__], defs)
        problem = _problem(details, spot, defs)
        problems.setdefault(problem.path, problem)  # each form of a union fails by itself: one line is enough
    return list(problems.values())


def _spot(loc: Path, tree: Node, schema: Schema, defs: Mapping[str, Schema]) -> _Spot:
    """Follow an error's path as far as what is allowed knows it."""
    node, done = tree, 0
    for key in loc[:-2] if loc[-1:] == (KEY,) else loc:
        below, allowed = node.child(key), _below(schema, key)
        if allowed is None:
            break
        node, schema, done = below or node, resolve(allowed, plain(below) if below else None, defs), done + 1
    return _Spot(loc[:done], node, schema, loc[done:])


def _below(schema: Schema, key: str | int) -> Schema | None:
    """Give the schema of an item, or of the value of a key; None where there is none."""
    if isinstance(key, int):
        return schema.get("items")
    named: Schema | None = schema.get("properties", {}).get(key)
    other = schema.get("additionalProperties")
    return named or (other if isinstance(other, dict) else None)


def _problem(details: ErrorDetails, spot: _Spot, defs: Mapping[str, Schema]) -> Problem:
    error = details["type"]
    if "anyOf" in spot.schema and error in _PYDANTICS_OWN | _EXPLANATIONS.keys():
        return _bad_value(error, spot, defs)
    if KEY in spot.rest:
        return _bad_name(spot, defs)
    if error in _EXPLANATIONS:
        return _EXPLANATIONS[error](spot, defs)
    if error in _PYDANTICS_OWN:
        return _bad_value(error, spot, defs)
    words_of_validator = str(details["ctx"]["error"]) if error in _RAISED else details["msg"]
    return Problem(words_of_validator, dotted(spot.path), spot.node.place)


def _missing_key(spot: _Spot, defs: Mapping[str, Schema]) -> Problem:
    return Problem(f"missing, allowed is {describe(spot.schema, defs)}", dotted(spot.path), spot.node.place)


def _unknown_key(spot: _Spot, _: Mapping[str, Schema]) -> Problem:
    key = str(spot.rest[0])
    allowed = sorted(spot.schema["properties"])
    message = f"unknown key, allowed are {', '.join(allowed)}{near_miss(key, allowed)}"
    return Problem(message, dotted((*spot.path, key)), _where(spot.node, key))


def _bad_name(spot: _Spot, defs: Mapping[str, Schema]) -> Problem:
    """Tell of a key that does not follow the pattern, in a map whose keys are free but for that."""
    key = str(spot.rest[0])
    allowed = describe({"type": "string", **spot.schema.get("propertyNames", {})}, defs)
    return Problem(f"not a name, allowed is {allowed}", dotted((*spot.path, key)), _where(spot.node, key))


def _where(node: Node, key: str) -> Place:
    written = node.child(key)
    return written.where if written is not None else node.place


def _kind(spot: _Spot, _: Mapping[str, Schema]) -> Problem:
    """Tell of a map without a kind, or with an unknown one, at the kind where there is one."""
    allowed = list(spot.schema["discriminator"]["mapping"])
    kind = spot.node.child("kind")
    if kind is None:
        return Problem(f"missing, allowed is {either(allowed)}", dotted((*spot.path, "kind")), spot.node.place)
    message = f"unknown kind: found {shown(plain(kind))}, allowed is {either(allowed)}{near_miss(kind.value, allowed)}"
    return Problem(message, dotted((*spot.path, "kind")), kind.place)


def _bad_value(error: str, spot: _Spot, defs: Mapping[str, Schema]) -> Problem:
    found = plain(spot.node)
    listed = [word for option in spot.schema.get("anyOf", [spot.schema]) for word in words(option)]
    what = "not allowed" if "anyOf" in spot.schema else _KINDS_OF_MISTAKE.get(error, "wrong type")
    hint = near_miss(found, [word for word in listed if isinstance(word, str)])
    message = f"{what}: found {shown(found)}, allowed is {describe(spot.schema, defs)}{hint}"
    return Problem(message, dotted(spot.path), spot.node.place)


_KINDS_OF_MISTAKE = {
    **dict.fromkeys(("greater_than", "greater_than_equal", "less_than", "less_than_equal"), "out of range"),
    **dict.fromkeys(("too_short", "too_long", "string_too_short", "string_too_long"), "wrong length"),
    "finite_number": "out of range",
    "literal_error": "unknown value",
    "string_pattern_mismatch": "not of the right form",
}

_RAISED = {"value_error", "assertion_error"}
_PYDANTICS_OWN = {*get_args(core_schema.ErrorType)} - _RAISED
"""What pydantic says of values by itself; all else is said by validators of models, plugins' included."""

_EXPLANATIONS: Mapping[str, Callable[[_Spot, Mapping[str, Schema]], Problem]] = {
    "missing": _missing_key,
    "extra_forbidden": _unknown_key,
    "invalid_key": _unknown_key,
    "kind_missing": _kind,
    "kind_unknown": _kind,
}
