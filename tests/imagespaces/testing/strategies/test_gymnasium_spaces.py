from __future__ import annotations

import re
from collections.abc import Callable
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
    Text,
    Tuple,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from imagespaces import ImageSpace
from imagespaces.testing.strategies import elements, gymnasium_spaces, non_elements
from tests.imagespaces.testing.strategies.searching import anything, reachable, smallest

LEAVES = {
    "discrete": Discrete,
    "multi_binary": MultiBinary,
    "multi_discrete": MultiDiscrete,
    "box": Box,
    "text": Text,
    "image": ImageSpace,
}
NESTS = {"tuple": Tuple, "dict": Dict, "one_of": OneOf, "sequence": Sequence, "graph": Graph}


@pytest.mark.parametrize("kind", LEAVES | NESTS)
@settings(max_examples=25)
@given(data=st.data())
def test_elements_are_in_a_space_and_near_misses_are_not(kind: str, data: st.DataObject) -> None:
    kinds = {kind, "discrete"} if kind == "graph" else {kind, "discrete", "box"}
    space = data.draw(gymnasium_spaces(kinds=sorted(kinds), max_depth=1))
    assert space.contains(data.draw(elements(space)))
    assert not space.contains(data.draw(non_elements(space)))


@settings(max_examples=60)
@given(st.data())
def test_spaces_in_spaces(data: st.DataObject) -> None:
    space = data.draw(gymnasium_spaces())
    assert space.contains(data.draw(elements(space)))
    assert not space.contains(data.draw(non_elements(space)))


def test_every_kind_is_built() -> None:
    found = set()

    @settings(max_examples=150, derandomize=True)
    @given(gymnasium_spaces())
    def build(space: Any) -> None:
        found.add(type(space))

    build()
    assert found == set((LEAVES | NESTS).values())


def inside(space: Any) -> list[Any]:
    parts = space.spaces.values() if isinstance(space, Dict) else getattr(space, "spaces", ())
    held = [*parts, *(getattr(space, name, None) for name in ("feature_space", "node_space", "edge_space"))]
    return [part for part in held if part is not None]


def depth(space: Any) -> int:
    return max((1 + depth(part) for part in inside(space)), default=int(isinstance(space, tuple(NESTS.values()))))


def side(space: Any) -> int:
    """Tell the most of anything along an axis; the channels of images aside."""
    own = space.shape[:2] if isinstance(space, ImageSpace) else space.shape or (0,)
    parts = getattr(space, "spaces", ())
    return max(*own, len(parts), getattr(space, "max_length", 0), *map(side, inside(space)), 0)


@settings(max_examples=100)
@given(st.data(), st.integers(0, 2))
def test_spaces_keep_to_what_is_asked_for(data: st.DataObject, most: int) -> None:
    space = data.draw(gymnasium_spaces(max_depth=most, max_side=2))
    assert depth(space) <= most
    assert side(space) <= 2


@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        ("box", lambda box: box.dtype == np.float16 and len(box.shape) == 2),
        ("box", lambda box: box.dtype == np.uint64 and box.high.max() == 2**64 - 1),
        ("box", lambda box: box.dtype == bool),
        ("box", lambda box: not box.bounded_below.any() and not box.bounded_above.any()),
        ("box", lambda box: box.bounded_below.any() and not box.bounded_below.all()),
        ("box", lambda box: not box.bounded_below.any() and box.bounded_above.all()),
        ("box", lambda box: box.shape == ()),
        ("multi_discrete", lambda space: space.dtype == np.int8 and (space.start < 0).any() and space.nvec.ndim == 2),
        ("multi_binary", lambda space: space.n == (2, 3)),
        ("discrete", lambda space: space.start < 0 and space.dtype == np.int16),
        ("text", lambda space: space.max_length == 0),
        ("sequence", lambda space: space.stack and isinstance(space.feature_space, Box)),
        ("graph", lambda space: isinstance(space.node_space, Box) and isinstance(space.edge_space, Discrete)),
        ("dict", lambda space: len(space) == 3),
        ("tuple", lambda space: not space),
    ],
)
def test_what_is_built_is_various(kind: str, holds: Callable[[Any], bool]) -> None:
    known = LEAVES | NESTS
    kinds = sorted({kind, "discrete", "box"})
    assert reachable(gymnasium_spaces(kinds=kinds), lambda space: type(space) is known[kind] and holds(space))


def test_spaces_are_small_at_first() -> None:
    assert smallest(gymnasium_spaces(), anything) == Discrete(1)
    assert smallest(gymnasium_spaces(), lambda space: isinstance(space, Dict) and len(space) > 0) == Dict(a=Discrete(1))
    assert smallest(gymnasium_spaces(kinds=["image"]), anything) == ImageSpace(1, 1, 1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kinds": ["dict"]}, "kinds must be among {all}, one of the first 6 too, got ['dict']"),
        ({"kinds": ["boxes"]}, "kinds must be among {all}, one of the first 6 too, got ['boxes']"),
        ({"max_depth": -1}, "max_depth must be at least 0 and max_side at least 1, got -1 and 3"),
        ({"max_side": 0}, "max_depth must be at least 0 and max_side at least 1, got 2 and 0"),
    ],
)
def test_what_can_not_be_built_is_refused(options: dict[str, Any], message: str) -> None:
    expected = message.format(all=", ".join(LEAVES | NESTS))
    with pytest.raises(ValueError, match="^" + re.escape(expected) + "$"):
        gymnasium_spaces(**options)
