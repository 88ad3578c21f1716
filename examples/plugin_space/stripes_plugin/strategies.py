"""How Hypothesis builds what this plugin has; imported only when a test asks for it."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from envspecs.testing.strategies import Options as PartOptions
from imagespaces.testing.strategies import Kind, Options, sizes
from stripes_plugin.space import Stripes, least_side
from stripes_plugin.transform import Vignette

__all__ = ["STRIPES", "factor_values", "rows", "vignettes"]


@st.composite
def _stripes(draw: st.DrawFn, options: Options) -> Stripes:
    longest = 2 * (math.isqrt(options.max_pixels) - 1)
    max_period = draw(st.integers(3, min(longest, 16)))
    height, width = draw(sizes(options.max_pixels, least=least_side(max_period)))
    return Stripes(
        height=height,
        width=width,
        max_period=max_period,
        transforms=draw(st.sampled_from([(), (Vignette(),), (Vignette(0.5),)])),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )


def vignettes(is_mild: bool) -> st.SearchStrategy[Vignette]:  # noqa: FBT001 - as the library calls it
    """Build vignettes; mild ones leave the corners light enough, and differ from instance to instance."""
    ranges = st.sampled_from([(0.0, 0.3), (0.1, 0.5)])
    return (ranges if is_mild else ranges | st.floats(0, 1)).map(Vignette)


STRIPES = Kind(least_side(3) ** 2, _stripes, labels=True)
"""Stripes of any width; they always have two classes."""


def rows(options: PartOptions) -> st.SearchStrategy[dict[str, object]]:
    """Build sensors that see as many rows as the image has, or fewer."""
    return st.fixed_dictionaries({"kind": st.just("rows"), "thickness": st.integers(1, options.image_size[0])})


def factor_values(options: PartOptions) -> st.SearchStrategy[dict[str, object]]:
    """Build tasks about any factor of numbers; there are none where the space has no such factor."""
    if not options.numbers:
        return st.nothing()
    return st.fixed_dictionaries({"kind": st.just("factor_value"), "factor": st.sampled_from(options.numbers)})
