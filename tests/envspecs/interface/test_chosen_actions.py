from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary
from hypothesis import given
from hypothesis import strategies as st

from envspecs.interface import DiscreteActions, MultiDiscreteActions

MOVES = Box(-1.0, 1.0, (2,), np.float32)
LOGITS = Box(-np.inf, np.inf, (3,), np.float32)


def layout(kind: Any = MultiDiscreteActions, **options: Any) -> Any:
    return kind(Dict(action=MOVES, prediction=LOGITS, stop=Discrete(2)), Discrete(3), **options)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 2), st.integers(0, 1)), min_size=1))
def test_choices_are_what_they_stand_for_and_back(choices: list[tuple[int, ...]]) -> None:
    made = layout(bins=5)
    given_choices = np.array(choices)
    actions = made.take_apart(given_choices)
    for row, (x, y, label, stop) in enumerate(choices):
        assert actions["action"][row].tolist() == [-1 + x / 2, -1 + y / 2]
        assert actions["stop"][row] == stop
        shares = np.exp(actions["prediction"][row].astype(np.float64))
        assert shares[label] == pytest.approx(0.9, rel=1e-6)
        assert shares.sum() == pytest.approx(1, rel=1e-6)
        alone = made.take_apart(given_choices[row])
        assert all(alone[name].tobytes() == actions[name][row].tobytes() for name in actions)
    assert made.put_together(actions).tolist() == given_choices.tolist()


@given(st.integers(2, 9), st.data())
def test_one_choice_stands_for_all(bins: int, data: st.DataObject) -> None:
    several, one = layout(bins=bins), layout(DiscreteActions, bins=bins)
    assert one.space.n == math.prod(several.space.nvec.tolist()) == bins**2 * 6
    choice = data.draw(st.integers(0, int(one.space.n) - 1))
    actions = one.take_apart(np.array(choice))
    assert one.put_together(actions) == choice
    parts = several.put_together(actions)
    weight, total = 1, 0
    for part, count in zip(parts.tolist(), several.space.nvec.tolist(), strict=True):
        total, weight = total + part * weight, weight * count
    assert total == choice


@given(st.lists(st.floats(-1, 1, width=32), min_size=2, max_size=2), st.integers(2, 12))
def test_any_action_is_brought_to_the_nearest_values(move: list[float], bins: int) -> None:
    made = layout(bins=bins)
    action = {"action": np.array(move, np.float32), "prediction": np.zeros(3, np.float32), "stop": 1}
    nearest = made.take_apart(made.put_together(action))["action"]
    assert np.abs(nearest - move).max() <= 1 / (bins - 1) + 1e-6


def test_numbers_are_as_wide_as_the_truth_where_they_have_no_bounds() -> None:
    space = Dict(action=MOVES, prediction=Box(-np.inf, np.inf, (1,), np.float32))
    made = MultiDiscreteActions(space, Box(0.0, 8.0, (1,), np.float64), bins=3)
    assert [made.take_apart(np.array([0, 0, choice]))["prediction"].item() for choice in range(3)] == [0.0, 4.0, 8.0]


def test_the_class_of_each_pixel_is_a_choice() -> None:
    space = Dict(action=MOVES, prediction=Box(-np.inf, np.inf, (2, 1, 3), np.float32))
    made = MultiDiscreteActions(space, Box(-1, 2, (2, 1), np.int64), bins=2)
    assert made.space.nvec.tolist() == [2, 2, 3, 3]
    choices = np.array([[0, 1, 2, 0], [1, 1, 1, 1]])
    actions = made.take_apart(choices)
    assert actions["prediction"].argmax(axis=-1).tolist() == [[[2], [0]], [[1], [1]]]
    assert made.put_together(actions).tolist() == choices.tolist()


@pytest.mark.parametrize("certainty", [0.5, 0.99])
def test_a_chosen_class_gets_the_probability_that_is_asked_for(certainty: float) -> None:
    logits = layout(certainty=certainty).take_apart(np.array([0, 0, 1, 0]))["prediction"]
    assert np.exp(logits).tolist() == pytest.approx([(1 - certainty) / 2, certainty, (1 - certainty) / 2])


def refusal(error: type[Exception], space: Dict, kind: Any = MultiDiscreteActions, **options: Any) -> str:
    with pytest.raises(error) as refused:
        kind(space, **options)
    return str(refused.value)


def test_what_can_t_be_chosen_is_refused() -> None:
    space = Dict(action=MOVES)
    assert refusal(ValueError, space, bins=1) == "bins must be from 2 to 65536, got 1"
    assert refusal(ValueError, space, certainty=1.0) == "certainty must be between 0 and 1, got 1.0"
    unbounded = Dict(action=LOGITS)
    assert refusal(ValueError, unbounded) == f"numbers must have bounds to be quantised, got {LOGITS!r} as 'action'"
    assert refusal(TypeError, Dict(action=MultiBinary(2))) == (
        "actions must be of Box and Discrete, got MultiBinary(2) as 'action'"
    )
    message = "one choice must be among up to 65536, got 66049: use multi_discrete"
    assert refusal(ValueError, space, DiscreteActions, bins=257) == message
    large = Dict(action=Box(0.0, 1.0, (300, 300), np.float32))
    assert re.match("actions must be of up to 65536 choices, got 90000$", refusal(ValueError, large))


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ([0, 0, 0, 2], "a choice must be from 0 to 1, got 2"),
        ([-1, 0, 0, 0], "a choice must be from 0 to 4, got -1"),
        ([[0, 0, 0, 0], [0, 5, 0, 0]], "a choice must be from 0 to 4, got 5"),
        ([0, 0, 0], "an action must be of 4 choices, got shape (3,)"),
        (0, "an action must be of 4 choices, got shape ()"),
        ([0.0, 0.0, 0.0, 0.0], "choices must be integers, got float64"),
    ],
)
def test_what_is_no_choice_is_refused(choices: Any, message: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(message)}$"):
        layout(bins=5).take_apart(np.array(choices))


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (150, "a choice must be from 0 to 149, got 150"),
        ([3, -1], "a choice must be from 0 to 149, got -1"),
        (np.nan, "choices must be integers, got float64"),
        (None, "choices must be integers, got object"),
    ],
)
def test_what_is_not_the_one_choice_is_refused(choice: Any, message: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(message)}$"):
        layout(DiscreteActions, bins=5).take_apart(np.asarray(choice))
