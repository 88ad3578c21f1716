"""Some of the images of a space."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from imagespaces.combined import Subset
from imagespaces.factors import Finite
from imagespaces.testing.strategies.building.children import LEAST_PIXELS, child_sizes, children
from imagespaces.testing.strategies.building.variations import divided, varied
from imagespaces.testing.strategies.kinds import Kind, Options

__all__ = ["SUBSET"]


@st.composite
def _build(draw: st.DrawFn, options: Options) -> Subset:
    whole = draw(children(draw(child_sizes(options.max_pixels)), options.dtypes))
    space = Subset(
        space=whole,
        **draw(_choices(whole.class_names, whole.domain.finite[-1], whole.num_states, 1 + options.labelled)),
        transforms=draw(varied()),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )
    return divided(draw, space)


@lru_cache(maxsize=256)
def _choices(
    names: tuple[str, ...] | None, factor: Finite, num_states: int, fewest: int
) -> st.SearchStrategy[dict[str, Any]]:
    """Choose by label, so many at least; by value of one factor, not by all; or by state."""
    labels = st.lists(st.sampled_from(names or ()), min_size=fewest, max_size=len(names or ()), unique=True)
    several = st.lists(st.sampled_from(factor.values), min_size=1, max_size=min(3, factor.size - 1), unique=True)
    values = st.sampled_from(factor.values) | several.map(tuple)
    states = st.lists(st.integers(0, num_states - 1), min_size=1, max_size=4, unique=True)
    return st.one_of(
        st.fixed_dictionaries({"only_labels": labels.map(tuple)}),
        st.fixed_dictionaries({"only_values": st.fixed_dictionaries({factor.name: values})}),
        st.fixed_dictionaries({"only_states": states.map(tuple)}),
    )


SUBSET = Kind(LEAST_PIXELS, _build, labels=True)
"""Subsets of small spaces."""
