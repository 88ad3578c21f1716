"""The JSON Schema of task files: valid, complete, and of one mind with the models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

import envspecs
from envspecs.indexing import schema_text
from envspecs.listing import FOLDER
from envspecs.specs.task_spec import TaskSpec
from envspecs.tree import Place, plain
from envspecs.yaml_reader import read_yaml

SCHEMA = envspecs.json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
PATHS = sorted(Path(FOLDER).glob("*.yaml"))


def properties() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, definition in SCHEMA["$defs"].items():
        yield from ((f"{name}.{key}", schema) for key, schema in definition.get("properties", {}).items())


def forms(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all within it."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from forms(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from forms(value)


def test_it_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_it_says_the_same_in_the_version_that_editors_know() -> None:
    """Drafts differ in words such as ``prefixItems``, which draft 7 passes over; none of them is used."""
    Draft7Validator.check_schema(SCHEMA)
    words = {word for form in forms(SCHEMA) for word in form}
    assert not words & {
        "prefixItems",
        "unevaluatedProperties",
        "dependentRequired",
        "definitions",
        "additionalItems",
        "$id",
    }


@pytest.mark.parametrize("schema", [pytest.param(schema, id=name) for name, schema in properties()])
def test_every_field_has_a_description_and_every_number_a_unit_and_bounds(schema: dict[str, Any]) -> None:
    assert schema["description"].endswith(".")
    for form in forms(schema):
        if form.get("type") in {"integer", "number"} and not {"enum", "const"} & form.keys():
            assert "unit" in form
            assert {"minimum", "exclusiveMinimum"} & form.keys()
            assert {"maximum", "exclusiveMaximum"} & form.keys()


def test_every_kind_is_chosen_by_its_name() -> None:
    unions = [form for form in forms(SCHEMA) if "discriminator" in form]
    assert unions
    for union in unions:
        mapping = union["discriminator"]["mapping"]
        assert union["oneOf"] == [{"$ref": reference} for reference in mapping.values()]
        for kind, reference in mapping.items():
            definition = SCHEMA["$defs"][reference.rsplit("/", 1)[1]]
            assert definition["properties"]["kind"]["const"] == kind
            assert "kind" in definition["required"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_catalog_file_is_valid(path: Path) -> None:
    VALIDATOR.validate(plain(read_yaml(path.read_text(encoding="utf-8"), Place())))


@given(st.sampled_from(envspecs.catalog()))
def test_every_spec_is_valid_as_it_is_written_out(name: str) -> None:
    VALIDATOR.validate(envspecs.load(name).model_dump(mode="json"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("space.hieght", 1),
        ("space.height", "20"),
        ("space.height", 0),
        ("space.kind", "circle"),
        ("sensor.size", [5]),
        ("sensor.size", [5, 0]),
        ("sensor.start", "centre"),
        ("sensor.scale", 0),
        ("sensor.motion.max_step", [0.1, 3]),
        ("envspec", 2),
        ("reward.timing", "never"),
        ("variants", [{"a-b": {}}]),
        ("variants", [{"a": {"space..x": 1}}]),
        ("variants", [{"a" * 41: {}}]),
    ],
)
def test_what_loading_refuses_is_not_valid(path: str, value: object) -> None:
    data = envspecs.load("CircleSquare-v0").model_dump(mode="json") | {"variants": []}
    assert VALIDATOR.is_valid(data)
    *above, last = path.split(".")
    holder = data
    for key in above:
        holder = holder[key]
    holder[last] = value
    assert not VALIDATOR.is_valid(data)
    with pytest.raises(envspecs.SpecError):
        envspecs.load(data)


@pytest.mark.parametrize("part", ["envspec", "space", "sensor", "task"])
def test_a_file_that_extends_may_leave_out_all_but_its_version(part: str) -> None:
    data = envspecs.load("CircleSquare-v0").model_dump(mode="json")
    del data[part]
    assert not VALIDATOR.is_valid(data)
    assert VALIDATOR.is_valid(data | {"extends": "CircleSquare-v0"}) == (part != "envspec")


@pytest.mark.parametrize(
    ("changes", "valid"),
    [
        ({"space": {"height": 20}}, True),
        ({"space": {"root": "photos"}}, True),
        ({"sensor": {"motion": {"max_step": 0.5}}}, True),
        ({"space": {"hieght": 20}}, False),
        ({"space": {"height": "20"}}, False),
        ({"sensor": {"motion": {"max_step": 5}}}, False),
        ({"extends": 5}, False),
    ],
)
def test_parts_of_a_file_that_extends_may_be_incomplete_but_not_wrong(changes: dict[str, Any], valid: bool) -> None:
    assert VALIDATOR.is_valid({"envspec": 1, "extends": "CircleSquare-v0"} | changes) == valid


def test_every_key_is_a_key_of_the_models() -> None:
    assert set(SCHEMA["$defs"]["TaskSpec"]["properties"]) == {*TaskSpec.model_fields, "extends"}


def test_a_schema_is_the_callers_own() -> None:
    envspecs.json_schema()["$defs"].clear()
    envspecs.json_schema()["$defs"]["GlimpseSpec"]["properties"]["size"]["default"].clear()
    assert envspecs.json_schema() == SCHEMA


def test_the_schema_beside_the_catalog_is_up_to_date() -> None:
    """If not, run ``python -m envspecs.indexing``."""
    assert (
        json.loads((Path(FOLDER) / "envspec-1.json").read_text(encoding="utf-8")) == json.loads(schema_text()) == SCHEMA
    )
