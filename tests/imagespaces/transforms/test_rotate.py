from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Interval, Stepped
from imagespaces.transforms import Canvas, Pose, Rotate

CANVAS = Canvas(8, 8, 1, has_masks=False)


@given(st.floats(-360, 360))
def test_it_turns_anticlockwise_as_seen(angle: float) -> None:
    pose = Rotate().move(Pose.identity(1), {"rotate": np.array([angle])})
    right, up = pose.linear[0] @ (1, 0), pose.linear[0] @ (0, -1)
    radians = np.deg2rad(angle)
    np.testing.assert_allclose(right, (np.cos(radians), -np.sin(radians)), atol=1e-12)  # y points down
    np.testing.assert_allclose(up, (-np.sin(radians), -np.cos(radians)), atol=1e-12)


def test_it_follows_what_came_before() -> None:
    before = Pose.identity(1).stretched(np.array([[2.0, 1.0]]))
    quarter = Rotate().move(before, {"rotate": np.array([90.0])})
    np.testing.assert_allclose(quarter.linear[0], [(0, 1), (-2, 0)], atol=1e-12)


def test_factors() -> None:
    assert Rotate().parameters(CANVAS) == (Interval("rotate", 0.0, 360.0, "circular"),)
    assert Rotate((-30, 30)).parameters(CANVAS) == (Interval("rotate", -30.0, 30.0),)
    assert Rotate(quantum=90).parameters(CANVAS) == (Stepped("rotate", 0.0, 360.0, "circular", 90.0),)


def test_more_than_a_turn_is_refused() -> None:
    allowed = r"a number from -360.0 to 360.0, or a pair \(low, high\) of such with low < high"
    with pytest.raises(ValueError, match=rf"^angle must be {allowed}, got 361$"):
        Rotate(361)
    with pytest.raises(ValueError, match=r"^quantum must be a number above 0, or None, got 0$"):
        Rotate(quantum=0)
