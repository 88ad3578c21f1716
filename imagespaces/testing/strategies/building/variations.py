"""What most kinds of spaces have in common: transforms, and partitions."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from hypothesis import strategies as st

from imagespaces.space import ImageSpace
from imagespaces.testing.strategies.partitions import splits
from imagespaces.testing.strategies.transforming import fitting_kinds, transforms
from imagespaces.transforms import Transform

__all__ = ["FINITE", "divided", "varied"]

S = TypeVar("S", bound=ImageSpace)

FINITE = ("random",)
"""The kinds of partitions that divide finite factors alone."""

_SELDOM = st.sampled_from([False] * 5 + [True])
"""Whether a space is changed: plain ones are quicker, and say more of what is their own."""


def varied(
    *, channels: int = 1, objects: bool = True, warped: bool = True, without: frozenset[str] = frozenset()
) -> st.SearchStrategy[tuple[Transform, ...]]:
    """Build the transforms of a space, mostly none; what is to be seen stays there to be seen.

    Args:
        channels: Of the images.
        objects: Whether the space knows where its objects are.
        warped: Whether images are pictures that fill their frame.
        without: Kinds of transforms that do not fit.
    """
    # Boxes in front may hide whatever is to be seen.
    names = [name for name in fitting_kinds(channels, objects=objects) if name not in without | {"occlude"}]
    some = transforms(kinds=names, min_size=1, max_size=2, channels=channels, objects=objects, warped=warped, mild=True)
    return _seldom(some)


@lru_cache(maxsize=64)
def _seldom(some: st.SearchStrategy[tuple[Transform, ...]]) -> st.SearchStrategy[tuple[Transform, ...]]:
    return _SELDOM.flatmap(lambda change: some if change else st.just(()))


def divided(draw: st.DrawFn, space: S, *, kinds: tuple[str, ...] | None = None) -> S:
    """Draw a space divided in some way, mostly the one given.

    Args:
        draw: Given by Hypothesis.
        space: What is divided: its constructor takes a ``partition``.
        kinds: The kinds of partitions; all that can divide it unless given.
    """
    if not draw(_SELDOM):
        return space
    return type(space)(**space.parameters() | {"partition": draw(splits(space, kinds=kinds))})
