from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary
from gymnasium.vector.utils import batch_space
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import envspecs
from envspecs.interface.flat_actions import FlatActions

LOGITS = Box(-np.inf, np.inf, (3,), np.float32)
SPACE = Dict(action=Box(-1.0, 1.0, (2,), np.float32), prediction=LOGITS)


def floats(numbers: Any) -> NDArray[np.float32]:
    return np.array(numbers, np.float32)


@st.composite
def parts(draw: st.DrawFn) -> Any:
    """Boxes of up to three axes with and without bounds, and choices from any number on."""
    if draw(st.booleans()):
        return Discrete(draw(st.integers(1, 5)), start=draw(st.integers(-3, 3)))
    shape = tuple(draw(st.lists(st.integers(1, 3), max_size=3)))
    bound = draw(st.sampled_from([0.5, 3.0, np.inf]))
    return Box(-bound, bound, shape, np.float32)


SPACES = st.dictionaries(st.sampled_from(["action", "prediction", "stop"]), parts(), min_size=1).map(Dict)


@given(SPACES, st.integers(0, 3), st.integers(0, 2**31))
def test_nothing_is_lost(space: Dict, count: int, seed: int) -> None:
    flat = FlatActions(space)
    whole: Any = batch_space(space, count) if count else space
    whole.seed(seed)
    actions = whole.sample()
    row = flat.put_together(actions)
    assert row.shape == (*([count] if count else []), *flat.space.shape)
    again = flat.take_apart(row)
    assert list(again) == list(space)
    for name, action in actions.items():
        np.testing.assert_array_equal(again[name], action)
        assert np.shape(again[name]) == np.shape(action)
    np.testing.assert_array_equal(flat.put_together(again), row)


@given(SPACES, st.integers(0, 2**31))
def test_all_of_the_box_are_actions(space: Dict, seed: int) -> None:
    flat = FlatActions(space, limit=1e3)
    flat.space.seed(seed)
    actions = flat.take_apart(flat.space.sample())
    for name, part in space.items():
        assert part.contains(actions[name])


def test_the_box_has_the_bounds_of_the_parts_and_the_limit_where_there_are_none() -> None:
    space = Dict(action=Discrete(2), half=Box(0.0, np.inf, (1,), np.float32), prediction=LOGITS)
    found = FlatActions(space, limit=5.0).space
    assert found == Box(floats([-1, -1, 0, -5, -5, -5]), floats([1, 1, 5, 5, 5, 5]))
    assert found.dtype == np.float32


def test_numbers_are_where_the_space_has_them() -> None:
    flat = FlatActions(SPACE).put_together({"prediction": [3.0, 4.0, 5.0], "action": [1.0, 2.0]})
    assert flat.tolist() == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_larger_numbers_than_the_limit_are_passed_on() -> None:
    actions = FlatActions(SPACE, limit=1.0).take_apart(floats([0, 0, -50, 0, 50]))
    assert actions["prediction"].tolist() == [-50.0, 0.0, 50.0]


def test_of_equal_choices_the_first_is_taken() -> None:
    flat = FlatActions(Dict(action=Discrete(3, start=4)))
    assert flat.take_apart(floats([[0, 1, 1], [0, 0, 0]]))["action"].tolist() == [5, 4]


@pytest.mark.parametrize("limit", [0.0, -1.0, np.inf, np.nan])
def test_limits_are_positive_and_finite(limit: float) -> None:
    with pytest.raises(ValueError, match=f"^limit must be positive and finite, got {limit!r}$"):
        FlatActions(SPACE, limit)


def test_other_parts_are_refused() -> None:
    message = "actions must be of Box and Discrete, got MultiBinary(2) as 'action'"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        FlatActions(Dict(action=MultiBinary(2)))


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        (np.zeros(3), "an action must be of 4 numbers, got float64 of shape (3,)"),
        (np.zeros((4, 3)), "an action must be of 4 numbers, got float64 of shape (4, 3)"),
        (np.array(None), "an action must be of 4 numbers, got object of shape ()"),
        (np.array(["1"] * 4), "an action must be of 4 numbers, got <U1 of shape (4,)"),
    ],
)
def test_what_is_no_row_of_numbers_is_refused(numbers: Any, message: str) -> None:
    flat = FlatActions(Dict(action=Box(-1.0, 1.0, (2,), np.float32), stop=Discrete(2)))
    with pytest.raises(ValueError, match=rf"^{re.escape(message)}$"):
        flat.take_apart(numbers)


def test_a_choice_that_is_undefined_is_refused_where_it_counts() -> None:
    spec = envspecs.load("CircleSquare-v0").override({"interface": {"actions": "flat"}, "episode.stop": "action"})
    envs: Any = spec.make_vec(2)
    envs.reset(seed=0)
    actions = np.zeros((2, 6), np.float32)
    actions[1, 5] = np.nan
    with pytest.raises(ValueError, match=r"^action\['stop'\] must be from 0 to 1, got -1 in environment 1$"):
        envs.step(actions)
    actions[:, 4:] = [[1, 0], [0, 1]]
    envs.step(actions)  # environment 1 stops, and begins the next episode when it is stepped next
    actions[1] = np.nan
    envs.step(actions)
