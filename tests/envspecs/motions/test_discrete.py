from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Discrete as Choices

from envspecs.motions import Discrete

WAYS = {
    "right": (1, 0),
    "down": (0, 1),
    "left": (-1, 0),
    "up": (0, -1),
    "right down": (1, 1),
    "left down": (-1, 1),
    "left up": (-1, -1),
    "right up": (1, -1),
    "stay": (0, 0),
}


@pytest.mark.parametrize("directions", [4, 8])
@pytest.mark.parametrize("stay", [True, False])
def test_actions_do_what_they_are_called(directions: Any, stay: bool) -> None:
    motion = Discrete(directions, stay=stay, step=(0.25, 0.125))
    names = list(WAYS)[:directions] + ["stay"] * stay
    assert motion.action_names == tuple(names)
    assert motion.action_space == Choices(len(names))
    found, efforts = motion.move(np.zeros((len(names), 2)), np.arange(len(names)))
    assert found.tolist() == [[0.25 * WAYS[name][0], 0.125 * WAYS[name][1]] for name in names]
    assert efforts.tolist() == [math.hypot(*WAYS[name]) for name in names]


def test_a_step_ends_at_the_border() -> None:
    found, _ = Discrete(step=0.5).move(np.array([[0.75, -1.0]] * 2), np.array([0, 3]))
    assert found.tolist() == [[1.0, -1.0], [0.75, -1.0]]


@pytest.mark.parametrize("directions", [0, 5, True, "4", 4.5])
def test_other_directions_are_refused(directions: Any) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(f'directions must be 4 or 8, got {directions!r}')}$"):
        Discrete(directions)


def test_a_step_that_can_not_be_is_refused() -> None:
    message = "step must be positive and finite, one number or (x, y), got 0"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Discrete(step=0)
