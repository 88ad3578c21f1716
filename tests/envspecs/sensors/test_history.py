"""All glimpses so far."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box

from envspecs.sensors.history import History
from tests.envspecs.sensors.lookers import KINDS, LANES, STEPS, Looker, Pictures

ZOOMS = {"zoom", "area"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_it_holds_what_was_observed_and_nothing_else(kind: str, noise: float) -> None:
    looker, bare = Looker(kind, memory="history", noise=noise), Looker(kind, noise=noise)
    for _ in range(2):  # the second episode holds nothing of the first
        seen, expected = looker.play(), bare.play()
        for step in range(STEPS + 1):
            so_far = expected[: step + 1]
            poses = [
                np.c_[each["glimpse_pos"], each["glimpse_scale"]] if kind in ZOOMS else each["glimpse_pos"]
                for each in so_far
            ]
            _expect(seen[step]["history"], [each["glimpse"] for each in so_far])
            _expect(seen[step]["history_pos"], poses)
            if kind in ZOOMS:
                _expect(seen[step]["history_boxes"], [each["glimpse_boxes"] for each in so_far])
            to_come = [0] * (step + 1) + [1] * (STEPS - step)
            assert seen[step]["history_mask"].tolist() == [to_come] * LANES


def _expect(found: Any, looks: list[Any]) -> None:
    """Demand that the first places hold looks ``[B, …]``, and all others 0."""
    assert found.shape == (LANES, STEPS + 1, *looks[0].shape[1:])
    assert found.dtype == looks[0].dtype
    assert found[:, : len(looks)].tolist() == np.stack(looks, axis=1).tolist()
    assert not found[:, len(looks) :].any()


def test_spaces() -> None:
    spaces = Looker("zoom", Pictures(dtype="uint8"), memory="history").sensor.observation_spaces
    low, high = np.tile(np.array([-1, -1, 0], np.float32), (STEPS + 1, 1)), np.ones((STEPS + 1, 3), np.float32)
    assert (spaces["history"].shape, spaces["history"].dtype) == ((STEPS + 1, 4, 4, 3), np.uint8)
    assert spaces["history_pos"] == Box(low, high, dtype=np.float32)
    assert spaces["history_boxes"] == Box(0, 14, (STEPS + 1, 4, 4), np.int32)
    assert spaces["history_mask"] == Box(0, 1, (STEPS + 1,), np.uint8)


def test_lanes_are_at_different_steps() -> None:
    looker = Looker("glimpse", memory="history")
    looker.play(2)
    looker.begin(1)
    looker.see()
    looker.act()
    assert (looker.see()["history_mask"] == 0).sum(axis=1).tolist() == [4, 2, 4]


def test_sensors_that_do_not_say_where_they_look_have_none() -> None:
    sensor: Any = KINDS["full"](Pictures())
    sensor.observation_spaces = {"glimpse": sensor.observation_spaces["glimpse"]}
    message = "a history takes a sensor that observes glimpse and glimpse_pos, got one of ['glimpse']"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        History(sensor, Pictures(), STEPS)
