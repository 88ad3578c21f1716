from __future__ import annotations

from typing import Any

import numpy as np
import pytest
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
from hypothesis import given, settings
from hypothesis import strategies as st

from imagespaces import CircleSquare, ImageSpace
from imagespaces.testing.strategies import non_elements
from imagespaces.testing.strategies.beyond import beyond
from tests.imagespaces.testing.strategies.searching import reachable, smallest
from tests.imagespaces.testing.strategies.test_elements import SPACES


def is_graph(value: Any) -> bool:
    return isinstance(value, GraphInstance) and isinstance(value.nodes, np.ndarray)


def has_edges(value: Any) -> bool:
    return is_graph(value) and value.edges is not None and value.edge_links is not None


@pytest.mark.parametrize("space", [*SPACES, CircleSquare(), Dict(), Tuple(())], ids=str)
def test_what_is_built_is_refused(space: Space[Any]) -> None:
    @settings(max_examples=15)
    @given(non_elements(space))
    def check(value: Any) -> None:
        assert not space.contains(value)

    check()


UNIT = Box(0, 1, (2,), np.float32)
FLAGS: Space[Any] = Box(0, 1, (2,), np.dtype(bool))
THREE = Graph(UNIT, Discrete(3))
ABOVE = np.nextafter(np.float32(1), np.float32(2))


@pytest.mark.parametrize(
    ("space", "holds"),
    [
        (UNIT, lambda value: value.dtype == np.float32 and value.shape == (2,) and value.max() == ABOVE),
        (UNIT, lambda value: value.shape == (2,) and np.isnan(value.astype(np.complex128)).any()),
        (UNIT, lambda value: value.dtype == np.float64),
        (UNIT, lambda value: value.dtype == object),
        (UNIT, lambda value: value.shape == (1, 2)),
        (UNIT, lambda value: value.shape == (3,)),
        (UNIT, lambda value: value.shape == ()),
        (Box(-np.inf, np.inf, (2,)), lambda value: value.dtype == np.float32 and np.isnan(value).any()),
        (Box(0, 9, (2,), np.int16), lambda value: value.dtype == np.int16 and value.tolist() == [10, 0]),
        (Discrete(3, start=1), lambda value: isinstance(value, np.int64) and value == 0),
        (Discrete(3, start=1), lambda value: isinstance(value, np.int64) and value == 4),
        (Discrete(3), lambda value: isinstance(value, float)),
        (Discrete(3, dtype=np.int8), lambda value: isinstance(value, np.int16)),
        (MultiDiscrete([3, 4], start=[1, -1]), lambda value: value is not None and value.tolist() == [1, 3]),
        (MultiBinary(2), lambda value: value is not None and 2 in value),
        (Text(2, min_length=1, charset="ab"), lambda value: value == ""),
        (Text(2, charset="ab"), lambda value: value == "aaa"),
        (Text(2, charset="ab"), lambda value: value == "!"),
        (Dict(a=Discrete(2), b=UNIT), lambda value: isinstance(value, dict) and value.keys() == {"a"}),
        (Dict(a=Discrete(2)), lambda value: isinstance(value, dict) and value.keys() == {"a", "extra"}),
        (Dict(a=Discrete(2)), lambda value: isinstance(value, dict) and value == {"a": 2}),
        (Tuple((Discrete(2), Discrete(3))), lambda value: isinstance(value, tuple) and len(value) == 1),
        (Tuple((Discrete(2), Discrete(3))), lambda value: isinstance(value, tuple) and len(value) == 3),
        (Tuple((Discrete(2), Discrete(3))), lambda value: value == (0, 3)),
        (OneOf((Discrete(2), Discrete(3))), lambda value: value == (2, 0)),
        (OneOf((Discrete(2), Discrete(3))), lambda value: value == (0, 2)),
        (Sequence(Discrete(2)), lambda value: isinstance(value, list)),
        (Sequence(Discrete(2)), lambda value: value == (2,)),
        (Sequence(UNIT, stack=True), lambda value: value.shape == (1, 2) and value.max() > 1),
        (Graph(UNIT, Discrete(2)), lambda value: isinstance(value, GraphInstance) and value.edge_links is not None),
        (Graph(UNIT, None), lambda value: type(value) is tuple),
        (Graph(UNIT, None), lambda value: is_graph(value) and value.edges is not None),
        (THREE, lambda value: has_edges(value) and np.asarray(value.edges).max() > 2),
        (THREE, lambda value: has_edges(value) and value.edge_links.dtype.kind == "f"),
        (THREE, lambda value: has_edges(value) and len(value.edge_links) < len(value.edges)),
        (THREE, lambda value: is_graph(value) and value.edges is not None and value.edge_links is None),
        (THREE, lambda value: is_graph(value) and value.edges is None and value.edge_links is not None),
        (THREE, lambda value: has_edges(value) and value.edge_links.min() == -1),
        (THREE, lambda value: has_edges(value) and value.edge_links.max() == len(value.nodes) == 2),
        (Box(0, 1, (30, 30, 3)), lambda value: value.shape == (30, 30, 3) and (value.ravel()[100:] > 1).any()),
        (ImageSpace(2, 2, 1), lambda value: getattr(value, "dtype", None) == np.uint8),
        (ImageSpace(2, 2, 1), lambda value: isinstance(value, list)),
        (ImageSpace(2, 2, 1, dtype="uint8"), lambda value: getattr(value, "dtype", None) == np.float32),
    ],
)
def test_near_misses_are_near(space: Space[Any], holds: Any) -> None:
    assert reachable(non_elements(space), holds)


@pytest.mark.parametrize(
    "space",
    [
        Box(0, 255, (2,), np.uint8),
        FLAGS,
        Box(-np.inf, np.inf, (1,), np.int64),
        Dict(a=Box(0, 255, (2,), np.uint8)),
        Tuple((Box(0, 255, (2,), np.uint8),)),
    ],
    ids=str,
)
def test_where_nothing_is_beyond_bounds_nothing_is_built(space: Space[Any]) -> None:
    assert beyond(space).is_empty
    assert not non_elements(space).is_empty


def test_nothing_is_built_where_no_near_miss_is_left() -> None:
    assert non_elements(Sequence(Dict(a=Box(0, 255, (2,), np.uint8)), stack=True)).is_empty
    assert not non_elements(Dict(a=Sequence(Dict(a=Box(0, 255, (2,), np.uint8)), stack=True))).is_empty


def test_letters_of_other_planes_are_foreign_where_all_of_the_first_are_known() -> None:
    known = frozenset(map(chr, range(33, 0x20000)))
    assert smallest(beyond(Text(1, charset=known)), lambda text: len(text) == 1) == chr(0x20000)


def test_what_is_beyond_an_unknown_space_is_not_known() -> None:
    class Strange(Space[Any]):
        """A space that nobody knows."""

    message = r"^what is beyond bounds is built of Gymnasium's spaces and of those registered, got Strange$"
    with pytest.raises(TypeError, match=message):
        beyond(Strange())


class Coin(Discrete):
    """A coin that always shows heads."""

    def contains(self, x: Any) -> bool:
        return bool(x == 1)


@non_elements.register
def _(space: Coin) -> st.SearchStrategy[Any]:
    return st.just(np.int64(0))


def test_a_space_of_one_s_own_takes_part() -> None:
    assert reachable(non_elements(Coin(2)), lambda value: value == 0)
