"""Puts tables of every field of a task spec into the pages that ask for them, from the models: they can't drift.

A line ``<!-- fields of SpecName -->`` becomes the table of one part of the spec, ``<!-- every group of kinds -->`` a
table of the groups that plugins can add to, and ``<!-- every kind -->`` a chapter for each group, with a table for each
kind.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from envspecs.allowed import describe
from envspecs.definitions import Schema, definitions
from envspecs.registry import GROUPS, Group, kinds
from envspecs.specs.task_spec import TaskSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["expand", "field_table", "group_chapters", "group_table", "kind_sections", "setup"]

FIELDS = re.compile(r"^<!-- fields of (\S+) -->$", re.MULTILINE)
EVERY_GROUP = "<!-- every group of kinds -->"
EVERY_KIND = "<!-- every kind -->"
CODE = re.compile(r"'([^']+)'|(?<=matching )\S+")
"""What of the words for a field is code: words in quotes, and patterns."""


def expand(text: str, defs: Mapping[str, Schema]) -> str:
    """Give a page with its requests fulfilled.

    Raises:
        KeyError: If there is no part of a name that the page asks for.
    """
    text = FIELDS.sub(lambda request: field_table(request[1], defs), text)
    return text.replace(EVERY_GROUP, group_table()).replace(EVERY_KIND, group_chapters(defs))


def group_table() -> str:
    """Give a table with a row per group: its name, what its models inherit from, and what they are."""
    rows = [
        f"| `{name}` | `{group.base.__module__}.{group.base.__name__}` | {_about(group)} |"
        for name, group in GROUPS.items()
    ]
    return "\n".join(["| group | models inherit from | |", "| --- | --- | --- |", *rows])


def group_chapters(defs: Mapping[str, Schema]) -> str:
    """Give a heading, what it is about, and the kinds of each group."""
    return "\n\n".join(
        f"## {name.partition('.')[2].capitalize()}\n\n{_about(group)}\n\n{kind_sections(name, defs)}"
        for name, group in GROUPS.items()
    )


def _about(group: Group) -> str:
    return (group.base.__doc__ or "").partition("\n")[0]


def kind_sections(group: str, defs: Mapping[str, Schema]) -> str:
    """Give a heading, what it says of itself, and a table for each kind of a group."""
    return "\n\n".join(
        f"### `{kind}`\n\n{_one_line(defs[model.__name__]['description'])}\n\n{field_table(model.__name__, defs)}"
        for kind, model in kinds(group).items()
    )


def field_table(part: str, defs: Mapping[str, Schema]) -> str:
    """Give a table with a row per field of a part; the empty string where it has none."""
    schema = defs[part]
    required = schema.get("required", ())
    rows = [
        "| " + " | ".join(map(_cell, _row(name, field, defs, required=name in required))) + " |"
        for name, field in schema["properties"].items()
        if name != "kind"
    ]
    return "\n".join(["| field | | allowed | left out |", "| --- | --- | --- | --- |", *rows]) if rows else "No fields."


def _row(name: str, field: Schema, defs: Mapping[str, Schema], *, required: bool) -> tuple[str, str, str, str]:
    allowed = CODE.sub(lambda found: f"`{found[1] or found[0]}`", describe(field, defs))
    return (
        f"`{name}`",
        field.get("description", ""),
        allowed,
        "required" if required else _default(field.get("default")),
    )


def _default(value: Any) -> str:
    """Say what a field is where it is left out; of a map of fields each says so itself."""
    match value:
        case None | "" | []:
            return "nothing"
        case dict():
            return "as below"
        case _:
            return f"`{json.dumps(value, ensure_ascii=False)}`"


def _cell(text: str) -> str:
    return _one_line(text).replace("|", r"\|")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _on_source_read(_app: Any, _name: str, content: list[str]) -> None:
    content[0] = expand(content[0], definitions(TaskSpec))


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx what to do with each page that it has read."""
    app.connect("source-read", _on_source_read)
    return {"parallel_read_safe": True}
