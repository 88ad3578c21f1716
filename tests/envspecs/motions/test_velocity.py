from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box

from envspecs.motions import Velocity


def still(lanes: int = 1, **options: Any) -> Velocity:
    motion = Velocity(**options)
    motion.prepare(lanes)
    return motion


def speeds(motion: Velocity) -> Any:
    return motion.state()["velocities"].tolist()


def test_a_push_lasts_and_friction_ends_it() -> None:
    motion = still(max_speed=1.0, max_acceleration=0.25, friction=0.5)
    places = np.zeros((1, 2))
    ways = []
    for push in ([0.0, 1.0], [0.0, 0.0], [0.0, 0.0]):
        places, effort = motion.move(places, np.array([push], np.float32))
        ways.append((places[0].tolist(), effort[0]))
    assert ways == [([0.0, 0.25], 1.0), ([0.0, 0.375], 0.0), ([0.0, 0.4375], 0.0)]


def test_it_is_never_faster_than_its_top_speed_in_any_direction() -> None:
    motion = still(max_speed=0.1, max_acceleration=0.08)
    places = np.zeros((1, 2))
    for _ in range(5):
        places, _ = motion.move(places, np.array([[3.0, 4.0]]))
        assert np.hypot(*speeds(motion)[0]) <= 0.1 + 1e-15
    np.testing.assert_allclose(speeds(motion), [[0.06, 0.08]], rtol=1e-12)


def test_the_border_ends_the_velocity_across_it_alone() -> None:
    motion = still(max_speed=2.0, max_acceleration=1.0)
    found, _ = motion.move(np.array([[0.75, 0.0]]), np.array([[0.6, 0.8]]))
    assert found.tolist() == [[1.0, 0.8]]
    assert speeds(motion) == [[0.0, 0.8]]


def test_an_episode_begins_at_rest() -> None:
    motion = still(lanes=3)
    motion.move(np.zeros((3, 2)), np.ones((3, 2)))
    before = speeds(motion)
    motion.reset(np.array([0, 2]))
    assert speeds(motion) == [[0.0, 0.0], before[1], [0.0, 0.0]]


def test_spaces_hold_the_top_speed() -> None:
    motion = still(max_speed=0.3)
    assert motion.action_space == Box(-1.0, 1.0, (2,), np.float32)
    assert motion.observation_spaces["glimpse_velocity"].contains(np.array([0.3, -0.3], np.float32))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_speed": 0}, "max_speed must be positive and finite, got 0"),
        ({"max_acceleration": float("inf")}, "max_acceleration must be positive and finite, got inf"),
        ({"friction": 1.5}, "friction must be from 0 to 1, got 1.5"),
    ],
)
def test_numbers_that_can_not_be_are_refused(options: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Velocity(**options)
