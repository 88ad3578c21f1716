"""Hypothesis strategies for the elements of Gymnasium's spaces."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary, MultiDiscrete, Space, Tuple
from numpy.typing import NDArray

try:
    from hypothesis import strategies as st
    from hypothesis.extra import numpy as stnp
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "envspecs.testing.elements needs hypothesis, got none: pip install 'imagespaces[test]'", name=error.name
    ) from error

__all__ = ["elements"]

FEW = 64
"""Up to how many numbers of an array are drawn one by one."""


@singledispatch
def elements(space: Space[Any]) -> st.SearchStrategy[Any]:
    """Build elements of a space, unbounded boxes' extremes included; they shrink toward 0, or the bound next to it.

    A kind of space takes part by ``elements.register(MySpace)``, a function from such a space to a strategy.

    Raises:
        TypeError: If it is not known how.

    >>> from hypothesis import find
    >>> find(elements(Box(-1, 1, (2,))), lambda action: action[0] > 0.25).tolist()
    [1.0, 0.0]
    >>> find(elements(Dict(go=Discrete(5), look=MultiBinary(2))), lambda action: action["go"] > 2)
    {'go': np.int64(3), 'look': array([0, 0], dtype=int8)}
    """
    raise TypeError(f"elements are built of Gymnasium's spaces and of those registered, got {type(space).__name__}")


@elements.register
def _box(space: Box) -> st.SearchStrategy[NDArray[Any]]:
    bounds = list(zip(space.low.ravel().tolist(), space.high.ravel().tolist(), strict=True))
    if len(set(bounds)) == 1:
        # Every number is drawn by itself where there are few: they shrink better so than with a common fill.
        fill = st.nothing() if len(bounds) <= FEW else None
        return stnp.arrays(space.dtype, space.shape, elements=_numbers(space.dtype, *bounds[0]), fill=fill)
    cells = st.tuples(*(_numbers(space.dtype, low, high) for low, high in bounds))
    return cells.map(lambda values: np.array(values, space.dtype).reshape(space.shape))


def _numbers(dtype: np.dtype[Any], low: float, high: float) -> st.SearchStrategy[float]:
    if dtype.kind == "f":
        finite = np.finfo(dtype)
        bounds = max(low, float(finite.min)), min(high, float(finite.max))
        return st.floats(*bounds, width=8 * dtype.itemsize)  # type: ignore[arg-type]  # 16, 32 or 64
    return st.integers(int(low), int(high))


@elements.register
def _discrete(space: Discrete) -> st.SearchStrategy[np.integer[Any]]:
    start = int(space.start)
    return st.integers(start, start + int(space.n) - 1).map(space.dtype.type)


@elements.register
def _multi_discrete(space: MultiDiscrete) -> st.SearchStrategy[NDArray[Any]]:
    cells = st.tuples(*(st.integers(0, int(count) - 1) for count in space.nvec.ravel()))
    return cells.map(lambda values: space.start + np.array(values, space.dtype).reshape(space.shape))


@elements.register
def _multi_binary(space: MultiBinary) -> st.SearchStrategy[NDArray[Any]]:
    return stnp.arrays(space.dtype, space.shape, elements=st.integers(0, 1))


@elements.register
def _dict(space: Dict) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({key: elements(part) for key, part in space.spaces.items()})


@elements.register(Tuple)
def _tuple(space: Tuple[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*(elements(part) for part in space.spaces))
