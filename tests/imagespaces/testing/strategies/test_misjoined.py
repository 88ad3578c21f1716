from __future__ import annotations

import numpy as np
import pytest
from gymnasium.spaces import Box, Discrete, Graph
from hypothesis import given, settings
from hypothesis import strategies as st

from imagespaces.testing.strategies.misjoined import misjoined
from tests.imagespaces.testing.strategies.searching import reachable

POINTS = Box(0, 1, (2,), np.float32)
GRAPHS = [Graph(POINTS, None), Graph(POINTS, Discrete(3)), Graph(Discrete(3), POINTS), Graph(POINTS, Box(0, 255, (1,)))]
ANY_BYTE = Box(0, 255, (2,), np.uint8)


@pytest.mark.parametrize("space", [*GRAPHS, Graph(POINTS, ANY_BYTE)], ids=str)
@settings(max_examples=30)
@given(data=st.data())
def test_edges_alone_are_wrong(space: Graph, data: st.DataObject) -> None:
    graph = data.draw(misjoined(space))
    assert not space.contains(graph)
    assert space.contains(graph._replace(edges=None, edge_links=None))


def test_faults_that_there_are_none_of_are_left_out() -> None:
    assert reachable(misjoined(Graph(POINTS, ANY_BYTE)), lambda graph: graph.edges is not None)
