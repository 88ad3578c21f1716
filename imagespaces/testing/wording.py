"""The words that the ``repr`` of a space may use: names of all that the space is made of, and of what these name."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from imagespaces import factors, transforms
from imagespaces.pixels import PixelBox
from imagespaces.space import ImageSpace

__all__ = ["words_of"]


def words_of(space: ImageSpace) -> dict[str, Any]:
    """Give the names with which an expression that makes a space is to be evaluated.

    These are the names of its class and of the types of all its parameters, of what stands within them, too, and
    everything that is named in the modules of these.

    >>> from imagespaces import CircleSquare
    >>> eval("CircleSquare(height=9, width=9)", words_of(CircleSquare())).height
    9
    """
    words = {**vars(factors), **vars(transforms), **_kinds(PixelBox)}
    types = list(dict.fromkeys(_types_in(space)))
    for kind in types:
        module = sys.modules.get(kind.__module__)  # none where a class was made by hand
        words |= vars(module) if module else {}
    return words | {kind.__name__: kind for kind in types}


def _types_in(value: object) -> Iterator[type[Any]]:
    """Give the types of all that a parameter holds, the innermost first, and its own last."""
    for part in _parts(value):
        yield from _types_in(part)
    yield type(value)


def _parts(value: object) -> Iterator[object]:
    """Give what a value consists of."""
    if isinstance(value, ImageSpace):
        yield from value.parameters().values()
    elif isinstance(value, Mapping):
        yield from value
        yield from value.values()
    elif isinstance(value, list | tuple | set | frozenset):
        yield from value
    elif is_dataclass(value):
        yield from (getattr(value, field.name) for field in fields(value))


def _kinds(kind: type[PixelBox]) -> dict[str, type[PixelBox]]:
    """Give a class and all classes derived from it, by name."""
    names = {kind.__name__: kind}
    for derived in kind.__subclasses__():
        names |= _kinds(derived)
    return names
