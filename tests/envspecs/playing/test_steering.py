"""From keys to actions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from envspecs.core import Core
from envspecs.playing.steering import DIRECTIONS, Steering
from tests.envspecs.playing.games import RecordingEnv, make_env


def env_with(motion: dict[str, Any], **sensor: Any) -> RecordingEnv:
    kind = {"kind": "glimpse", "size": [4, 4], "start": "center"} | sensor
    kind = {name: value for name, value in kind.items() if value is not None}
    env = make_env("CircleSquare-v0", {"sensor": {**kind, "motion": motion}})
    env.reset(seed=0)
    return env


def moved(env: RecordingEnv, key: str) -> tuple[float, float]:
    """Give where a key leads."""
    action = Steering(env.core).action(key)
    assert action in env.inner_action_space
    env.step({"action": action, "prediction": np.zeros(2, np.float32)})
    return position(env.core)


def position(core: Core) -> tuple[float, float]:
    x, y = core.sensor.state()["positions"][0].tolist()
    return round(x, 6), round(y, 6)


@pytest.mark.parametrize("key", DIRECTIONS)
@pytest.mark.parametrize("kind", ["relative", "absolute", "velocity", "discrete"])
def test_every_direction_goes_there(kind: str, key: str) -> None:
    eight = {"directions": 8} if kind == "discrete" else {}
    found = moved(env_with({"kind": kind, **eight}), key)
    assert tuple(np.sign(found)) == DIRECTIONS[key]


@pytest.mark.parametrize(("key", "x"), [("right", 1 / 6), ("shift+right", 4 / 6), ("l", 1 / 6), ("L", 4 / 6)])
def test_a_key_goes_on_by_half_of_what_is_looked_at_and_a_capital_four_times_as_far(key: str, x: float) -> None:
    # A glimpse of 4 of 28 pixels covers 4 of the 24 that its corner can be moved by: 1/3 of positions, 2 long.
    assert moved(env_with({"kind": "absolute"}), key) == pytest.approx((x, 0), abs=1e-6)


def test_no_key_goes_farther_than_one_step() -> None:
    env = env_with({"kind": "relative", "max_step": 0.1})
    assert moved(env, "shift+left") == (-0.1, 0)


def test_a_key_over_a_lattice_goes_one_step_however_long() -> None:
    assert moved(env_with({"kind": "discrete", "step": 0.7}), "up") == (0, -0.7)


def test_no_effort_is_made_against_the_border() -> None:
    env = env_with({"kind": "relative"}, start=[1.0, 0.0])
    assert np.allclose(np.asarray(Steering(env.core).action("right")), 0)


@pytest.mark.parametrize("kind", ["relative", "absolute", "velocity", "discrete"])
def test_space_stays(kind: str) -> None:
    assert moved(env_with({"kind": kind}), "space") == (0, 0)


@pytest.mark.parametrize("kind", ["relative_zoom", "absolute_zoom"])
@pytest.mark.parametrize(("key", "size"), [("+", 0.3), ("=", 0.3), ("-", 0.7), ("_", 0.7), ("right", 0.5)])
def test_zooming_changes_the_size_and_moving_does_not(kind: str, key: str, size: float) -> None:
    env = env_with({"kind": kind}, kind="zoom", patch=4, grid=2, start_scale=0.5, size=None)
    before = position(env.core)
    after = moved(env, key)
    assert env.core.sensor.state()["scales"][0] == pytest.approx(size, abs=1e-6)
    assert (after == before) is (key != "right")


def test_sizes_stay_within_what_there_is() -> None:
    env = env_with({"kind": "absolute_zoom"}, kind="zoom", patch=4, grid=2, start_scale=0.0, size=None)
    moved(env, "+")
    assert env.core.sensor.state()["scales"][0] == 0


@pytest.mark.parametrize("key", ["+", "-", "x", "1", "enter", "shift+x", "escape", ""])
def test_other_keys_move_nothing(key: str) -> None:
    assert Steering(env_with({"kind": "relative"}).core).action(key) is None


def test_of_the_whole_image_every_direction_is_the_same() -> None:
    env = make_env("CircleSquare-v0", {"sensor": {"kind": "full"}})
    env.reset(seed=0)
    steering = Steering(env.core)
    assert steering.action("up") == steering.action("space") == 0
    assert steering.position == (0, 0)
