"""The objects of one image before another image."""

from __future__ import annotations

from hypothesis import strategies as st

from imagespaces.combined import Overlay
from imagespaces.testing.strategies.building.children import (
    LEAST_PIXELS,
    child_sizes,
    divided_child,
    label_sources,
)
from imagespaces.testing.strategies.building.variations import divided, varied
from imagespaces.testing.strategies.kinds import Kind, Options

__all__ = ["OVERLAY"]


@st.composite
def _build(draw: st.DrawFn, options: Options) -> Overlay:
    size = draw(child_sizes(options.max_pixels))
    space = Overlay(
        front=draw(divided_child(size, options.dtypes)),
        back=draw(divided_child(size, options.dtypes)),
        label_from=draw(label_sources(("front",) if options.labelled else ("front", "back"), options.labelled)),
        transforms=draw(varied()),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )
    return divided(draw, space)


OVERLAY = Kind(LEAST_PIXELS, _build, labels=True)
"""Objects before images."""
