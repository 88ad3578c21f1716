from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box
from hypothesis import given
from hypothesis import strategies as st

from envspecs.motions import AbsoluteZoom

poses = st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1))
numbers = st.floats(-2, 2, width=32)


@given(poses, st.tuples(numbers, numbers, numbers))
def test_the_action_is_y_x_and_size_brought_into_range(pose: Any, action: Any) -> None:
    found, effort = AbsoluteZoom().move(np.array([pose], np.float64), np.array([action], np.float32))
    y, x, size = (min(max(float(part), 0.0), 1.0) for part in action)
    assert found[0].tolist() == [2 * x - 1, 2 * y - 1, size]
    assert effort[0] == pytest.approx(math.dist(pose[:2], found[0, :2]), rel=1e-12, abs=1e-150)


@given(poses, poses)
def test_toward_gets_there_at_once(pose: Any, goal: Any) -> None:
    motion = AbsoluteZoom()
    action = motion.toward(np.array([pose]), np.array([goal]))
    assert motion.action_space.contains(action[0])
    np.testing.assert_allclose(motion.move(np.array([pose]), action)[0], [goal], atol=1e-6)


def test_actions_are_shares() -> None:
    assert AbsoluteZoom().action_space == Box(0.0, 1.0, (3,), np.float32)
    assert AbsoluteZoom().axes == 3
