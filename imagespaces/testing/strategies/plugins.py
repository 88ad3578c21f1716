"""The kinds of image spaces and of transforms that installed plugins build.

What an entry point of the groups ``imagespaces.spaces`` and ``imagespaces.transforms`` loads, such as the model of a
kind, may name its strategy as ``"module:name"``. It is imported when a strategy first asks for it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any, get_args

from imagespaces.testing.strategies.kinds import Kind
from imagespaces.testing.strategies.parameters import Builder

__all__ = ["SPACES", "TRANSFORMS", "PluginError", "installed_kinds", "installed_transforms"]

SPACES, TRANSFORMS = "imagespaces.spaces", "imagespaces.transforms"
"""The groups of entry points that kinds are found by."""


class PluginError(RuntimeError):
    """An installed plugin, or the strategy that it names, is broken."""


@cache
def installed_kinds() -> Mapping[str, Kind]:
    """Give the kinds of spaces whose strategies installed plugins name, by kind.

    They are looked up once: ``installed_kinds.cache_clear()`` has them looked up anew.

    Raises:
        PluginError: If a plugin can't be imported, or what it names is no :class:`Kind`.
    """
    allowed = "an imagespaces.testing.strategies.Kind"
    return _installed(SPACES, lambda found: isinstance(found, Kind), allowed)


@cache
def installed_transforms() -> Mapping[str, Builder]:
    """Give how transforms are built whose strategies installed plugins name, by kind.

    Each is a function of whether parameters are to be mild, as those of the library's own kinds are, which gives a
    strategy. What it builds must fit images of any shape.

    Raises:
        PluginError: If a plugin can't be imported, or what it names can't be called.
    """
    return _installed(TRANSFORMS, callable, "a function of whether parameters are to be mild")


def _installed(group: str, fits: Callable[[object], bool], allowed: str) -> Mapping[str, Any]:
    found = {}
    for point in sorted(entry_points(group=group), key=lambda point: (point.name, point.value)):
        model = _load(point)
        strategy = getattr(model, "strategy", None)
        if strategy is not None:
            found[_name(model, point)] = _named(strategy, point, fits, allowed)
    return MappingProxyType(found)


def _load(point: EntryPoint) -> object:
    try:
        return point.load()
    except Exception as error:
        raise PluginError(f"{_origin(point)} can't be imported: {type(error).__name__}: {error}") from error


def _named(strategy: object, point: EntryPoint, fits: Callable[[object], bool], allowed: str) -> object:
    """Resolve the name of a strategy."""
    if not isinstance(strategy, str):
        raise PluginError(f"the strategy of {_origin(point)} must be a text 'module:name', got {strategy!r}")
    try:
        found: object = pkgutil.resolve_name(strategy)
    except Exception as error:
        problem = f"can't be imported: {type(error).__name__}: {error}"
        raise PluginError(f"the strategy {strategy!r} of {_origin(point)} {problem}") from error
    if not fits(found):
        raise PluginError(f"the strategy {strategy!r} of {_origin(point)} must be {allowed}, got {found!r}")
    return found


def _name(model: object, point: EntryPoint) -> str:
    """Give the name of a kind: what its model's field ``kind`` must be, or else that of the entry point."""
    field = getattr(model, "model_fields", {}).get("kind")
    names = get_args(getattr(field, "annotation", None))
    return str(names[0]) if names else point.name


def _origin(point: EntryPoint) -> str:
    """Say whose entry point it is."""
    return f"{point.name!r} of {point.dist.name if point.dist else 'an unnamed package'} ({point.value})"
