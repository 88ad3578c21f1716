"""Saved states that were changed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.states import check_limits

LIMITS = {"core.time": (0, 16), "core.episode": (-1, np.inf), "sensor.positions": (-1.0, 1.0)}


def state(**changes: Any) -> dict[str, dict[str, Any]]:
    """The state of three environments, with changes."""
    values: dict[str, Any] = {
        "time": np.array([0, 16, 3]),
        "episode": np.array([-1, 0, 7]),
        "positions": np.array([[-1.0, 1.0], [0, 0], [0.5, 1]]),
        "free": np.array([1e9, np.nan, -5]),
    } | changes
    core = {name: values[name] for name in ("time", "episode", "free")}
    return {"core": core, "sensor": {"positions": values["positions"]}}


def test_what_an_episode_can_come_to_is_taken() -> None:
    check_limits(state(), LIMITS)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"time": np.array([0, 500, 3])}, "core.time of a state must be from 0 to 16, got 500 in environment 1"),
        ({"time": np.array([0, 1, -1])}, "core.time of a state must be from 0 to 16, got -1 in environment 2"),
        ({"episode": np.array([-2, 0, 0])}, "core.episode of a state must be from -1 to inf, got -2 in environment 0"),
        (
            {"positions": np.array([[0, 0], [0, 7.0], [0, 0]])},
            "sensor.positions of a state must be from -1 to 1, got 7 in environment 1",
        ),
        (
            {"positions": np.array([[0, 0], [0, 0], [np.nan, 0]])},
            "sensor.positions of a state must be from -1 to 1, got nan in environment 2",
        ),
    ],
)
def test_other_values_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        check_limits(state(**changes), LIMITS)
    assert str(caught.value) == message


@given(values=st.lists(st.floats(), min_size=3, max_size=3))
def test_a_value_is_taken_if_and_only_if_it_is_within(values: list[float]) -> None:
    positions = np.zeros((3, 2))
    positions[:, 1] = values
    try:
        check_limits(state(positions=positions), LIMITS)
    except ValueError:
        assert not all(-1 <= value <= 1 for value in values)
    else:
        assert all(-1 <= value <= 1 for value in values)
