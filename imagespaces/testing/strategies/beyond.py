"""The strategy of what is beyond a bound of a space, and like an element in all else."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from gymnasium.spaces import (
    Box,
    Dict,
    Discrete,
    Graph,
    GraphInstance,
    MultiBinary,
    MultiDiscrete,
    OneOf,
    Sequence,
    Space,
    Text,
    Tuple,
)
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.testing.strategies.elements import elements, stacked

__all__ = ["beyond"]


@singledispatch
def beyond(space: Space[Any]) -> st.SearchStrategy[Any]:
    """Build what has the type and shape of an element, and one number or letter that is out of bounds.

    Returns:
        Nothing (:func:`hypothesis.strategies.nothing`) where all that has their type and shape is an element.

    Raises:
        TypeError: If it is not known how.
    """
    known = "Gymnasium's spaces and of those registered"
    raise TypeError(f"what is beyond bounds is built of {known}, got {type(space).__name__}")


@beyond.register
def _box(space: Box) -> st.SearchStrategy[NDArray[Any]]:
    cells = [
        (cell, value)
        for cell in np.ndindex(space.shape)
        for value in _outside(space.dtype, space.low[cell].item(), space.high[cell].item())
    ]
    return _with_one(space, cells)


def _outside(dtype: np.dtype[Any], low: float, high: float) -> list[Any]:
    """Give the numbers of a type next to bounds; of floats also what is no number."""
    if dtype.kind != "f":
        least, most = (0, 1) if dtype.kind == "b" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
        return [value for value in (int(high) + 1, int(low) - 1) if least <= value <= most]
    above = [np.nextafter(dtype.type(high), dtype.type(np.inf))] if high < np.inf else []
    below = [np.nextafter(dtype.type(low), dtype.type(-np.inf))] if low > -np.inf else []
    return [*above, *below, dtype.type(np.nan)]


def _with_one(space: Any, cells: list[tuple[tuple[int, ...], Any]]) -> st.SearchStrategy[NDArray[Any]]:
    """Put a value into a cell of an element."""
    if not cells:
        return st.nothing()
    return st.builds(_replaced, elements(space), st.sampled_from(cells))


def _replaced(array: NDArray[Any], change: tuple[tuple[int, ...], Any]) -> NDArray[Any]:
    other = array.copy()
    other[change[0]] = change[1]
    return other


@beyond.register
def _discrete(space: Discrete) -> st.SearchStrategy[np.integer[Any]]:
    values = _outside(space.dtype, int(space.start), int(space.start) + int(space.n) - 1)
    return st.sampled_from(values).map(space.dtype.type) if values else st.nothing()


@beyond.register
def _multi_discrete(space: MultiDiscrete) -> st.SearchStrategy[NDArray[Any]]:
    cells = []
    for cell in np.ndindex(space.shape):
        start = int(space.start[cell])
        cells += [(cell, value) for value in _outside(space.dtype, start, start + int(space.nvec[cell]) - 1)]
    return _with_one(space, cells)


@beyond.register
def _multi_binary(space: MultiBinary) -> st.SearchStrategy[NDArray[Any]]:
    return _with_one(space, [(cell, value) for cell in np.ndindex(space.shape) for value in (2, -1)])


@beyond.register
def _text(space: Text) -> st.SearchStrategy[str]:
    foreign = next(chr(code) for code in range(ord("!"), 2**16) if chr(code) not in space.character_set)
    texts = elements(space)
    too_long = texts.map(lambda text: (text or foreign).ljust(space.max_length + 1, (text or foreign)[0]))
    too_short = texts.map(lambda text: text[: space.min_length - 1]) if space.min_length else st.nothing()
    odd = texts.map(lambda text: foreign + text[1:]) if space.max_length else st.nothing()
    return too_long | too_short | odd


@beyond.register
def _dict(space: Dict) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        [
            st.fixed_dictionaries(
                {key: (beyond if key == odd else elements)(part) for key, part in space.spaces.items()}
            )
            for odd in space.spaces
        ]
    )


@beyond.register(Tuple)
def _tuple(space: Tuple[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.one_of(
        [
            st.tuples(*((beyond if number == odd else elements)(part) for number, part in enumerate(space.spaces)))
            for odd in range(len(space.spaces))
        ]
    )


@beyond.register(OneOf)
def _one_of(space: OneOf[Any]) -> st.SearchStrategy[tuple[np.int64, Any]]:
    return st.one_of([st.tuples(st.just(np.int64(number)), beyond(part)) for number, part in enumerate(space.spaces)])


@beyond.register
def _sequence(space: Sequence) -> st.SearchStrategy[Any]:
    part = space.feature_space
    items = st.tuples(st.lists(elements(part), max_size=2), beyond(part)).map(lambda both: [*both[0], both[1]])
    return items.map(lambda some: stacked(part, some) if space.stack else tuple(some))


@beyond.register
def _graph(space: Graph) -> st.SearchStrategy[GraphInstance]:
    nodes = st.lists(beyond(space.node_space), min_size=1, max_size=2)
    return nodes.map(lambda some: GraphInstance(stacked(space.node_space, some), None, None))
