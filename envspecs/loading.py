"""Load task specs: from YAML, JSON and TOML files, from the catalog, and from maps of Python."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Mapping
from pathlib import Path

from envspecs.files import READERS, is_file_name, read_file
from envspecs.listing import catalog, catalog_file, entries
from envspecs.overlays import values_at
from envspecs.problems import Problem, SpecError, near_miss, shown
from envspecs.specs.task_spec import FORMAT, TaskSpec
from envspecs.tree import Node, Place, merge, plain, written

__all__ = ["load"]


def load(source: str | os.PathLike[str] | Mapping[str, object] | TaskSpec) -> TaskSpec:
    """Give the task spec of a file, of a catalog id, or of a map.

    Args:
        source: The name of a file that ends in ``.yaml``, ``.yml``, ``.json`` or ``.toml``; an id of
            :func:`envspecs.catalog`, with or without ``envspecs/`` before it; or what such a file holds, as a map, in
            which relative paths start at the current directory. A spec is given back as it is.

    Raises:
        SpecError: If it is not a task spec, with one line per problem.
        PluginError: If an installed plugin that offers kinds is broken.
        TypeError: If it is none of these.

    >>> load("CircleSquare-s20-nograd-sparse-v0").space
    CircleSquareSpec(kind='circle_square', height=20, width=20, gradient=False)
    """
    if isinstance(source, TaskSpec):
        return source
    if isinstance(source, Mapping):
        return _checked(_resolved(written(source, Place()), ()))
    name = _name(source)
    if is_file_name(name):
        return _checked(_file(name, ()))
    return _of_catalog(name.removeprefix("envspecs/"))


def _name(source: object) -> str:
    """Give the name of a file, or an id, as text.

    Raises:
        TypeError: If it is none.
    """
    name = os.fspath(source) if isinstance(source, str | os.PathLike) else source
    if not isinstance(name, str):
        allowed = "the name of a task file, a catalog id, what a file holds as a map, or a TaskSpec"
        raise TypeError(f"a task must be {allowed}, got {source!r}")
    return name


@functools.cache
def _catalog_file(base: str) -> TaskSpec:
    """Give the spec of a catalog file; each is read once."""
    return _checked(_file(catalog_file(base), ()))


def _of_catalog(name: str) -> TaskSpec:
    """Give the spec of a catalog id, variants included.

    Raises:
        SpecError: If there is none.
    """
    found = entries().get(name)
    if found is None:
        raise SpecError([Problem(_no_id(name))])
    base, names = found
    return _catalog_file(base).variant(*names)


def _no_id(name: str) -> str:
    allowed = "a catalog id, or a file that ends in .yaml, .yml, .json or .toml"
    reordered = [known for known in catalog() if sorted(known.split("-")) == sorted(name.split("-"))]
    beside = [file for file in (f"{name}{ending}" for ending in READERS) if Path(file).is_file()]
    hint = near_miss(name, beside or reordered or catalog())
    return f"no such task: found {shown(name)}, allowed is {allowed}{hint}"


# ------------------------------------------------------------------------------------------------- files that extend


def _file(name: str, chain: tuple[str, ...]) -> Node:
    """Give what a file holds, merged with what it extends.

    Args:
        name: The file.
        chain: The files that led here by extending one another.
    """
    tree = _resolved(read_file(name), (*chain, os.path.realpath(name)))
    return tree if tree.child("id") else tree.with_child("id", Node(_id_of(name), tree.place))


def _id_of(name: str) -> str:
    """Make an id of a file's name.

    >>> _id_of("tasks/my task (2).yaml")
    'my-task-2'
    """
    return re.sub(r"[^A-Za-z0-9_.]+", "-", Path(name).stem).strip("-_.")[:100] or "task"


def _resolved(tree: Node, chain: tuple[str, ...]) -> Node:
    """Merge a document with what it extends. An id, and the format's version, are each file's own."""
    _check_document(tree)
    parent = tree.child("extends")
    if parent is None:
        return tree
    return merge(_parent(parent, chain).without("id", "envspec"), tree.without("extends"))


def _check_document(tree: Node) -> None:
    """Refuse what is no map, and what only a later version of this library knows how to read.

    Raises:
        SpecError: If it is one of these.
    """
    if not isinstance(tree.value, dict):
        message = f"not a task spec: found {shown(plain(tree))}, allowed is a map that begins with 'envspec: {FORMAT}'"
        raise SpecError([Problem(message, place=tree.place)])
    version = tree.child("envspec")
    if version is not None and type(version.value) is int and version.value > FORMAT:
        found = f"too new: found version {shown(version.value)} of the format"
        message = f"{found}, allowed is {FORMAT}, or a newer release of imagespaces"
        raise SpecError([Problem(message, "envspec", version.place)])


def _parent(node: Node, chain: tuple[str, ...]) -> Node:
    """Give what ``extends`` names.

    Raises:
        SpecError: If it names nothing, or leads back to a file that it came from.
    """
    name = node.value
    if isinstance(name, str) and name.removeprefix("envspecs/") in entries():
        return load(name).tree
    message = _why_no_parent(node, chain)
    if message:
        raise SpecError([Problem(message, "extends", node.place)])
    return _file(_beside(node), chain)


def _why_no_parent(node: Node, chain: tuple[str, ...]) -> str:
    """Say why ``extends`` names no file that can be extended; nothing where it does."""
    name, found = node.value, shown(plain(node))
    if not isinstance(name, str):
        return f"wrong type: found {found}, allowed is the name of a file, or a catalog id"
    if not is_file_name(name):
        return _no_id(name)
    path = _beside(node)
    if not Path(path).is_file():
        return f"no such file: found {found}, allowed is a file that exists, from the folder of this one"
    if os.path.realpath(path) in chain:
        files = " → ".join(Path(file).name for file in (*chain, path))
        return f"a circle: found {found}, which leads back: {files}, allowed is a file that does not"
    return ""


def _beside(node: Node) -> str:
    """Give a file's name, which starts at the folder of the file that it is written in."""
    return str(Path(node.place.source).parent / node.value)


# ------------------------------------------------------------------------------------------------------------ checking


def _checked(tree: Node) -> TaskSpec:
    """Give the spec of a tree, each of whose variants is a spec too."""
    spec = TaskSpec.from_tree(tree)
    return TaskSpec.from_tree(spec.tree.with_child("variants", _settled_variants(spec))) if spec.variants else spec


def _settled_variants(spec: TaskSpec) -> Node:
    """Give the variants with values as the checked specs have them: relative paths, for instance, have become absolute.

    Raises:
        SpecError: If one of the variants, by itself, is not a task spec.
    """
    problems: list[Problem] = []
    variants = spec.tree["variants"]
    for at, group in variants.children():
        for name, overlay in group.children():
            try:
                values = values_at(spec.variant(str(name)).tree, overlay)
            except SpecError as error:
                problems.extend(error.problems)
            else:
                variants = variants.with_child(at, variants[at].with_child(name, values))
    if problems:
        raise SpecError(problems)
    return variants
