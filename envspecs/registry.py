"""The kinds that task specs can name: those of this library, and those of installed plugins.

The library's own kinds are found, not listed: every module of a group's package holds one model. A plugin offers one by
an entry point in the group of that name, for instance in its ``pyproject.toml``::

    [project.entry-points."imagespaces.spaces"]
    stripes = "my_package.specs:StripesSpec"

Kinds are looked up when the first spec is loaded, not when this package is imported.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType, ModuleType
from typing import Any, get_args

from envspecs.specs.base import (
    Kind,
    LossKind,
    MotionKind,
    PartitionKind,
    RelabellingKind,
    RelationKind,
    SensorKind,
    ShapeKind,
    SpaceKind,
    TaskKind,
    TransformKind,
)
from imagespaces.plugins import PluginError, forget, looked_up_once

__all__ = ["GROUPS", "Group", "PluginError", "all_kinds", "forget", "kinds"]


@dataclass(frozen=True, slots=True)
class Group:
    """One sort of part of a task spec.

    Args:
        base: What every model of the group inherits from.
        package: Where the library's own models are, one per module.
    """

    base: type[Kind]
    package: str


GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        "imagespaces.spaces": Group(SpaceKind, "envspecs.specs.spaces"),
        "imagespaces.transforms": Group(TransformKind, "envspecs.specs.transforms"),
        "imagespaces.shapes": Group(ShapeKind, "envspecs.specs.shapes"),
        "imagespaces.relations": Group(RelationKind, "envspecs.specs.relations"),
        "imagespaces.relabellings": Group(RelabellingKind, "envspecs.specs.relabellings"),
        "imagespaces.partitions": Group(PartitionKind, "envspecs.specs.partitions"),
        "envspecs.sensors": Group(SensorKind, "envspecs.specs.sensors"),
        "envspecs.motions": Group(MotionKind, "envspecs.specs.motions"),
        "envspecs.tasks": Group(TaskKind, "envspecs.specs.tasks"),
        "envspecs.losses": Group(LossKind, "envspecs.specs.losses"),
    }
)
"""The groups of kinds, by the name that plugins' entry points use."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """A model and who offers it."""

    model: type[Kind]
    origin: str

    @property
    def kind(self) -> str:
        (name,) = _names(self.model)
        return name


@looked_up_once
def kinds(group: str) -> Mapping[str, type[Kind]]:
    """Give the models of a group by kind: the library's own in the order of their files, then plugins' by name.

    Raises:
        PluginError: If a plugin can't be imported, offers a kind that exists, or no model of the group.
        KeyError: If there is no such group.

    >>> list(kinds("envspecs.sensors"))
    ['foveated', 'full', 'glimpse', 'zoom']
    """
    offers: dict[str, _Offer] = {}
    for offer in (*_built_in(GROUPS[group]), *_plugins(group)):
        if offer.kind in offers:
            first = offers[offer.kind].origin
            raise PluginError(f"the kind {offer.kind!r} of {group} exists twice: from {first} and from {offer.origin}")
        offers[offer.kind] = offer
    return MappingProxyType({kind: offer.model for kind, offer in offers.items()})


def all_kinds() -> tuple[type[Kind], ...]:
    """Give the models of all groups."""
    return tuple(model for group in GROUPS for model in kinds(group).values())


def _built_in(group: Group) -> Iterator[_Offer]:
    package = importlib.import_module(group.package)
    for found in pkgutil.iter_modules(package.__path__, f"{group.package}."):
        yield _Offer(_only_model(importlib.import_module(found.name), group), f"envspecs ({found.name})")


def _only_model(module: ModuleType, group: Group) -> type[Kind]:
    """Give the one model that a module defines; those that it imports are others' kinds."""
    (model,) = (
        found
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, group.base) and found.__module__ == module.__name__ and _names(found)
    )
    return model


def _names(model: type[Kind]) -> tuple[str, ...]:
    """Give what the ``kind`` of a model may be; nothing for a base class, where it is any string."""
    return get_args(model.model_fields["kind"].annotation)


def _declared(model: type[Kind]) -> str:
    """Show how a model declares its ``kind``."""
    field = model.model_fields["kind"]
    default = "" if field.is_required() else f" = {field.default!r}"
    return repr(f"kind: {inspect.formatannotation(field.annotation)}{default}")


def _plugins(group: str) -> Iterator[_Offer]:
    points = importlib.metadata.entry_points(group=group)
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        origin = f"{point.dist.name if point.dist else 'an unnamed package'} ({point.value})"
        yield _Offer(_checked(_imported(point, origin, group), GROUPS[group], origin), origin)


def _imported(point: importlib.metadata.EntryPoint, origin: str, group: str) -> Any:
    try:
        return point.load()
    except Exception as error:  # a plugin may raise anything while it is imported
        raise PluginError(
            f"the plugin {point.name!r} of {group} from {origin} can't be imported: {type(error).__name__}: {error}"
        ) from error


def _checked(found: Any, group: Group, origin: str) -> type[Kind]:
    """Give a plugin's model if it is one.

    Raises:
        PluginError: If it is not a model of the group with a ``kind`` and a ``runtime``.
    """
    base = group.base.__name__
    if not (inspect.isclass(found) and issubclass(found, group.base)):
        raise PluginError(f"a plugin must offer a subclass of {base}, {origin} offers {found!r}")
    if inspect.isabstract(found):
        missing = ", ".join(sorted(found.__abstractmethods__))
        raise PluginError(f"a plugin must define all that {base} asks for, {origin} lacks {missing}")
    if len(_names(found)) != 1 or not found.model_fields["kind"].is_required():
        raise PluginError(
            f"a plugin must define 'kind: Literal[name]' without a default, {origin} has {_declared(found)}"
        )
    if not isinstance(getattr(found, "runtime", None), str):
        raise PluginError(
            f"a plugin must define 'runtime: ClassVar[str]', {origin} has {getattr(found, 'runtime', None)!r}"
        )
    return found
