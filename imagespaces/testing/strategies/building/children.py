"""The small spaces that spaces are made of.

They are so small that an environment renders all combinations of their states in a moment.
"""

from __future__ import annotations

from functools import lru_cache

from hypothesis import strategies as st

from imagespaces.generated import CircleSquare, Polygons
from imagespaces.space import ImageSpace
from imagespaces.testing.strategies.building.polygons import LEAST_PANEL, LEAST_RADIUS, MOST_POLYGONS
from imagespaces.testing.strategies.building.variations import FINITE, divided

__all__ = ["LEAST_PIXELS", "child_sizes", "children", "divided_child", "label_sources", "names"]

_LEAST, _MOST_SMALL, _MOST_LARGE = 3, 5, 14

LEAST_PIXELS = _LEAST**2
"""The rows × columns of the smallest image of a small space."""


@lru_cache(maxsize=256)
def child_sizes(max_pixels: int) -> st.SearchStrategy[tuple[int, int]]:
    """Give the sizes (height, width) of images of small spaces, of at most so many pixels each."""
    ranges = [range(_LEAST, _MOST_SMALL + 1), range(LEAST_PANEL, _MOST_LARGE + 1)]
    sides = [(height, width) for each in ranges for height in each for width in each if height * width <= max_pixels]
    return st.sampled_from(sides)


@lru_cache(maxsize=1024)
def children(size: tuple[int, int], dtypes: st.SearchStrategy[str]) -> st.SearchStrategy[ImageSpace]:
    """Build small spaces of images of one size, one of :func:`child_sizes`, gray, with labels and known objects."""
    height, width = size
    if min(size) < LEAST_PANEL:
        return st.builds(
            CircleSquare,
            height=st.just(height),
            width=st.just(width),
            extent=st.just(2),
            gradient=st.booleans(),
            dtype=dtypes,
        )
    return st.builds(
        Polygons,
        states=st.integers(2, MOST_POLYGONS),
        height=st.just(height),
        width=st.just(width),
        radius=st.just(LEAST_RADIUS),
        antialias=st.booleans(),
        dtype=dtypes,
    )


@lru_cache(maxsize=1024)
def divided_child(size: tuple[int, int], dtypes: st.SearchStrategy[str]) -> st.SearchStrategy[ImageSpace]:
    """Build one of :func:`children`, polygons perhaps divided by their number of sides."""
    return _divided_child(size, dtypes)


@st.composite
def _divided_child(draw: st.DrawFn, size: tuple[int, int], dtypes: st.SearchStrategy[str]) -> ImageSpace:
    space = draw(children(size, dtypes))
    return divided(draw, space, kinds=FINITE) if isinstance(space, Polygons) else space


@lru_cache(maxsize=16)
def names(most: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Name one space or several."""
    return st.sampled_from([tuple("abc"[:count]) for count in range(1, most + 1)])


@lru_cache(maxsize=64)
def label_sources(known: tuple[str, ...], labelled: bool) -> st.SearchStrategy[str | None]:  # noqa: FBT001 - keys
    """Choose the space whose class is the class of the whole, or none where there need be no classes."""
    none: list[str | None] = [] if labelled else [None]
    return st.sampled_from([*none, *known])
