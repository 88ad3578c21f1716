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


def fields_of(part: object) -> Fields:
    """Give what a task file says of an object that a spec's part may be built into.

    The arguments of its constructor must be attributes under their own names, as those of every space are.

    Raises:
        TypeError: If no kind that is registered is built into such an object.

    >>> from imagespaces import CircleSquare
    >>> fields_of(CircleSquare(height=9, width=7, extent=4))
    {'kind': 'circle_square', 'height': 9, 'width': 7, 'extent': 4, 'gradient': True}
    """
    model = _models_by_class().get(type(part))
    if model is None:
        raise TypeError(f"fields are told of what a registered kind is built into, got {type(part).__name__}")
    kind = model.model_fields.get("kind")
    name = {} if kind is None else {"kind": get_args(kind.annotation)[0]}
    return name | {field: _plain(getattr(part, field)) for field in model.model_fields if field != "kind"}


@functools.cache
def _models_by_class() -> Mapping[type, type[BuiltPart]]:
    """Give the model of each kind, and of each part of kinds that is built, by the class that it is built into."""
    found = all_kinds()  # which imports the parts of kinds
    parts = [part for part in BuiltPart.__subclasses__() if part is not Kind]
    return {pkgutil.resolve_name(model.runtime): model for model in (*found, *parts)}


def _plain(value: Any) -> Any:
    """Give a value as a file holds it."""
    if type(value) in _models_by_class():
        return fields_of(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value.item() if isinstance(value, np.generic) else value
