from __future__ import annotations

import numpy as np
import pytest

from imagespaces.factors import Interval
from imagespaces.transforms import Canvas, Fixed, Gains, Pose, Scale

CANVAS = Canvas(8, 8, 1, has_masks=False)


def test_lengths_grow() -> None:
    pose = Scale().move(Pose.identity(2), {"scale": np.array([0.5, 3.0])})
    assert pose.linear.tolist() == [(0.5 * np.eye(2)).tolist(), (3 * np.eye(2)).tolist()]


def test_equal_ratios_are_equally_likely() -> None:
    assert Scale((0.5, 2)).parameters(CANVAS) == (Interval("scale", 0.5, 2.0, "log"),)
    assert Scale((0.5, 2)).gains == Gains(0.5, 2.0)
    assert Scale(2).parameters(CANVAS) == (Fixed("scale", 2.0),)
    assert Scale(2).gains == Gains(2.0, 2.0)


@pytest.mark.parametrize("factor", [0, -1, (0.001, 1), 101])
def test_other_factors_are_refused(factor: float | tuple[float, float]) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        Scale(factor)
    allowed = "a number from 0.01 to 100.0, or a pair (low, high) of such with low < high"
    assert str(found.value) == f"factor must be {allowed}, got {factor!r}"
