from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from docs._extensions.spec_fields import expand, field_table
from envspecs.definitions import definitions
from envspecs.registry import GROUPS, all_kinds, kinds
from envspecs.specs.task_spec import TaskSpec

PAGE = Path(__file__).parents[2] / "docs" / "specs.md"

PART: dict[str, Any] = {
    "properties": {
        "kind": {"const": "thing"},
        "size": {"type": "integer", "minimum": 1, "maximum": 9, "unit": "pixels", "description": "How\n  wide."},
        "name": {"type": "string", "pattern": "^a|b$", "default": "a"},
        "way": {"enum": ["up", "down"], "default": None},
        "rest": {"type": "object", "default": {"more": 1}},
    },
    "required": ["kind", "size"],
}


def test_a_row_says_what_a_field_is_what_it_may_be_and_what_it_is_if_left_out() -> None:
    assert field_table("Thing", {"Thing": PART}).splitlines() == [
        "| field | | allowed | left out |",
        "| --- | --- | --- | --- |",
        "| `size` | How wide. | an integer from 1 to 9 (pixels) | required |",
        '| `name` |  | text matching `^a\\|b$` | `"a"` |',
        "| `way` |  | `up` or `down` | nothing |",
        "| `rest` |  | a map | as below |",
    ]


def test_a_part_without_fields_says_so() -> None:
    assert field_table("Empty", {"Empty": {"properties": {"kind": {"const": "empty"}}}}) == "No fields."


def test_a_page_that_asks_for_what_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="'Nothing'"):
        expand("<!-- fields of Nothing -->", {})


@pytest.mark.parametrize("group", GROUPS)
def test_every_field_of_every_kind_is_on_the_page(group: str) -> None:
    page = expand(PAGE.read_text(encoding="utf-8"), definitions(TaskSpec))
    chapter = page.split(f"\n## {group.split('.')[1].capitalize()}\n", 1)[1].split("\n## ", 1)[0]
    for kind, model in kinds(group).items():
        section = chapter.split(f"### `{kind}`\n", 1)[1].split("\n### ", 1)[0]
        assert re.findall(r"^\| `(\w+)`", section, re.MULTILINE) == [
            name for name in model.model_fields if name != "kind"
        ]


def test_every_group_is_on_the_page_on_plugins() -> None:
    page = expand((PAGE.parent / "extending" / "plugin.md").read_text(encoding="utf-8"), definitions(TaskSpec))
    assert all(f"| `{name}` | `envspecs.specs.base.{group.base.__name__}` |" in page for name, group in GROUPS.items())


def test_every_part_that_is_no_kind_is_on_the_page() -> None:
    defs = definitions(TaskSpec)
    known = {model.__name__ for model in all_kinds()}
    parts = {name for name, part in defs.items() if name not in known and "properties" in part}
    text = PAGE.read_text(encoding="utf-8")
    assert {name for name in parts if f"<!-- fields of {name} -->" not in text} == set()


def test_every_field_of_the_spec_itself_is_on_the_page() -> None:
    page = expand(PAGE.read_text(encoding="utf-8"), definitions(TaskSpec))
    for name, field in TaskSpec.model_fields.items():
        assert f"| `{name}` | {field.description} |" in page
