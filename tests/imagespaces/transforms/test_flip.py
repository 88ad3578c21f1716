from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from imagespaces.factors import Weighted
from imagespaces.transforms import Canvas, Fixed, Flip, Pose

CANVAS = Canvas(8, 8, 1, has_masks=False)


def test_each_way_is_a_mirror() -> None:
    pose = Flip().move(Pose.identity(3), {"flip": np.array([0, 1, 2])})
    assert pose.linear.tolist() == [np.eye(2).tolist(), np.diag([-1, 1]).tolist(), np.diag([1, -1]).tolist()]


def test_each_axis_has_its_share() -> None:
    names = ("none", "left_right", "top_bottom")
    assert Flip(0.4).parameters(CANVAS) == (Weighted("flip", names, (0.6, 0.2, 0.2)),)
    assert Flip(0.5, "top_bottom").parameters(CANVAS) == (Weighted("flip", names, (0.5, 0.0, 0.5)),)  # type: ignore[arg-type]


@pytest.mark.parametrize(("flip", "code"), [(Flip(0), 0), (Flip(1, ("left_right",)), 1), (Flip(1, ("top_bottom",)), 2)])
def test_what_is_certain_is_fixed(flip: Flip, code: int) -> None:
    assert flip.parameters(CANVAS) == (Fixed("flip", code),)


@pytest.mark.parametrize("axes", [(), ("none",), ("left_right", "left_right"), "sideways"])
def test_other_axes_are_refused(axes: Any) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        Flip(axes=axes)
    assert str(found.value) == f"axes must be one or both of 'left_right', 'top_bottom', got {axes!r}"


def test_other_probabilities_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^probability must be a number from 0 to 1, got 2$"):
        Flip(2)
