"""Strategies for the values of factors of variation."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from imagespaces.factors import Factor, Finite
from imagespaces.factors.stepped import Stepped
from imagespaces.factors.weighted import Weighted
from imagespaces.space import ImageSpace

__all__ = ["factor_values", "values_of"]


def factor_values(space: ImageSpace) -> st.SearchStrategy[dict[str, float | int]]:
    """Draw a value of each factor, together those of some instance; of a categorical factor its code.

    Raises:
        ValueError: If the space is that of all images of a shape, which have no factors.
    """
    space.check_indices([0])
    return _factor_values(space)


@st.composite
def _factor_values(draw: st.DrawFn, space: ImageSpace) -> dict[str, float | int]:
    state = space.at(draw(st.integers(0, space.num_states - 1)))
    return {
        name: state.factors[name] if isinstance(factor, Finite) else draw(values_of(factor))
        for name, factor in space.factors.items()
    }


def values_of(factor: Factor) -> st.SearchStrategy[float | int]:
    """Draw a value of a factor, as arrays hold it: of a categorical one its code; none of weight 0.

    >>> from hypothesis import find
    >>> from imagespaces import Interval
    >>> find(values_of(Interval("angle", 0, 360, "circular")), lambda angle: angle > 90)
    91.0
    """
    if isinstance(factor, Finite):
        return st.sampled_from(factor.decode(np.arange(factor.size)).tolist())
    if isinstance(factor, Weighted):
        return st.sampled_from([code for code, weight in enumerate(factor.weights) if weight])
    if isinstance(factor, Stepped):
        return st.floats(0.0, 1.0, exclude_max=True).map(lambda unit: factor.from_unit(unit).item())
    if factor.scale == "integer":
        return st.integers(int(factor.low), int(factor.high) - 1)
    return st.floats(factor.low, factor.high, exclude_max=True)
