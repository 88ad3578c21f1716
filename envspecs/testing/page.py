"""A task file as it is being written: its data, the parts in them, and the places where something can go wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

from pydantic import BaseModel

from envspecs.definitions import Schema
from envspecs.specs.base import SpecPart
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.broken_spec import BrokenSpec
from envspecs.testing.describing import Fields
from envspecs.tree import Path, dotted
from envspecs.yaml_writer import write_yaml

__all__ = ["Page", "Part", "Slip", "schema_of"]

_HERE = "xxHERExx"
"""Stands in the text where the error must point, until it is known which line and column that is."""

Edit: TypeAlias = Callable[[Fields], None]


@dataclass(frozen=True)
class Part:
    """A map of a file whose keys a model knows.

    Attributes:
        path: Where it is.
        model: What it was checked by.
        fields: What it holds.
    """

    path: Path
    model: SpecPart
    fields: Fields

    @property
    def described(self) -> dict[str, Schema]:
        """What the JSON Schema says of each field that it holds."""
        known = schema_of(type(self.model))["properties"]
        return {name: known[name] for name in self.fields}

    def required(self, name: str) -> bool:
        """Tell whether a field has no default."""
        return type(self.model).model_fields[name].is_required()


@cache
def schema_of(model: type[BaseModel]) -> Schema:
    """Give the JSON Schema of a model."""
    return model.model_json_schema()


@dataclass(frozen=True)
class Slip:
    """A mistake to be made.

    Attributes:
        mistake: What sort it is.
        path: The key that the error must name.
        says: A part of what the error must say.
        edit: Changes the data so that the place of the error is marked.
        text: What stands at the mark in the end.
        offset: How far behind the mark the error must point, in columns.
    """

    mistake: str
    path: Path
    says: str
    edit: Edit
    text: str = ""
    offset: int = 0


@dataclass(frozen=True)
class Page:
    """A task file that is being written.

    Attributes:
        spec: What it says.
        data: The same as plain data, with or without what goes without saying.
        head: What stands before all else: comments and empty lines.
    """

    spec: TaskSpec
    data: Fields
    head: str = ""
    parts: tuple[Part, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(_parts(self.spec, self.data, ())))

    def with_slip(self, slip: Slip) -> BrokenSpec:
        """Write the file with a mistake in it."""
        data = deepcopy(self.data)
        slip.edit(data)
        text = self.head + write_yaml(data)
        before = text[: text.index(_HERE)]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n") + slip.offset
        return BrokenSpec(text.replace(_HERE, slip.text), slip.mistake, line, column, dotted(slip.path), slip.says)

    # ---------------------------------------------------------------------------------------------- what can be wrong

    @staticmethod
    def instead(mistake: str, path: Path, text: str, says: str, *, offset: int = 0) -> Slip:
        """Write something else in place of a value; the error points at the value."""

        def edit(data: Fields) -> None:
            _map_at(data, path[:-1])[path[-1]] = _HERE

        return Slip(mistake, path, says, edit, text, offset)

    @staticmethod
    def renamed(mistake: str, path: Path, name: str, says: str) -> Slip:
        """Write a key otherwise; the error points at the key."""

        def edit(data: Fields) -> None:
            fields = _map_at(data, path[:-1])
            _refill(fields, {_HERE if key == path[-1] else key: value for key, value in fields.items()})

        return Slip(mistake, (*path[:-1], name), says, edit, name)

    @staticmethod
    def added(mistake: str, path: Path, name: str, says: str, *, shown: Path) -> Slip:
        """Write one more key, at the end of a map; the error points at the key."""

        def edit(data: Fields) -> None:
            _map_at(data, path)[_HERE] = 0

        return Slip(mistake, shown, says, edit, name)

    @staticmethod
    def removed(mistake: str, path: Path, says: str) -> Slip:
        """Leave a key out; the error points at where the map begins."""

        def edit(data: Fields) -> None:
            del _map_at(data, path[:-1])[path[-1]]
            _mark_start(data, path[:-1])

        return Slip(mistake, path, says, edit)

    @staticmethod
    def replaced(mistake: str, path: Path, part: Fields, says: str, *, without: Path = ()) -> Slip:
        """Write another map, which does not fit the rest; the error points at where it begins.

        Args:
            mistake: What sort it is.
            path: Where the map is.
            part: What it is to hold.
            says: A part of what the error must say.
            without: The path of a key that would not fit either.
        """

        def edit(data: Fields) -> None:
            _map_at(data, path[:-1])[path[-1]] = deepcopy(part)
            if without:
                data.get(str(without[0]), {}).pop(without[1], None)
            _mark_start(data, path)

        return Slip(mistake, path, says, edit)


def _parts(model: SpecPart, fields: Fields, path: Path) -> Iterator[Part]:
    yield Part(path, model, fields)
    for name, value in fields.items():
        yield from _within(getattr(model, name), value, (*path, name))


def _within(checked: Any, value: Any, path: Path) -> Iterator[Part]:
    """Give the parts that a value is, or holds."""
    if isinstance(checked, SpecPart):
        yield from _parts(checked, value, path)
    elif isinstance(checked, dict):
        for key in value:
            yield from _within(checked[key], value[key], (*path, key))
    elif isinstance(checked, tuple):
        for at, (each, item) in enumerate(zip(checked, value, strict=True)):
            yield from _within(each, item, (*path, at))


def _map_at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def _refill(fields: Fields, new: Fields) -> None:
    fields.clear()
    fields.update(new)


def _mark_start(data: Fields, path: Path) -> None:
    """Mark where a map begins: at its first key, or at the bracket where it is empty."""
    fields = _map_at(data, path)
    first = next(iter(fields), None)
    if first is None:
        _map_at(data, path[:-1])[path[-1]] = _HERE + "{}"
    _refill(fields, {_HERE + key if key == first else key: value for key, value in fields.items()})
