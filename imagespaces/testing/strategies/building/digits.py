"""Handwritten digits."""

from __future__ import annotations

from hypothesis import strategies as st

from imagespaces.loaded.digits import Digits
from imagespaces.loaded.relabelling import FirstClasses, OnlyClasses
from imagespaces.testing.strategies.building.variations import divided, varied
from imagespaces.testing.strategies.kinds import Kind, Options
from imagespaces.testing.strategies.sizes import sizes

__all__ = ["DIGITS"]

_CLASSES = st.sampled_from([(), (FirstClasses(2),), (FirstClasses(7), OnlyClasses(["5", "1", "3"]))])


@st.composite
def _build(draw: st.DrawFn, options: Options) -> Digits:
    height, width = draw(sizes(options.max_pixels))
    space = Digits(
        height=height,
        width=width,
        upsampling=draw(st.sampled_from(["smooth", "nearest"])),
        classes=draw(_CLASSES),
        transforms=draw(varied(objects=False)),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )
    return divided(draw, space)


DIGITS = Kind(1, _build, labels=True)
"""The digits of scikit-learn, at any size."""
