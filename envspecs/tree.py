"""What was written in a task file, and where: the tree that reading, merging and overlays work on.

A model of pydantic knows values alone. This tree keeps beside each value the place where it was written, so that an
error found much later, in a file that extends another one or after an override, still points at the line to mend.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

__all__ = ["Node", "Path", "Place", "Text", "dotted", "merge", "plain", "settle", "written"]

Path = tuple[str | int, ...]
"""The keys of maps and the indices of lists that lead from the root of a tree to a part of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written.

    Args:
        source: A file as its reader named it, or a call such as ``override['space.height']``.
        line: Counted from 1; None where the format does not tell.
        column: Counted from 1; None where the format does not tell.
        folder: Where relative paths written here start from; the current directory where empty.

    >>> str(Place("task.yaml", 7, 3))
    'task.yaml:7:3'
    """

    source: str = ""
    line: int | None = None
    column: int | None = None
    folder: str = ""

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.source, self.line, self.column) if part not in {None, ""})


@dataclass(frozen=True, slots=True)
class Node:
    """One value with the places where it and its key were written.

    Args:
        value: A map of nodes, a tuple of nodes, or a scalar.
        place: Where the value begins.
        key: Where its key begins, for a value of a map that was written out.
    """

    value: Any
    place: Place
    key: Place | None = None

    @property
    def where(self) -> Place:
        """The place of the key, or of the value where it has none."""
        return self.key or self.place

    def children(self) -> Iterator[tuple[str | int, Node]]:
        """Give what a map or a list holds, with keys or indices; a scalar holds nothing."""
        if isinstance(self.value, dict):
            yield from self.value.items()
        elif isinstance(self.value, tuple):
            yield from enumerate(self.value)

    def child(self, key: str | int) -> Node | None:
        """Give what lies under a key or an index; None where nothing does."""
        if isinstance(self.value, dict):
            return self.value.get(key)
        if isinstance(self.value, tuple) and isinstance(key, int) and 0 <= key < len(self.value):
            found: Node = self.value[key]
            return found
        return None

    def __getitem__(self, key: str | int) -> Node:
        found = self.child(key)
        if found is None:
            raise KeyError(key)
        return found

    def places(self) -> Iterator[Place]:
        """Give where everything in it was written, keys and values."""
        yield from (self.where, self.place)
        for _, child in self.children():
            yield from child.places()

    def with_child(self, key: str | int, child: Node) -> Node:
        """Give a copy with another value under a key, or under an index that exists."""
        if isinstance(self.value, dict):
            return replace(self, value={**self.value, key: child})
        return replace(self, value=tuple(child if at == key else node for at, node in enumerate(self.value)))

    def without(self, *keys: str) -> Node:
        """Give a copy of a map that lacks some keys."""
        return replace(self, value={key: node for key, node in self.value.items() if key not in keys})


class Text(str):
    """A string that knows the folder of the file it was written in: relative paths start there."""

    __slots__ = ("folder",)
    folder: str

    @classmethod
    def within(cls, value: str, folder: str) -> Text:
        """Give a string its folder."""
        text = cls(value)
        text.folder = folder
        return text


def written(value: object, place: Place) -> Node:
    """Give the tree of plain Python data that were all written in one place; NumPy's scalars and arrays become plain.

    >>> plain(written({"size": np.array([5, 7])}, Place("call")))
    {'size': [5, 7]}
    """
    if isinstance(value, np.generic | np.ndarray):
        value = value.tolist()
    if isinstance(value, Mapping):
        return Node({key: written(child, place) for key, child in value.items()}, place)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return Node(tuple(written(child, place) for child in value), place)
    return Node(value, place)


def plain(node: Node) -> Any:
    """Give a tree's values alone: dicts, lists and scalars; strings keep the folder that they were written in."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain(child) for child in node.value]
    return Text.within(node.value, node.place.folder) if isinstance(node.value, str) else node.value


def merge(under: Node, over: Node) -> Node:
    """Lay one tree over another: maps merge deeply, all else is replaced.

    A map that names another ``kind`` than the one beneath replaces it as a whole: the keys of the old kind would mean
    nothing to the new one.

    >>> place = Place("call")
    >>> base = written({"space": {"kind": "circle_square", "height": 28}, "sensor": {"size": [5, 5]}}, place)
    >>> plain(merge(base, written({"space": {"height": 20}}, place)))
    {'space': {'kind': 'circle_square', 'height': 20}, 'sensor': {'size': [5, 5]}}
    >>> plain(merge(base, written({"space": {"kind": "image_folder"}}, place)))["space"]
    {'kind': 'image_folder'}
    """
    if not (isinstance(under.value, dict) and isinstance(over.value, dict)) or _changes_kind(under, over):
        return over
    merged = dict(under.value)
    for key, node in over.value.items():
        merged[key] = merge(merged[key], node) if key in merged else node
    return replace(over, value=merged)


def _changes_kind(under: Node, over: Node) -> bool:
    old, new = under.child("kind"), over.child("kind")
    return old is not None and new is not None and old.value != new.value


def settle(value: object, tree: Node | None, around: Place) -> Node:
    """Give the tree of checked data: values from the check, places from the tree that was checked.

    What the check added, defaults, gets the place of the map that it was left out of.

    Args:
        value: Plain data, as pydantic's ``model_dump(mode="json")`` gives them.
        tree: What was written for it; None where nothing was.
        around: The place of the map about it.
    """
    place = tree.place if tree is not None else around
    if isinstance(value, dict):
        settled: Any = {key: settle(child, tree and tree.child(key), place) for key, child in value.items()}
    elif isinstance(value, list):
        settled = tuple(settle(child, tree and tree.child(at), place) for at, child in enumerate(value))
    else:
        settled = value
    return Node(settled, place, tree.key if tree is not None else None)


def dotted(path: Path) -> str:
    """Write a path as errors show it.

    >>> dotted(("space", "parts", 0, "height"))
    'space.parts[0].height'
    """
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")
