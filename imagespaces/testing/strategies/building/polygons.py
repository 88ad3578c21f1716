"""Regular polygons."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from imagespaces.generated import Polygons
from imagespaces.kernels.polygons import MARGIN
from imagespaces.testing.strategies.building.variations import divided, varied
from imagespaces.testing.strategies.kinds import Kind, Options
from imagespaces.testing.strategies.sizes import sizes

__all__ = ["LEAST_PANEL", "LEAST_RADIUS", "MOST_POLYGONS", "POLYGONS"]

LEAST_RADIUS, MOST_POLYGONS = 5, 4
"""If smaller, or with more sides, polygons may look alike."""

LEAST_PANEL = math.ceil(2 * (LEAST_RADIUS + MARGIN))
"""The least side of an image of one."""

_RESIZING = frozenset({"scale", "shear"})


@st.composite
def _build(draw: st.DrawFn, options: Options) -> Polygons:
    most_panels = 1 if options.labelled else min(2, options.max_pixels // LEAST_PANEL**2)  # several have no label
    panels = draw(st.integers(1, most_panels))
    height, width = draw(sizes(options.max_pixels // panels, least=LEAST_PANEL))
    channels = draw(st.sampled_from([1, 3]))
    fewest = 2 if options.labelled else 1
    space = Polygons(
        states=draw(st.lists(st.integers(fewest, MOST_POLYGONS), min_size=panels, max_size=panels)),
        height=height,
        width=panels * width,
        radius=draw(st.integers(LEAST_RADIUS, math.floor(min(height, width) / 2 - MARGIN))),
        antialias=draw(st.booleans()),
        channels=channels,
        transforms=draw(varied(channels=channels, warped=False, without=_RESIZING)),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )
    return divided(draw, space)


POLYGONS = Kind(LEAST_PANEL**2, _build, labels=True)
"""Polygons, one or two side by side."""
