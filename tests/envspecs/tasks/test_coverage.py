from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from envspecs.parts import Lanes
from envspecs.tasks.coverage import Coverage

boxes = st.lists(
    st.tuples(st.floats(-3, 12), st.floats(-3, 12), st.floats(0, 9), st.floats(0, 9)), min_size=2, max_size=6
)


class Looker:
    """A sensor that looks where it is told."""

    def __init__(self, *looks: Any) -> None:
        self.present = np.array(looks, float)

    def boxes(self, lanes: Lanes) -> NDArray[np.float64]:
        return self.present[lanes].copy()


@given(boxes, st.integers(1, 8), st.integers(1, 9))
def test_seen_are_the_pixels_whose_middle_was_in_a_box(looks: Any, rows: int, columns: int) -> None:
    height, width = 8, 9
    corners = [(x, y, x + across, y + down) for x, y, across, down in looks]
    sensor: Any = Looker(corners[0])
    coverage = Coverage(sensor, 1, (height, width), (rows, columns))
    coverage.reset(np.array([0]))
    for step in range(1, len(corners) + 1):
        sensor.present = np.array([corners[step % len(corners)]])  # the sensor moves before the prediction counts
        coverage.look()
        for row in range(rows):
            for column in range(columns):
                y, x = (row + 0.5) * height / rows, (column + 0.5) * width / columns
                seen = any(left <= x < right and top <= y < bottom for left, top, right, bottom in corners[:step])
                assert coverage.seen[0, row, column] == seen
    assert coverage.unseen(slice(None)).tolist() == pytest.approx([np.count_nonzero(~coverage.seen) / (rows * columns)])


def test_lanes_begin_anew_one_by_one() -> None:
    sensor: Any = Looker((0, 0, 2, 2), (0, 0, 2, 2))
    coverage = Coverage(sensor, 2, (2, 4), (2, 4))
    coverage.reset(np.arange(2))
    coverage.look()
    sensor.present[1] = (2, 0, 4, 1)
    coverage.reset(np.array([1]))
    assert not coverage.seen[1].any()
    coverage.look()
    assert coverage.seen.tolist() == [[[True, True, False, False]] * 2, [[False, False, True, True], [False] * 4]]
