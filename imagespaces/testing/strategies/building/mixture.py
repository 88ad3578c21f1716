"""Images of one of several spaces."""

from __future__ import annotations

from typing import Literal

from hypothesis import strategies as st

from imagespaces.combined import Mixture
from imagespaces.space import ImageSpace
from imagespaces.testing.strategies.building.children import LEAST_PIXELS, child_sizes, divided_child, names
from imagespaces.testing.strategies.kinds import Kind, Options

__all__ = ["MIXTURE"]


@st.composite
def _build(draw: st.DrawFn, options: Options) -> Mixture:
    size = draw(child_sizes(options.max_pixels))
    chosen = draw(names(3))
    spaces: dict[str, ImageSpace] = {name: draw(divided_child(size, options.dtypes)) for name in chosen}
    alike = len({space.class_names for space in spaces.values()}) == 1
    if options.labelled and not alike:
        spaces, alike = dict.fromkeys(chosen, spaces[chosen[0]]), True
    shares = st.none() | st.fixed_dictionaries(dict.fromkeys(spaces, st.sampled_from([1.0, 2.5])))
    return Mixture(
        spaces=spaces,
        weights=draw(shares),
        label_from=draw(_sources(alike=alike, labelled=options.labelled)),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )


def _sources(*, alike: bool, labelled: bool) -> st.SearchStrategy[Literal["component", "spaces"] | None]:
    """Choose what the class is; where there must be classes, one that images tell, for several spaces may have one."""
    if labelled:
        return st.just("spaces")
    return st.sampled_from([None, "component", "spaces"] if alike else [None, "component"])


MIXTURE = Kind(LEAST_PIXELS, _build, labels=True)
"""Mixtures of one space to three."""
