"""The strategy of what is beyond a bound of a space, and like an element in all else."""

from __future__ import annotations

from functools import singledispatch
from itertools import chain
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

from imagespaces.testing.strategies.elements import elements, ends, stacked

__all__ = ["beyond", "with_part", "with_part_at"]

_LETTERS = (range(ord("!"), 0xD800), range(0xE000, 0x110000))
"""The codes of letters: all but blanks, and those that stand for no letter by themselves."""


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
    return _with_one(space, space.low, space.high)


def _with_one(space: Any, low: NDArray[Any], high: NDArray[Any]) -> st.SearchStrategy[NDArray[Any]]:
    """Put a number next to its bounds into a cell of an element."""
    least, most = _limits(low.dtype)
    cells = np.flatnonzero((low > least) | (high < most) | (low.dtype.kind == "f"))
    return _replaced(elements(space), cells, low, high) if cells.size else st.nothing()


@st.composite
def _replaced(
    draw: st.DrawFn,
    arrays: st.SearchStrategy[NDArray[Any]],
    cells: NDArray[np.int64],
    low: NDArray[Any],
    high: NDArray[Any],
) -> NDArray[Any]:
    array = draw(arrays).copy()
    cell = cells[draw(st.integers(0, cells.size - 1))]
    array.flat[cell] = draw(st.sampled_from(_outside(low.dtype, low.flat[cell].item(), high.flat[cell].item())))
    return array


def _limits(dtype: np.dtype[Any]) -> tuple[float, float]:
    """Give the least and the largest number of a type."""
    if dtype.kind == "f":
        return -np.inf, np.inf
    return (0, 1) if dtype.kind == "b" else (np.iinfo(dtype).min, np.iinfo(dtype).max)


def _outside(dtype: np.dtype[Any], low: float, high: float) -> list[Any]:
    """Give the numbers of a type next to bounds; of floats also what is no number."""
    least, most = _limits(dtype)
    if dtype.kind != "f":
        return [value for value in (int(high) + 1, int(low) - 1) if least <= value <= most]
    with np.errstate(over="ignore"):  # beyond the largest number is infinity
        above = [np.nextafter(dtype.type(high), dtype.type(np.inf))] if high < most else []
        below = [np.nextafter(dtype.type(low), dtype.type(-np.inf))] if low > least else []
    return [*above, *below, dtype.type(np.nan)]


@beyond.register
def _discrete(space: Discrete) -> st.SearchStrategy[np.integer[Any]]:
    values = _outside(space.dtype, int(space.start), int(space.start) + int(space.n) - 1)
    return st.sampled_from(values).map(space.dtype.type) if values else st.nothing()


@beyond.register
def _multi_discrete(space: MultiDiscrete) -> st.SearchStrategy[NDArray[Any]]:
    return _with_one(space, *ends(space))


@beyond.register
def _multi_binary(space: MultiBinary) -> st.SearchStrategy[NDArray[Any]]:
    return _with_one(space, np.zeros(space.shape, space.dtype), np.ones(space.shape, space.dtype))


@beyond.register
def _text(space: Text) -> st.SearchStrategy[str]:
    foreign = next((chr(code) for code in chain(*_LETTERS) if chr(code) not in space.character_set), "")
    texts = elements(space)
    filler = foreign or space.character_list[0]
    too_long = texts.map(lambda text: text.ljust(space.max_length + 1, (text or filler)[0]))
    too_short = texts.map(lambda text: text[: space.min_length - 1]) if space.min_length else st.nothing()
    odd = texts.map(lambda text: foreign + text[1:]) if foreign and space.max_length else st.nothing()
    return too_long | too_short | odd


@beyond.register
def _dict(space: Dict) -> st.SearchStrategy[dict[str, Any]]:
    whole = elements(space)
    return st.one_of([with_part(whole, key, beyond(part)) for key, part in space.spaces.items()])


def with_part(
    whole: st.SearchStrategy[dict[str, Any]], key: str, parts: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    """Put another part into dictionaries; nothing where there is none."""
    return st.tuples(whole, parts).map(lambda both: both[0] | {key: both[1]})


@beyond.register(Tuple)
def _tuple(space: Tuple[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    whole = elements(space)
    return st.one_of([with_part_at(whole, place, beyond(part)) for place, part in enumerate(space.spaces)])


def with_part_at(
    whole: st.SearchStrategy[tuple[Any, ...]], place: int, parts: st.SearchStrategy[Any]
) -> st.SearchStrategy[tuple[Any, ...]]:
    """Put another part into tuples; nothing where there is none."""
    return st.tuples(whole, parts).map(lambda both: (*both[0][:place], both[1], *both[0][place + 1 :]))


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
