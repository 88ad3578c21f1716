"""Overlays: changes to a task spec written as dotted paths, as variants and ``override`` write them.

A path names keys of maps, and items of lists by number from 0: ``space.height``, ``sensor.motion.max_step``. Its value
replaces what was there. Overlays of different keys commute: what lies further up is set first, and the ``kind`` of
a map before its other keys, whatever the order they are written in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from envspecs.problems import Problem, SpecError, shown
from envspecs.tree import Node, Place, written

__all__ = ["FIXED", "apply", "parse_path", "values_at", "written_by_call"]

FIXED = ("envspec", "variants", "extends")
"""Keys that say something of the file rather than of the task: they can't be overridden."""


def written_by_call(changes: Mapping[str, object]) -> dict[str, Node]:
    """Give overlays that a call of ``override`` wrote; each error points at its own path.

    Raises:
        SpecError: If the overlays are no mapping.
    """
    if not isinstance(changes, Mapping):
        raise SpecError(
            [
                Problem(
                    f"wrong type: found {shown(changes)}, allowed is a map of values by dotted path",
                    place=Place("override"),
                )
            ]
        )
    return {path: _written_at(path, value) for path, value in changes.items()}


def _written_at(path: str, value: object) -> Node:
    place = Place(f"override[{path!r}]")
    return replace(written(value, place), key=place)


def apply(tree: Node, changes: Mapping[str, Node]) -> Node:
    """Give a tree with values set at dotted paths.

    A map that is not there yet is made. Setting ``kind`` to another one starts that map afresh, for the old kind's keys
    would mean nothing to the new one.

    Args:
        tree: The task spec.
        changes: Values by path.

    Raises:
        SpecError: If a path is not one, or leads through a value that holds nothing.
    """
    problems: list[Problem] = []
    changed = tree
    for text in sorted(changes, key=_rank):
        try:
            changed = _set(changed, parse_path(text), changes[text])
        except ValueError as error:
            problems.append(Problem(str(error), str(text), changes[text].where))
    problems += [Problem(_KINDLESS, text, changes[text].where) for text in _kindless(tree, changed, changes)]
    if problems:
        raise SpecError(problems)
    return changed


_KINDLESS = "replaces all that was there: found a map without a 'kind', allowed is each key by itself, or a whole map"


def _kindless(before: Node, after: Node, changes: Mapping[str, Node]) -> Iterator[str]:
    """Give the paths at which a map has lost its kind to one of other keys, which were meant to change it alone."""
    for text, new in changes.items():
        nodes = [_at(tree, text) for tree in (before, after)]
        had, has = (node is not None and node.child("kind") is not None for node in nodes)
        if isinstance(new.value, dict) and had and not has:
            yield text


def _at(node: Node | None, text: object) -> Node | None:
    """Give what lies at a path; None where nothing does."""
    for key in str(text).split("."):
        node = node and node.child(int(key) if isinstance(node.value, tuple) and key.isdigit() else key)
    return node


def _rank(path: object) -> tuple[int, bool]:
    """Sort what lies further up first, and kinds before the keys beside them."""
    text = str(path)
    return text.count("."), text.rpartition(".")[2] != "kind"


def parse_path(path: object) -> tuple[str, ...]:
    """Give the keys of a dotted path.

    Raises:
        ValueError: If it is no text, has an empty key, or names what belongs to the file.

    >>> parse_path("space.height")
    ('space', 'height')
    """
    keys = path.split(".") if isinstance(path, str) else [""]
    if not all(keys):
        raise ValueError(f"not a path: found {shown(path)}, allowed are keys with dots between, as 'space.height'")
    if keys[0] in FIXED:
        raise ValueError(f"not part of the task: found {keys[0]!r}, which is the file's, allowed are other keys")
    return tuple(keys)


def values_at(tree: Node, overlay: Node) -> Node:
    """Give an overlay with the values that a tree has at its paths.

    Args:
        tree: A task spec.
        overlay: A map of values by dotted path, each of which leads somewhere in the tree.
    """
    for path, written_there in overlay.children():
        node = tree
        for key in parse_path(path):
            node = node[int(key) if isinstance(node.value, tuple) else key]
        overlay = overlay.with_child(path, replace(node, key=written_there.key))
    return overlay


def _set(node: Node, keys: tuple[str, ...], value: Node) -> Node:
    """Give a node with a value set below it, under keys that lead there."""
    first, rest = keys[0], keys[1:]
    if node.value is None:
        node = replace(node, value={})
    key = _existing_item(node, first) if not isinstance(node.value, dict) else first
    if rest:
        below = node.child(key) or Node({}, value.place, value.where)
        return node.with_child(key, _set(below, rest, value))
    if first == "kind":
        node = _of_kind(node, value)
    return node.with_child(key, value)


def _existing_item(node: Node, key: str) -> int:
    """Give the number of an item in a list.

    Raises:
        ValueError: If the node is no list, or has no such item.
    """
    match node.value:
        case tuple() as items if key.isascii() and key.isdigit() and int(key) < len(items):
            return int(key)
        case tuple() as items:
            found, allowed = f"a list of {len(items)}, which has no item", "a number below its length"
        case other:
            found, allowed = f"{shown(other)}, which has no key", "a path through maps and lists"
    raise ValueError(f"leads nowhere: found {found} {key!r}, allowed is {allowed}")


def _of_kind(node: Node, kind: Node) -> Node:
    """Give a map ready for a kind: empty where it is of another one."""
    old = node.child("kind")
    return node if old is None or old.value == kind.value else replace(node, value={})
