"""What spaces that are made of spaces have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from typing import Annotated, TypeAlias

from pydantic import Field, StringConstraints

from envspecs.specs.base import WHOLE, PartitionKind, SpaceKind
from envspecs.specs.choices import AnySpace
from envspecs.specs.fields import NamedMap
from envspecs.specs.varied import VariedSpaceKind, parts_of

__all__ = ["ChildName", "Children", "ComposedSpaceKind", "parts_of_product", "shared_parts"]

ChildName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=40)]
"""What a space is called within another one; its factors begin with that: ``left.sides``."""

Children: TypeAlias = Annotated[dict[ChildName, AnySpace], NamedMap(), Field(min_length=1, max_length=64)]
"""Spaces by name."""


class ComposedSpaceKind(VariedSpaceKind):
    """A space that is made of spaces."""

    @property
    @abstractmethod
    def children(self) -> Collection[SpaceKind]:
        """The spaces that it is made of."""

    @property
    def quick(self) -> bool:
        """Whether all of them can be built in no time."""
        return all(space.quick for space in self.children)

    @property
    def bytes_needed(self) -> int:
        """The memory of all of them, and of an image of the whole."""
        return super().bytes_needed + sum(space.bytes_needed for space in self.children)


def shared_parts(spaces: Collection[SpaceKind]) -> tuple[str, ...]:
    """Give the names of the splits that all of some spaces have, the whole first."""
    names = [{*space.split_names} - {WHOLE} for space in spaces]
    return WHOLE, *(sorted(set.intersection(*names)) if names else ())


def parts_of_product(spaces: Collection[SpaceKind], partition: PartitionKind | None) -> tuple[str, ...]:
    """Give the names of the splits of a space whose images are made of one image of each of several spaces.

    Args:
        spaces: The spaces, which keep their splits where the whole is not divided: it has those that all of them have
            that are divided at all.
        partition: How the whole is divided.
    """
    if partition is not None:
        return parts_of(partition)
    return shared_parts([space for space in spaces if len(space.split_names) > 1])
