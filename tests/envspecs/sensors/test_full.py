"""The whole image."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Discrete

import envspecs
from envspecs.runs import run
from envspecs.sensors import Full
from imagespaces import CircleSquare, ImageSpace
from imagespaces.bank import gallery


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_it_sees_all_of_the_image_and_what_it_gives_is_fresh(dtype: Any) -> None:
    space = CircleSquare(height=12, width=9, extent=4, dtype=dtype)
    pictures = gallery(space, 3)
    pictures.show(np.arange(3), np.array([5, 0, 7]))
    full = Full(pictures)
    seen = full.observe(slice(None))
    assert np.array_equal(seen["glimpse"], space.instances([5, 0, 7]).images)
    assert not np.shares_memory(seen["glimpse"], pictures.pixels)
    assert seen["glimpse_pos"].tolist() == [[0.0, 0.0]] * 3
    assert full.boxes(np.array([1])).tolist() == [[0, 0, 9, 12]]
    assert dict(full.observation_spaces) == {
        "glimpse": ImageSpace(12, 9, 1, dtype=dtype),
        "glimpse_pos": Box(-1.0, 1.0, (2,), np.float32),
    }


def test_its_one_action_costs_nothing() -> None:
    spec = envspecs.load("CircleSquare-v0").override({"sensor": {"kind": "full"}, "reward.action_cost": 5.0})
    env: Any = spec.make()
    assert env.action_space["action"] == Discrete(1)
    env.reset(seed=0)
    *_, info = env.step({"action": 0, "prediction": [0.0, 0.0]})
    assert info["base_reward"] == 0.0
    with pytest.raises(ValueError, match=r"^action\['action'\] must be from 0 to 0, got 1 in environment 0$"):
        env.step({"action": 1, "prediction": [0.0, 0.0]})
    with pytest.raises(ValueError, match=r"^action\['action'\] must be of integers, got float64$"):
        env.step({"action": 0.5, "prediction": [0.0, 0.0]})


def test_the_oracle_is_right_with_it() -> None:
    spec = envspecs.load("CircleSquare-v0").override({"sensor": {"kind": "full"}, "episode.max_steps": 2})
    assert run(spec, "oracle", episodes=8).statistics["accuracy"].mean == 1.0
