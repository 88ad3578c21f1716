"""How Hypothesis builds what this plugin has; imported only when a test asks for it."""

from __future__ import annotations

from hypothesis import strategies as st

from envspecs.testing.strategies import Options as PartOptions
from imagespaces.testing.strategies import Kind, Options, sizes
from stripes_plugin.space import Stripes
from stripes_plugin.transform import Vignette

__all__ = ["STRIPES", "factor_values", "rows"]


def _stripes(options: Options) -> st.SearchStrategy[Stripes]:
    return sizes(options.max_pixels).flatmap(
        lambda size: st.builds(
            Stripes,
            height=st.just(size[0]),
            width=st.just(size[1]),
            max_period=st.integers(3, 16),
            transforms=st.sampled_from([(), (Vignette(),), (Vignette(0.5),)]),
            dtype=options.dtypes,
            stream=options.streams,
        )
    )


STRIPES = Kind(1, _stripes)
"""Stripes of any size, the smallest of one pixel."""


def rows(options: PartOptions) -> st.SearchStrategy[dict[str, object]]:
    """Build sensors that see as many rows as the image has, or fewer."""
    return st.fixed_dictionaries({"kind": st.just("rows"), "thickness": st.integers(1, options.image_size[0])})


def factor_values(options: PartOptions) -> st.SearchStrategy[dict[str, object]]:
    """Build tasks about any factor of numbers; there are none where the space has no such factor."""
    if not options.numbers:
        return st.nothing()
    return st.fixed_dictionaries({"kind": st.just("factor_value"), "factor": st.sampled_from(options.numbers)})
