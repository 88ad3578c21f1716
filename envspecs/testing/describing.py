"""The way back from objects to what a task file says of them: the inverse of :mod:`envspecs.build`."""

from __future__ import annotations

import functools
import pkgutil
from collections.abc import Mapping
from typing import Any, TypeAlias, get_args

import numpy as np

from envspecs.registry import all_kinds
from envspecs.specs.base import BuiltPart, Kind

__all__ = ["Fields", "fields_of"]

Fields: TypeAlias = dict[str, Any]
"""What a task file says of one part."""

_Models: TypeAlias = Mapping[type, type[BuiltPart]]
"""Models by the class that they are built into."""


def fields_of(part: object) -> Fields:
    """Give what a task file says of an object that a spec's part may be built into.

    The arguments of its constructor must be attributes under their own names, as those of every space are.

    Raises:
        TypeError: If no kind that is registered is built into such an object.

    >>> from imagespaces import CircleSquare
    >>> fields_of(CircleSquare(height=9, width=7, extent=4))
    {'kind': 'circle_square', 'height': 9, 'width': 7, 'extent': 4, 'gradient': True}
    """
    models = _models_by_class(all_kinds())
    if type(part) not in models:
        raise TypeError(f"fields are told of what a registered kind is built into, got {type(part).__name__}")
    return _fields(part, models)


@functools.lru_cache(maxsize=8)
def _models_by_class(known: tuple[type[Kind], ...]) -> _Models:
    """Give the model of each kind, and of each part of kinds that is built, by the class that it is built into."""
    parts = [part for part in BuiltPart.__subclasses__() if part is not Kind]
    return {pkgutil.resolve_name(model.runtime): model for model in (*known, *parts)}


def _fields(part: object, models: _Models) -> Fields:
    """Give the fields of a part whose model is known."""
    known = models[type(part)].model_fields
    name = {} if "kind" not in known else {"kind": get_args(known["kind"].annotation)[0]}
    return name | {field: _plain(getattr(part, field), models) for field in known if field != "kind"}


def _plain(value: Any, models: _Models) -> Any:
    """Give a value as a file holds it."""
    if type(value) in models:
        return _fields(value, models)
    if isinstance(value, Mapping):
        return {key: _plain(item, models) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item, models) for item in value]
    return value.item() if isinstance(value, np.generic) else value
