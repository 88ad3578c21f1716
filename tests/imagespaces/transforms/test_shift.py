from __future__ import annotations

import numpy as np
import pytest

from imagespaces.factors import Interval
from imagespaces.transforms import Canvas, Pose, Shift

CANVAS = Canvas(8, 8, 1, has_masks=False)


def test_it_moves_by_shares_of_the_room() -> None:
    values = {"shift_x": np.array([0.5, -1.0]), "shift_y": np.array([0.0, 0.4])}
    pose = Shift().move(Pose.identity(2), values)
    assert pose.offsets(np.array([[10.0, 10.0], [4.0, 20.0]])).tolist() == [[5, 0], [-4, 8]]


def test_the_quantum_rounds_toward_the_middle() -> None:
    values = {"shift_x": np.array([0.99, -0.99]), "shift_y": np.array([0.29, -0.29])}
    pose = Shift(quantum=3).move(Pose.identity(2), values)
    assert pose.offsets(np.full((2, 2), 10.0)).tolist() == [[9, 0], [-9, 0]]


def test_factors() -> None:
    assert Shift(0.5).parameters(CANVAS) == (Interval("shift_x", -0.5, 0.5), Interval("shift_y", -0.5, 0.5))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0,), "reach must be above 0, so that something is moved, got 0.0"),
        ((1.5,), "reach must be a number from 0 to 1, got 1.5"),
        ((1, -2), "quantum must be a number above 0, or None, got -2"),
    ],
)
def test_what_does_not_fit_is_refused(arguments: tuple[float, ...], message: str) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        Shift(*arguments)
    assert str(found.value) == message
