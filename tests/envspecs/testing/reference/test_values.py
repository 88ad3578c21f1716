from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary, MultiDiscrete, Space, Text, Tuple
from gymnasium.vector.utils import batch_space
from hypothesis import given
from hypothesis import strategies as st

from envspecs.testing.comparing import expect_same_data
from envspecs.testing.reference.values import Sampled, batched, plain, row_of, valued

SPACES: list[Space[Any]] = [
    Box(-1, 1, (2, 3)),
    Box(-1, 1, ()),
    Discrete(5, start=-2),
    MultiBinary(3),
    MultiDiscrete([2, 3]),
    Dict(to=Box(0, 1, (2,)), go=Discrete(2)),
    Tuple([Discrete(2), Box(0, 9, (1,), np.int64)]),
]


@pytest.mark.parametrize("space", SPACES, ids=repr)
@given(seed=st.integers(0, 2**31))
def test_plain_values_stand_for_elements(space: Space[Any], seed: int) -> None:
    element = valued(space, Sampled(seed))
    assert space.contains(element)
    written = eval(repr(plain(element)))  # noqa: S307 - what was just written
    expect_same_data(valued(space, written), element, "the element")


@pytest.mark.parametrize("space", SPACES, ids=repr)
def test_rows_of_a_batch_are_what_it_is_made_of(space: Space[Any]) -> None:
    elements = [valued(space, Sampled(seed)) for seed in range(3)]
    batch = batched(space, elements)
    assert batch_space(space, 3).contains(batch)
    for row, element in enumerate(elements):
        expect_same_data(plain(row_of(space, batch, row)), plain(element), "the row")


def test_sampling_leaves_the_space_s_own_stream_alone() -> None:
    space, other = Box(-1, 1, (2,), seed=0), Box(-1, 1, (2,), seed=0)
    valued(space, Sampled(5))
    np.testing.assert_array_equal(space.sample(), other.sample())


def test_what_is_of_no_numbers_is_what_it_is() -> None:
    assert valued(Text(3), "abc") == plain("abc") == "abc"
    assert row_of(Text(3), ("abc", "de"), 1) == "de"
