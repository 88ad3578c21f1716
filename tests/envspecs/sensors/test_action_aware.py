"""What was done last."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Discrete, MultiBinary

from envspecs.sensors.action_aware import ActionAware
from tests.envspecs.sensors.lookers import KINDS, LANES, STEPS, Looker, Pictures


@pytest.mark.parametrize("kind", KINDS)
def test_the_action_of_the_step_before_is_observed_as_far_as_it_is_one(kind: str) -> None:
    looker = Looker(kind, observe=["last_action"]).begin()
    own, observed = looker.sensor.action_space, looker.sensor.observation_spaces["last_action"]
    nothing = looker.see()["last_action"]
    if isinstance(own, Discrete):
        assert observed == Discrete(int(own.n) + 1)
        assert nothing.tolist() == [own.n] * LANES
    else:
        assert observed == own
        assert nothing.tolist() == np.zeros((LANES, *own.shape)).tolist()
    for _ in range(STEPS):
        actions = looker.act()
        expected = np.clip(actions, own.low, own.high) if isinstance(own, Box) else actions
        seen = looker.see()["last_action"]
        assert seen.dtype == own.dtype
        assert seen.tolist() == expected.tolist()
    assert looker.begin(1).see()["last_action"].tolist() == [
        expected.tolist()[0],
        nothing.tolist()[1],
        expected.tolist()[2],
    ]


def test_actions_of_other_types_and_far_out_of_range_are_observed_too() -> None:
    looker = Looker("glimpse", observe=["last_action"]).begin()
    for actions in (np.array([[1e30, -1e30]] * LANES), np.array([[5, -7]] * LANES)):
        looker.sensor.move(actions)
        seen = looker.see()["last_action"]
        assert seen.dtype == np.float32
        assert seen.tolist() == [[1.0, -1.0]] * LANES


def test_before_the_first_step_it_is_what_is_nearest_to_0() -> None:
    sensor: Any = KINDS["full"](Pictures())
    sensor.action_space = Box(np.array([1, -3], np.float32), np.array([2, -2], np.float32))
    aware = ActionAware(sensor, Pictures())
    assert aware.observe(slice(None))["last_action"].tolist() == [[1, -2]] * LANES


@pytest.mark.parametrize("space", [MultiBinary(3), Discrete(3, start=1)])
def test_actions_of_other_kinds_are_refused(space: Any) -> None:
    sensor: Any = KINDS["full"](Pictures())
    sensor.action_space = space
    message = f"last_action takes actions of a Box, or choices from 0 on, got {space}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        ActionAware(sensor, Pictures())
