from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box
from hypothesis import given
from hypothesis import strategies as st

from envspecs.motions import Absolute

places = st.tuples(st.floats(-1, 1), st.floats(-1, 1))
numbers = st.floats(-1024, 1024, width=32)


@given(places, st.tuples(numbers, numbers))
def test_the_action_is_the_place_brought_into_range(position: Any, action: Any) -> None:
    found, effort = Absolute().move(np.array([position], np.float64), np.array([action], np.float32))
    expected = [min(max(float(part), -1.0), 1.0) for part in action]
    assert found[0].tolist() == expected
    assert effort[0] == pytest.approx(math.dist(position, expected), rel=1e-12, abs=1e-150)


def test_actions_are_positions() -> None:
    assert Absolute().action_space == Box(-1.0, 1.0, (2,), np.float32)
