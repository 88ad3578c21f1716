from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box
from hypothesis import given
from hypothesis import strategies as st

from envspecs.motions import RelativeZoom

poses = st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1))
numbers = st.floats(-2, 2, width=32)
steps = st.floats(0.01, 2)


@given(poses, st.tuples(numbers, numbers, numbers), st.tuples(steps, steps), steps)
def test_steps_and_zooming_are_added(pose: Any, action: Any, max_step: Any, max_zoom: float) -> None:
    found, effort = RelativeZoom(max_step, max_zoom).move(np.array([pose]), np.array([action], np.float32))
    x, y, zoom = map(float, action)
    longest = max(math.hypot(x, y), 1.0)
    expected = [
        min(max(pose[0] + x / longest * max_step[0], -1), 1),
        min(max(pose[1] + y / longest * max_step[1], -1), 1),
        min(max(pose[2] + min(max(zoom, -1), 1) * max_zoom, 0), 1),
    ]
    np.testing.assert_allclose(found, [expected], atol=1e-12)
    assert effort[0] == pytest.approx(math.hypot(x, y, zoom), rel=1e-12, abs=1e-150)


@given(poses, poses, steps, steps)
def test_toward_gets_there_in_as_many_steps_as_it_takes(pose: Any, goal: Any, step: float, zoom: float) -> None:
    motion, found = RelativeZoom(step, zoom), np.array([pose])
    for _ in range(math.ceil(max(math.dist(pose[:2], goal[:2]) / step, abs(pose[2] - goal[2]) / zoom)) + 1):
        action = motion.toward(found, np.array([goal]))
        assert motion.action_space.contains(action[0])
        found, _ = motion.move(found, action)
    np.testing.assert_allclose(found, [goal], atol=1e-4)


def test_actions_are_three_numbers() -> None:
    assert RelativeZoom().action_space == Box(-1.0, 1.0, (3,), np.float32)
    assert RelativeZoom().axes == 3


@pytest.mark.parametrize("max_zoom", [0, -1.0, float("nan"), float("inf")])
def test_zooming_that_can_not_be_is_refused(max_zoom: float) -> None:
    message = f"max_zoom must be positive and finite, got {max_zoom!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        RelativeZoom(max_zoom=max_zoom)
