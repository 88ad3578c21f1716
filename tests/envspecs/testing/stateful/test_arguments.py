from __future__ import annotations

from typing import Any

from gymnasium.spaces import Box, Dict, Discrete
from hypothesis import find, given
from hypothesis import strategies as st

from envspecs.testing.reference.values import Sampled, plain, valued
from envspecs.testing.stateful import arguments


@given(mask=arguments.masks(3))
def test_masks_name_at_least_one(mask: list[bool]) -> None:
    assert len(mask) == 3
    assert any(mask)


def test_arguments_shrink_to_little() -> None:
    assert find(arguments.masks(3), lambda _: True) == [True, False, False]
    assert find(arguments.seeds(2, needed=False), lambda _: True) is None
    assert find(arguments.seeds(2, needed=True), lambda _: True) == 0
    assert find(arguments.moves(Discrete(3), 2), lambda _: True) == [0, 0]


@given(data=st.data())
def test_small_actions_are_numbers_and_large_ones_sampled(data: st.DataObject) -> None:
    small = Dict(go=Discrete(3), to=Box(-1, 1, (2,)))
    for action in data.draw(arguments.moves(small, 2)):
        assert small.contains(valued(small, action))
        assert plain(action) == action
    assert all(isinstance(action, Sampled) for action in data.draw(arguments.moves(Box(0, 1, (9, 9)), 2)))


@given(data=st.data())
def test_scenarios_of_each_have_the_same_options(data: st.DataObject) -> None:
    scenario: Any = st.fixed_dictionaries({}, optional={"index": st.integers(0, 5), "split": st.just("all")})
    drawn = data.draw(arguments.options(scenario, 3))
    if isinstance(drawn, list):
        assert len({tuple(each) for each in drawn}) == 1
    assert isinstance(data.draw(arguments.options(scenario, None)), dict)
