"""The strategy of graphs whose edges are almost right."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium.spaces import Graph, GraphInstance
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.testing.strategies.beyond import beyond
from imagespaces.testing.strategies.elements import elements, stacked

__all__ = ["misjoined"]

_LOOP = np.zeros((1, 2), np.int64)
"""The links of one edge, from the first node to itself."""

_END = np.iinfo(np.int64).max
"""Stands for the number behind that of the last node."""


def misjoined(space: Graph) -> st.SearchStrategy[GraphInstance]:
    """Build graphs whose nodes are as they must be, and whose edges or links are not.

    There are edges beyond their bounds, edges without links, links without edges, one link too few, ends that are no
    nodes or no integers, and edges of graphs that have none.
    """
    nodes = st.lists(elements(space.node_space), min_size=1, max_size=2)
    return st.one_of([st.tuples(nodes, *fault).map(lambda parts: _graph(space, *parts)) for fault in _faults(space)])


def _faults(space: Graph) -> list[tuple[st.SearchStrategy[Any], st.SearchStrategy[NDArray[Any] | None]]]:
    """Give strategies of edges and of their links, one of the two wrong."""
    loop: st.SearchStrategy[NDArray[Any] | None] = st.just(_LOOP)
    if space.edge_space is None:
        return [(st.none(), loop), (st.just(np.zeros((1, 1), np.float32)), loop)]
    one, two, odd = (_stacks(space.edge_space, *sorts) for sorts in ((elements,), (elements, elements), (beyond,)))
    outside = st.sampled_from([(0, _END), (0, -1), (_END, 0), (-1, 0)]).map(lambda ends: np.array([ends]))
    fractions = st.just(_LOOP / 2)
    return [(one, outside), (one, fractions), (two, loop), (one, st.none()), (st.none(), loop), (odd, loop)]


def _stacks(space: Any, *sorts: Any) -> st.SearchStrategy[Any]:
    """Draw one of each sort, put together as a batch of a space."""
    return st.tuples(*(sort(space) for sort in sorts)).map(lambda some: stacked(space, some))


def _graph(space: Graph, nodes: list[Any], edges: Any, links: NDArray[Any] | None) -> GraphInstance:
    ends = None if links is None else np.minimum(links, len(nodes))
    return GraphInstance(stacked(space.node_space, nodes), edges, ends)
