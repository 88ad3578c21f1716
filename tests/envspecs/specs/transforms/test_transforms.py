"""Specs of all transforms: of one mind with the classes that are built from them."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from envspecs.build import build
from envspecs.definitions import definitions
from envspecs.registry import kinds
from envspecs.specs.base import Kind
from envspecs.specs.task_spec import TaskSpec
from imagespaces.transforms import Canvas

KINDS = kinds("imagespaces.transforms")
MODELS = [pytest.param(model, id=kind) for kind, model in KINDS.items()]
COLOUR = {"hue", "saturation"}

# The sensible limits of lengths in pixels, and of steps of angles, are the spec's alone.
UNLIMITED = {("shift", "quantum"), ("rotate", "quantum"), ("noise_background", "grain")}


def model_of(kind: str, **fields: Any) -> Kind:
    return KINDS[kind].model_validate({"kind": kind} | fields)


def accepts(kind: str, fields: dict[str, Any]) -> bool:
    try:
        model_of(kind, **fields)
    except ValidationError:
        return False
    return True


def can_be_built(kind: str, fields: dict[str, Any]) -> bool:
    try:
        pkgutil.resolve_name(KINDS[kind].runtime)(**fields)
    except ValueError:
        return False
    return True


def numbers() -> Iterator[Any]:
    """Each field that holds a number, whether a list may stand there, and the number's schema."""
    defs = definitions(TaskSpec)
    for kind, model in KINDS.items():
        for name, schema in defs[model.__name__]["properties"].items():
            options = [
                option for option in schema.get("anyOf", [schema]) if option.get("type") in {"number", "integer"}
            ]
            if options:
                ranged = any(option.get("type") == "array" for option in schema.get("anyOf", ()))
                yield pytest.param(kind, name, ranged, options[0], id=f"{kind}.{name}")


@pytest.mark.parametrize("model", MODELS)
def test_defaults_are_those_of_the_transform(model: type[Kind]) -> None:
    (kind,) = model.model_fields["kind"].annotation.__args__  # type: ignore[union-attr]
    built = build(model_of(kind))
    assert built == pkgutil.resolve_name(model.runtime)()
    assert {*model.model_fields} - {"kind"} == set(built.__dataclass_fields__)


@pytest.mark.parametrize(("kind", "name", "ranged", "schema"), list(numbers()))
def test_numbers_are_allowed_where_the_transform_allows_them(
    kind: str, name: str, ranged: bool, schema: dict[str, Any]
) -> None:
    open_end = "exclusiveMinimum" in schema
    low, high = schema["exclusiveMinimum" if open_end else "minimum"], schema["maximum"]
    step = 1 if schema["type"] == "integer" else 1e-3 * (high - low)
    inside = [high, low + step, *([] if open_end else [low])]
    outside = [low - step, high + step, *([low] if open_end else [])]
    if ranged:
        outside += [[low - step, high], [low, high + step], [high, low], [high, high]]
        inside += [[low, high], (low, low + step)]
    for value in inside:
        assert accepts(kind, {name: value}), value
        assert can_be_built(kind, {name: value}), value
    for value in outside:
        assert not accepts(kind, {name: value}), value
        assert not can_be_built(kind, {name: value}) or ((kind, name) in UNLIMITED and value == high + step), value


@pytest.mark.parametrize("model", MODELS)
def test_what_it_says_of_itself_names_its_factors(model: type[Kind]) -> None:
    (kind,) = model.model_fields["kind"].annotation.__args__  # type: ignore[union-attr]
    canvas = Canvas(8, 8, 3 if kind in COLOUR else 1, has_masks=True)
    named = set(re.findall(r"`(\w+)`", model.__doc__ or ""))
    assert {parameter.name for parameter in build(model_of(kind)).parameters(canvas)} <= named


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("flip", {"axes": ["left_right"]}),
        ("flip", {"axes": ["top_bottom", "left_right"], "probability": 1}),
        ("rotate", {"quantum": 15}),
        ("rotate", {"angle": [-90, 90], "quantum": None}),
        ("occlude", {"count": 3, "size": [0.1, 0.2]}),
        ("texture_background", {"pictures": ["grass"]}),
        ("photograph_background", {"pictures": ["coffee", "rocket"], "scale": 1}),
    ],
)
def test_what_is_given_is_what_is_built(kind: str, fields: dict[str, Any]) -> None:
    built = build(model_of(kind, **fields))
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    assert {name: getattr(built, name) for name in given} == given


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("flip", {"axes": []}),
        ("flip", {"axes": ["left_right", "left_right"]}),
        ("flip", {"axes": ["diagonal"]}),
        ("flip", {"axes": "left_right"}),
        ("texture_background", {"pictures": ["chelsea"]}),
        ("texture_background", {"pictures": []}),
        ("photograph_background", {"pictures": ["brick"]}),
        ("photograph_background", {"pictures": ["coffee", "coffee"]}),
        ("rotate", {"degrees": 5}),
    ],
)
def test_other_values_are_refused(kind: str, fields: dict[str, Any]) -> None:
    assert not accepts(kind, fields)
