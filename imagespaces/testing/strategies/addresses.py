"""Strategies for what addresses an instance: indices, and seeds of what draws them."""

from __future__ import annotations

from hypothesis import strategies as st

from imagespaces.instances import Instance
from imagespaces.space import ImageSpace

__all__ = ["index_lists", "indices", "instances", "seeds"]

_LAST = 2**63 - 1


def indices(space: ImageSpace, *, split: str | None = None) -> st.SearchStrategy[int]:
    """Draw the index of an instance; the simplest is the first.

    Args:
        space: A space of particular images.
        split: The part that it is of; the whole unless given.

    Raises:
        ValueError: If the space has no such part, or is that of all images of a shape.
    """
    space.check_indices([0])
    if split is None:
        return st.integers(0, _LAST if space.size is None else space.size - 1)
    part = space.split(split)
    return st.integers(0, part.size - 1).map(lambda rank: int(part.indices([rank])[0]))


def index_lists(space: ImageSpace, *, max_size: int = 8) -> st.SearchStrategy[list[int]]:
    """Draw one index or several, some perhaps alike.

    Raises:
        ValueError: If the space is that of all images of a shape.
    """
    return st.lists(indices(space), min_size=1, max_size=max_size)


def instances(space: ImageSpace, *, split: str | None = None) -> st.SearchStrategy[Instance]:
    """Draw an instance of a space, or of a part of it; the simplest is the first.

    Args:
        space: A space of particular images.
        split: The part that it is of; the whole unless given.

    Raises:
        ValueError: If the space has no such part, or is that of all images of a shape.

    >>> from hypothesis import find
    >>> from imagespaces import CircleSquare
    >>> find(instances(CircleSquare()), lambda one: one.label == 1 and one.factors["y"] > 3).index
    225
    """
    return indices(space, split=split).map(space.at)


def seeds() -> st.SearchStrategy[int]:
    """Draw a seed; 0 is one like any other."""
    return st.integers(0, 2**32 - 1)
