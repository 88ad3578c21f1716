"""Parts of photographs."""

from __future__ import annotations

from hypothesis import strategies as st

from imagespaces.loaded.photos import PHOTOGRAPHS, Photos
from imagespaces.testing.strategies.building.variations import divided, varied
from imagespaces.testing.strategies.kinds import Kind, Options
from imagespaces.testing.strategies.sizes import sizes

__all__ = ["PHOTOS"]

_SCALES = st.sampled_from([0.5, 1.0]) | st.sampled_from([(0.3, 1.0), (0.01, 0.1)])
_UNFIT = frozenset({"scale"})  # the name of a factor that photographs have of their own


@st.composite
def _build(draw: st.DrawFn, options: Options) -> Photos:
    height, width = draw(sizes(options.max_pixels))
    channels = draw(st.sampled_from([1, 3]))
    fewest = 2 if options.labelled else 1
    space = Photos(
        height=height,
        width=width,
        channels=channels,
        photographs=draw(st.lists(st.sampled_from(PHOTOGRAPHS), min_size=fewest, max_size=3, unique=True)),
        scale=draw(_SCALES),
        transforms=draw(varied(channels=channels, objects=False, without=_UNFIT)),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )
    return divided(draw, space)


PHOTOS = Kind(1, _build, labels=True)
"""Parts of photographs, at any size."""
