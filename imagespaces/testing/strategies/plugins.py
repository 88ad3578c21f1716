"""The kinds of image spaces, transforms and partitions that installed plugins build.

What an entry point of their groups loads, such as the model of a kind, may name its strategy as ``"module:name"``. It
is imported when a strategy first asks for it.
"""

from __future__ import annotations

import importlib.metadata
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from types import MappingProxyType
from typing import Any, TypeVar, get_args

import gymnasium

from imagespaces.plugins import PluginError, looked_up_once
from imagespaces.testing.strategies.kinds import Kind

__all__ = ["PARTITIONS", "SPACES", "TRANSFORMS", "with_installed"]

T = TypeVar("T")

SPACES, TRANSFORMS, PARTITIONS = "imagespaces.spaces", "imagespaces.transforms", "imagespaces.partitions"
"""The groups of entry points that kinds are found by."""

_ALLOWED: Mapping[str, tuple[Callable[[object], bool], str]] = MappingProxyType(
    {
        SPACES: (lambda found: isinstance(found, Kind), "an imagespaces.testing.strategies.Kind"),
        TRANSFORMS: (callable, "a function of whether parameters are to be mild"),
        PARTITIONS: (callable, "a function of imagespaces.testing.strategies.Parts"),
    }
)
"""What the strategy of a kind may be, by group: how that is told, and how it is said."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """A kind that an installed plugin offers.

    Attributes:
        origin: Who offers it.
        strategy: How it is built; None where the plugin does not say.
    """

    origin: str
    strategy: Any


def with_installed(group: str, entered: Mapping[str, T], built_in: Mapping[str, T]) -> dict[str, T]:
    """Give all kinds of a group: those that were entered, and installed plugins' that name their strategies.

    Args:
        group: The group of entry points.
        entered: The kinds that are known without plugins; they stand for installed ones of the same name.
        built_in: The library's own.

    Raises:
        PluginError: If a plugin, or the strategy that it names, is broken, or a kind exists twice.
    """
    found = _offers(group)
    for name in built_in.keys() & found.keys():
        raise _twice(group, name, f"imagespaces ({__package__})", found[name].origin)
    named = {name: offer.strategy for name, offer in found.items() if offer.strategy is not None}
    return {**entered, **{name: strategy for name, strategy in named.items() if name not in entered}}


@looked_up_once
def _offers(group: str) -> Mapping[str, _Offer]:
    """Give what installed plugins offer in a group, by kind."""
    found: dict[str, _Offer] = {}
    for name, offer in _each(group):
        if name in found:
            raise _twice(group, name, found[name].origin, offer.origin)
        found[name] = offer
    return MappingProxyType(found)


def _twice(group: str, name: str, first: str, second: str) -> PluginError:
    return PluginError(f"the kind {name!r} of {group} exists twice: from {first} and from {second}")


def _each(group: str) -> Iterator[tuple[str, _Offer]]:
    points = importlib.metadata.entry_points(group=group)
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        origin = f"{point.dist.name if point.dist else 'an unnamed package'} ({point.value})"
        model = _load(point, group, origin)
        yield _name(model, point), _Offer(origin, _strategy(model, group, origin))


def _load(point: EntryPoint, group: str, origin: str) -> object:
    try:
        return point.load()
    except Exception as error:  # a plugin may raise anything while it is imported
        found = f"{type(error).__name__}: {error}"
        raise PluginError(f"the plugin {point.name!r} of {group} from {origin} can't be imported: {found}") from error


def _name(model: object, point: EntryPoint) -> str:
    """Give the name of a kind: what its model's field ``kind`` must be, or else that of the entry point."""
    field = getattr(model, "model_fields", {}).get("kind")
    names = get_args(getattr(field, "annotation", None))
    return str(names[0]) if names else point.name


def _strategy(model: object, group: str, origin: str) -> object:
    """Resolve the strategy that a model names; None where it names none."""
    name = getattr(model, "strategy", None)
    if name is None or _is_space(model):
        return None
    if not isinstance(name, str):
        raise PluginError(f"the strategy of {origin} must be a text 'module:name', got {name!r}")
    try:
        found: object = pkgutil.resolve_name(name)
    except Exception as error:
        problem = f"can't be imported: {type(error).__name__}: {error}"
        raise PluginError(f"the strategy {name!r} of {origin} {problem}") from error
    fits, allowed = _ALLOWED[group]
    if not fits(found):
        raise PluginError(f"the strategy {name!r} of {origin} must be {allowed}, got {found!r}")
    return found


def _is_space(model: object) -> bool:
    """Tell whether what is loaded is a class of spaces itself: its ``strategy`` is that of its instances."""
    return inspect.isclass(model) and issubclass(model, gymnasium.Space)
