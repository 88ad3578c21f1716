"""What of a spec shows only beside what it names, files: mistakes that no reader of the spec alone could see.

Listing files is quick, decoding pictures is not. So the files are listed where a spec is validated, and read where an
environment is built; in both, errors point at the line of the part that does not suit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from envspecs.problems import Problem, SpecError
from envspecs.specs.base import Kind, SpaceKind
from envspecs.specs.task_spec import TaskSpec
from envspecs.tree import Node, Path, dotted
from imagespaces.arguments import MisfitError

__all__ = ["blamed", "check_classes", "look", "spaces_of"]


def look(spec: TaskSpec) -> None:
    """List the files that a spec and its variants name, and read none of them.

    Raises:
        SpecError: If they make no space, or one without the classes that the task needs.
    """
    problems: dict[Problem, None] = {}  # what a variant leaves as it is would be told again
    for each in (spec, *(spec.variant(name) for group in spec.variants for name in group)):
        try:
            _look(each)
        except SpecError as error:
            problems |= dict.fromkeys(error.problems)
    if problems:
        raise SpecError(problems)


def _look(spec: TaskSpec) -> None:
    for path, space, node in spaces_of(spec):
        try:
            classes = space.look()
        except ValueError as error:
            raise _refusal(error, *_to_mend(path, space, node, error)) from error
        if space is spec.space and classes is not None:
            check_classes(spec, classes)


def spaces_of(spec: TaskSpec) -> Iterator[tuple[Path, SpaceKind, Node]]:
    """Give the space of a spec and all that it is made of, each with its path and where it was written."""
    yield from _spaces(("space",), spec.space, spec.tree["space"])


def _spaces(path: Path, value: Any, node: Node) -> Iterator[tuple[Path, SpaceKind, Node]]:
    """Give all spaces in a value, with where they are and were written."""
    below: Mapping[Any, Any] = {}
    if isinstance(value, SpaceKind):
        yield path, value, node
        below = {name: getattr(value, name) for name in type(value).model_fields}
    elif isinstance(value, Mapping):
        below = value
    elif isinstance(value, tuple):
        below = dict(enumerate(value))
    for name, inner in below.items():
        yield from _spaces((*path, name), inner, node.child(name) or node)


def check_classes(spec: TaskSpec, classes: Sequence[str]) -> None:
    """Compare the classes that a space turns out to have with those that the task of a spec needs.

    Raises:
        SpecError: If they are too few, with how there come to be more.
    """
    least = spec.task.least_classes
    if len(classes) >= least:
        return
    found = " and ".join(map(repr, classes)) or "none"
    hint = f" ({spec.space.labelling})" if spec.space.labelling else ""
    message = f"too few classes for {spec.task.kind}: found {found}, allowed are {least} or more{hint}"
    path, node = _to_mend(("space",), spec.space, spec.tree["space"])
    raise SpecError([Problem(message, dotted(path), node.place)])


def _to_mend(path: Path, part: Kind, node: Node, error: ValueError | None = None) -> tuple[Path, Node]:
    """Give what to point at in a part that does not suit: what the error names, else the files that it comes from."""
    if isinstance(error, MisfitError) and error.path[0] in type(part).model_fields:
        return (*path, *error.path), _deepest(node, error.path)
    field = part.files_field if isinstance(part, SpaceKind) else ""
    return ((*path, field), node[field]) if field else (path, node)


def _deepest(node: Node, path: Path) -> Node:
    """Follow a path as far as it was written."""
    for name in path:
        node = node.child(name) or node
    return node


@contextmanager
def blamed(spec: TaskSpec, part: str) -> Iterator[None]:
    """Point at a part of a spec where building it is refused.

    Raises:
        SpecError: Instead of a ValueError.
    """
    try:
        yield
    except SpecError:
        raise
    except ValueError as error:  # only now is it worth while to find out where the part was written
        raise _refusal(error, *_to_mend((part,), getattr(spec, part), spec.tree[part], error)) from error


def _refusal(error: ValueError, path: Path, node: Node) -> SpecError:
    """Give an error its place, line by line."""
    lines = str(error).splitlines() or [type(error).__name__]
    return SpecError(Problem(line.strip(), dotted(path), node.place) for line in lines)
