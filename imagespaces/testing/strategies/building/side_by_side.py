"""Spaces side by side, and in rows and columns."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from imagespaces.combined import Concat, Grid
from imagespaces.combined.concat import Axis
from imagespaces.space import ImageSpace
from imagespaces.testing.strategies.building.children import (
    LEAST_PIXELS,
    child_sizes,
    divided_child,
    label_sources,
    names,
)
from imagespaces.testing.strategies.building.variations import divided, varied
from imagespaces.testing.strategies.kinds import Kind, Options

__all__ = ["CONCAT", "GRID"]

_MOST = 2
_AXES: st.SearchStrategy[Axis] = st.sampled_from(get_args(Axis))


@st.composite
def _concat(draw: st.DrawFn, options: Options) -> Concat:
    spaces_named = draw(names(min(_MOST, options.max_pixels // LEAST_PIXELS)))
    axis = draw(_AXES)
    images = 1 if axis == "channels" else len(spaces_named)
    channels = len(spaces_named) if axis == "channels" else 1
    space = Concat(axis=axis, **draw(_parts(options, spaces_named, images, channels)))
    return divided(draw, space)


@st.composite
def _grid(draw: st.DrawFn, options: Options) -> Grid:
    most = min(_MOST, options.max_pixels // LEAST_PIXELS)
    columns = draw(st.integers(1, most))
    spaces_named = draw(names(most))
    rows = -(-len(spaces_named) // columns)
    space = Grid(columns=columns, **draw(_parts(options, spaces_named, rows * columns, 1)))
    return divided(draw, space)


@st.composite
def _parts(
    draw: st.DrawFn, options: Options, spaces_named: tuple[str, ...], images: int, channels: int
) -> dict[str, Any]:
    """Draw what both have: spaces of one size, so that as many images as that fit in, and what is done to the whole."""
    size = draw(child_sizes(options.max_pixels // images))
    spaces: dict[str, ImageSpace] = {name: draw(divided_child(size, options.dtypes)) for name in spaces_named}
    return {
        "spaces": spaces,
        "label_from": draw(label_sources(spaces_named, options.labelled)),
        "transforms": draw(varied(channels=channels)),
        "dtype": draw(options.dtypes),
        "stream": draw(options.streams),
    }


CONCAT = Kind(LEAST_PIXELS, _concat, labels=True)
"""Images joined: side by side, one above the other, or as channels."""

GRID = Kind(LEAST_PIXELS, _grid, labels=True)
"""Images in rows and columns."""
