"""The strategy of the elements of Gymnasium's spaces."""

from __future__ import annotations

from collections.abc import Sequence as Items
from copy import deepcopy
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
from gymnasium.vector.utils import concatenate, create_empty_array
from hypothesis import strategies as st
from hypothesis.extra import numpy as stnp
from numpy.typing import NDArray

from imagespaces.testing.strategies.arrays import FEW, arrays_between

__all__ = ["elements", "ends", "links", "stacked"]

_MOST_ITEMS = 3


@singledispatch
def elements(space: Space[Any]) -> st.SearchStrategy[Any]:
    """Build elements of a space, unbounded boxes' extremes included; they shrink toward 0, or the bound next to it.

    Each is taken by ``space.contains``, but that Gymnasium 1.2.2 refuses all of a ``Discrete`` space that reaches the
    largest number of its type, as ``Discrete(28, start=100, dtype=np.int8)`` does.

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


# ------------------------------------------------------------------------------------------------------------ arrays


@elements.register
def _box(space: Box) -> st.SearchStrategy[NDArray[Any]]:
    return arrays_between(space.low, space.high)


@elements.register
def _discrete(space: Discrete) -> st.SearchStrategy[np.integer[Any]]:
    start = int(space.start)
    return st.integers(start, start + int(space.n) - 1).map(space.dtype.type)


@elements.register
def _multi_discrete(space: MultiDiscrete) -> st.SearchStrategy[NDArray[Any]]:
    return arrays_between(*ends(space))


def ends(space: MultiDiscrete) -> tuple[NDArray[Any], NDArray[Any]]:
    """Give the least and the largest number of each cell of a space."""
    return space.start, space.start + (space.nvec - 1)  # in this order nothing is beyond the type


@elements.register
def _multi_binary(space: MultiBinary) -> st.SearchStrategy[NDArray[Any]]:
    return stnp.arrays(space.dtype, space.shape, elements=st.integers(0, 1))


# ------------------------------------------------------------------------------------------- texts and spaces of spaces


@elements.register
def _text(space: Text) -> st.SearchStrategy[str]:
    return st.text(list(space.character_list), min_size=space.min_length, max_size=space.max_length)


@elements.register
def _dict(space: Dict) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({key: elements(part) for key, part in space.spaces.items()})


@elements.register(Tuple)
def _tuple(space: Tuple[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    if len(space.spaces) > FEW:
        return _long_tuple(space.spaces)
    return st.tuples(*(elements(part) for part in space.spaces))


def _long_tuple(spaces: Items[Space[Any]]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw a few elements of each space that is another, which take turns: what a batch of odd spaces is made of."""
    different: list[Space[Any]] = []
    for space in spaces:
        different += [] if space in different else [space]
    numbers = [different.index(space) for space in spaces]
    few = st.tuples(*(st.lists(elements(space), min_size=1, max_size=_MOST_ITEMS) for space in different))
    return few.map(
        lambda drawn: tuple(deepcopy(drawn[number][place % len(drawn[number])]) for place, number in enumerate(numbers))
    )


@elements.register(OneOf)
def _one_of(space: OneOf[Any]) -> st.SearchStrategy[tuple[np.int64, Any]]:
    return st.one_of([st.tuples(st.just(np.int64(number)), elements(part)) for number, part in enumerate(space.spaces)])


@elements.register
def _sequence(space: Sequence) -> st.SearchStrategy[Any]:
    items = st.lists(elements(space.feature_space), max_size=_MOST_ITEMS)
    return items.map(lambda some: stacked(space.feature_space, some) if space.stack else tuple(some))


@elements.register
def _graph(space: Graph) -> st.SearchStrategy[GraphInstance]:
    nodes = st.lists(elements(space.node_space), min_size=1, max_size=_MOST_ITEMS)
    if space.edge_space is None:
        return nodes.map(lambda some: GraphInstance(stacked(space.node_space, some), None, None))
    edges = st.lists(elements(space.edge_space), max_size=_MOST_ITEMS)
    return st.tuples(nodes, edges).flatmap(lambda both: _linked(space, *both))


def _linked(space: Graph, nodes: Items[Any], edges: Items[Any]) -> st.SearchStrategy[GraphInstance]:
    """Draw which nodes the edges join; without edges there are no links either."""
    together = stacked(space.node_space, nodes)
    if not edges or space.edge_space is None:
        return st.just(GraphInstance(together, None, None))
    edges_together = stacked(space.edge_space, edges)
    return links(len(nodes), len(edges)).map(lambda ends: GraphInstance(together, edges_together, ends))


def links(nodes: int, edges: int) -> st.SearchStrategy[NDArray[Any]]:
    """Draw which nodes edges join, int64 ``[edges, 2]``."""
    return stnp.arrays(np.int64, (edges, 2), elements=st.integers(0, nodes - 1))


def stacked(space: Space[Any], items: Items[Any]) -> Any:
    """Put elements of a space together, as a batch of it."""
    out: Any = create_empty_array(space, len(items), fn=np.zeros)
    return concatenate(space, items, out) if items else out
