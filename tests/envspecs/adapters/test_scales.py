from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Discrete

from envspecs.adapters.scales import scale_of
from imagespaces import ImageSpace


@pytest.mark.parametrize(
    ("space", "scale"),
    [
        (ImageSpace(3, 3, 1), 1.0),
        (ImageSpace(3, 3, 1, dtype="uint8"), 255.0),
        (Box(-3.0, 2.0, (2,)), 3.0),
        (Box(np.array([0, 0]), np.array([4, 7]), dtype=np.int64), 7.0),
        (Box(-0.5, 0.5, ()), 1.0),
        (Box(0.0, np.inf, (2,)), 1.0),
        (Box(-1, 1, (0,)), 1.0),
        (Discrete(9), 1.0),
    ],
)
def test_the_largest_bound_is_the_scale(space: Any, scale: float) -> None:
    assert scale_of(space) == scale
