from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box
from hypothesis import given
from hypothesis import strategies as st

from envspecs.motions import Relative

LARGEST = float(np.finfo(np.float32).max)

coordinates = st.floats(-1, 1)
positions = st.tuples(coordinates, coordinates)
steps = st.floats(0.01, 2)
max_steps = st.one_of(steps, st.tuples(steps, steps))
numbers = st.floats(-LARGEST, LARGEST, width=32)
actions = st.one_of(st.tuples(*[st.floats(-2, 2, width=32)] * 2), st.tuples(numbers, numbers))


def moved(position: tuple[float, float], action: tuple[float, float], max_step: Any) -> tuple[list[float], float]:
    """The position after an action, and its effort, from the definition, in plain floats."""
    length = math.hypot(*action)
    longest = max_step if isinstance(max_step, tuple) else (max_step, max_step)
    new = []
    for place, part, step in zip(position, action, longest, strict=True):
        share = part / length if length > 1 else part
        new.append(min(max(place + share * step, -1.0), 1.0))
    return new, length


def move(motion: Relative, position: Any, action: Any) -> tuple[list[float], float]:
    positions, efforts = motion.move(np.array([position], np.float64), np.array([action], np.float32))
    return positions[0].tolist(), float(efforts[0])


@given(positions, actions, max_steps)
def test_an_action_projected_into_the_unit_disc_times_the_longest_step_is_added(
    position: tuple[float, float], action: tuple[float, float], max_step: Any
) -> None:
    found, effort = move(Relative(max_step), position, action)
    expected, length = moved(position, action, max_step)
    assert found == pytest.approx(expected, abs=1e-12)
    assert effort == pytest.approx(length, rel=1e-12)


@given(positions, actions, max_steps)
def test_positions_stay_in_range(position: tuple[float, float], action: tuple[float, float], max_step: Any) -> None:
    found, _ = move(Relative(max_step), position, action)
    assert all(-1 <= place <= 1 for place in found)


@given(st.lists(st.tuples(positions, actions), min_size=1, max_size=6), max_steps)
def test_rows_do_not_depend_on_each_other(rows: list[Any], max_step: Any) -> None:
    motion = Relative(max_step)
    found, efforts = motion.move(*(np.array(column, np.float64) for column in zip(*rows, strict=True)))
    for row, (position, action) in enumerate(rows):
        alone, effort = motion.move(np.array([position], np.float64), np.array([action], np.float64))
        assert (alone[0].tobytes(), effort[0]) == (found[row].tobytes(), efforts[row])


def test_what_is_passed_is_not_changed_and_what_is_given_is_fresh() -> None:
    positions, actions = np.array([[0.5, -0.5]]), np.array([[3.0, 4.0]])
    found, _ = Relative(0.2).move(positions, actions)
    assert positions.tolist() == [[0.5, -0.5]]
    assert actions.tolist() == [[3.0, 4.0]]
    assert not np.shares_memory(found, positions)
    assert not np.shares_memory(found, actions)


def test_actions_are_two_numbers_from_minus_one_to_one() -> None:
    assert Relative().action_space == Box(-1.0, 1.0, (2,), np.float32)


def test_a_step_is_a_fifth_of_half_the_range_unless_told() -> None:
    assert move(Relative(), (0.0, 0.0), (1.0, 0.0)) == ([0.2, 0.0], 1.0)


@given(positions, positions, max_steps)
def test_toward_goes_straight_to_the_goal_or_as_far_as_a_step_goes(
    position: tuple[float, float], goal: tuple[float, float], max_step: Any
) -> None:
    motion = Relative(max_step)
    action = motion.toward(np.array([position]), np.array([goal]))
    longest = max_step if isinstance(max_step, tuple) else (max_step, max_step)
    wanted = [(to - at) / step for at, to, step in zip(position, goal, longest, strict=True)]
    share = min(1.0, 1.0 / max(math.hypot(*wanted), 1e-300))
    expected = [at + share * (to - at) for at, to in zip(position, goal, strict=True)]
    assert motion.action_space.contains(action[0])
    assert motion.move(np.array([position]), action)[0][0].tolist() == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("max_step", [0.0, -0.1, float("nan"), float("inf"), (0.2, 0.0), (0.1, 0.2, 0.3), [[0.2, 0.2]]])
def test_a_step_that_can_not_be_is_refused(max_step: Any) -> None:
    message = f"max_step must be positive and finite, one number or (x, y), got {max_step!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Relative(max_step)
