from __future__ import annotations

import numpy as np

from imagespaces.transforms.levels import clipped, per_image


def test_levels_are_cut_off_in_place() -> None:
    levels = np.array([-1, 0.25, 2], np.float32)
    assert clipped(levels) is levels
    assert levels.tolist() == [0, 0.25, 1]


def test_values_meet_images() -> None:
    assert per_image(np.array([1, 2])).shape == (2, 1, 1, 1)
    assert per_image(np.array([1, 2])).dtype == np.float32
