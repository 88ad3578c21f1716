from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import (
    Box,
    Dict,
    Discrete,
    Graph,
    MultiBinary,
    MultiDiscrete,
    OneOf,
    Sequence,
    Space,
    Text,
    Tuple,
)
from gymnasium.vector.utils import batch_space
from hypothesis import find, given, settings
from hypothesis import strategies as st

from imagespaces import ImageSpace
from imagespaces.testing.strategies import elements, non_elements
from tests.imagespaces.testing.strategies.searching import anything, reachable, smallest

LARGEST = float(np.finfo(np.float32).max)

SPACES: list[Space[Any]] = [
    Box(-1, 1, (2,), np.float32),
    Box(-np.inf, np.inf, (3,), np.float32),
    Box(0, np.inf, (), np.float64),
    Box(np.array([0, -5, 2], np.float32), np.array([1, 5, np.inf], np.float32)),
    Box(np.array([[0, 1], [2, 3]]), np.array([[0, 2], [4, 9]]), dtype=np.int64),
    Box(0, 255, (9, 9, 3), np.uint8),
    Box(-3, 7, (2,), np.float16),
    Discrete(5),
    Discrete(3, start=-1),
    MultiDiscrete([3, 1, 4]),
    MultiDiscrete(np.array([[2, 3], [4, 5]]), start=np.array([[1, 0], [-2, 7]])),
    MultiBinary(4),
    MultiBinary((2, 3)),
    Dict(move=Box(-1, 1, (2,)), stop=Discrete(2), inner=Dict(x=MultiBinary(1))),
    Tuple((Discrete(2), Box(0, 1, (1,)))),
    Text(4, min_length=2, charset="ab"),
    OneOf((Discrete(2), Box(0, 1, (1,)))),
    Sequence(Discrete(3, start=2)),
    Sequence(Box(0, 1, (2,)), stack=True),
    Sequence(Dict(x=Discrete(2), y=MultiBinary(2)), stack=True),
    Graph(Box(0, 1, (2,)), Discrete(3)),
    Graph(Discrete(3, start=1), None),
    Box(0, 1, (2,), np.bool_),
    ImageSpace(3, 2, 1),
    ImageSpace(2, 2, 3, dtype="uint8"),
    Box(0, 1, (0,)),
    Box(0, 1, (2, 0)),
    Box(np.array([0.0], np.float32), np.array([-0.0], np.float32)),
    Box(np.longdouble(0), np.longdouble(1) / 3, (2,), np.longdouble),
    Box(np.longdouble(1) / 3, np.longdouble(1) / 3, (1,), np.longdouble),
    Box(-np.inf, np.inf, (2,), np.longdouble),
    Box(-LARGEST, LARGEST, (2,), np.float32),
    MultiDiscrete(np.zeros(0, np.int64)),
    MultiDiscrete([28, 100], start=[100, -128], dtype=np.int8),
]


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_what_is_built_is_in_the_space(space: Space[Any]) -> None:
    @settings(max_examples=15)
    @given(elements(space))
    def check(element: Any) -> None:
        assert element in space

    check()


@pytest.mark.parametrize(
    ("space", "holds"),
    [
        (Box(-np.inf, np.inf, (2,), np.float32), lambda value: (np.abs(value) == LARGEST).any()),
        (Box(-1, 1, (2,), np.float32), lambda value: value[1] == -1),
        (Discrete(3, start=-1), lambda value: value == 1),
        (MultiDiscrete([3, 4]), lambda value: value.tolist() == [2, 3]),
        (MultiBinary(2), lambda value: value.all()),
    ],
    ids=lambda value: str(value) if isinstance(value, Space) else "",
)
def test_bounds_are_reached(space: Space[Any], holds: Any) -> None:
    assert find(elements(space), holds) in space


PAIR = Box(np.array([-1, 0], np.float32), np.array([1, np.inf], np.float32))

LARGE: list[Space[Any]] = [
    batch_space(PAIR, 1024),
    batch_space(Box(np.array([0, 3], np.uint64), np.array([2**64 - 1, 9], np.uint64), dtype=np.uint64), 256),
    batch_space(Box(np.array([False, False]), np.array([True, False]), dtype=bool), 256),
    batch_space(Dict(move=PAIR, go=MultiDiscrete([5, 7], start=[-2, 1])), 256),
    MultiDiscrete([5] * 3000),
    MultiBinary(5000),
    Box(0, 1, (64, 64, 3)),
    Tuple([PAIR] * 300),
    Tuple([PAIR, Text(3)] * 100),
]


@pytest.mark.parametrize("space", LARGE, ids=lambda space: f"{type(space).__name__}{space.shape}")
def test_large_spaces_are_no_harder(space: Space[Any]) -> None:
    @settings(max_examples=5)  # with Hypothesis's own limits on how much is drawn
    @given(elements(space), non_elements(space))
    def check(element: Any, miss: Any) -> None:
        assert space.contains(element)
        assert not space.contains(miss)

    check()


def test_elements_of_large_spaces_are_various_and_rest_at_first() -> None:
    batch = elements(batch_space(PAIR, 128))
    assert not smallest(batch, anything).any()
    assert reachable(batch, lambda array: array[5, 0] == -1 and array[5, 1] == 0)
    assert reachable(batch, lambda array: (array[:, 0] == 1).all() and (array[:, 1] == LARGEST).all())
    assert reachable(batch, lambda array: 0 < array[:, 0].max() < 1)
    assert len({tuple(row) for row in smallest(batch, lambda array: array[0, 0] != array[1, 0]).tolist()}) > 1
    odd = elements(Tuple([PAIR, Text(3)] * 100))
    assert reachable(odd, lambda parts: len({part for part in parts if isinstance(part, str)}) > 1)
    parts = smallest(odd, anything)
    assert not np.shares_memory(parts[0], parts[2])


def test_integers_shrink_toward_0_where_it_is_among_them() -> None:
    assert smallest(elements(MultiDiscrete([5, 3], start=[-2, 4])), anything).tolist() == [0, 4]
    assert smallest(elements(MultiDiscrete([5, 3], start=[-2, 4])), lambda array: array[0] < 0).tolist() == [-1, 4]


def test_small_elements_are_simplest() -> None:
    simplest = find(elements(Dict(move=Box(-1, 1, (2,)), logits=Box(-np.inf, np.inf, (2,)))), lambda _: True)
    assert {key: value.tolist() for key, value in simplest.items()} == {"move": [0.0, 0.0], "logits": [0.0, 0.0]}


def test_a_space_that_is_not_known_is_refused() -> None:
    class Strange(Space[Any]):
        """A space that nobody knows."""

    for build, what in ((elements, "elements"), (non_elements, "near misses")):
        message = rf"^{what} are built of Gymnasium's spaces and of those registered, got Strange$"
        with pytest.raises(TypeError, match=message):
            build(Strange())


class Coin(Discrete):
    """A coin that always shows heads."""


@elements.register
def _(space: Coin) -> st.SearchStrategy[Any]:
    return st.just(np.int64(1))


def test_a_space_of_one_s_own_takes_part() -> None:
    assert find(elements(Coin(2)), lambda _: True) == 1
