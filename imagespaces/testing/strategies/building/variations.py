"""What most kinds of spaces have in common: transforms, and partitions."""

from __future__ import annotations

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

_HOW_OFTEN = 6
"""One space in so many is transformed, and one divided: plain ones are quicker, and say more of what is their own."""


@st.composite
def varied(
    draw: st.DrawFn,
    *,
    channels: int = 1,
    objects: bool = True,
    warped: bool = True,
    without: frozenset[str] = frozenset(),
) -> tuple[Transform, ...]:
    """Draw the transforms of a space, mostly none; what is to be seen stays there to be seen.

    Args:
        draw: Given by Hypothesis.
        channels: Of the images.
        objects: Whether the space knows where its objects are.
        warped: Whether images are pictures that fill their frame.
        without: Kinds of transforms that do not fit.
    """
    if draw(st.integers(0, _HOW_OFTEN - 1)) < _HOW_OFTEN - 1:
        return ()
    # Boxes in front may hide whatever is to be seen.
    names = [name for name in fitting_kinds(channels, objects=objects) if name not in without | {"occlude"}]
    return draw(
        transforms(kinds=names, max_size=2, min_size=1, channels=channels, objects=objects, warped=warped, mild=True)
    )


@st.composite
def divided(draw: st.DrawFn, space: S, *, kinds: tuple[str, ...] | None = None) -> S:
    """Draw a space divided in some way, mostly the one given.

    Args:
        draw: Given by Hypothesis.
        space: What is divided: its constructor takes a ``partition``.
        kinds: The kinds of partitions; all that can divide it unless given.
    """
    if draw(st.integers(0, _HOW_OFTEN - 1)) < _HOW_OFTEN - 1:
        return space
    return type(space)(**space.parameters() | {"partition": draw(splits(space, kinds=kinds))})
