"""What sensors of task files have besides, in environments."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium.vector import AutoresetMode
from numpy.typing import NDArray

import envspecs
from envspecs.sensors import Glimpse
from envspecs.sensors.action_aware import ActionAware
from envspecs.sensors.canvas import Canvas
from envspecs.sensors.dropout import Dropout
from envspecs.sensors.history import History
from envspecs.sensors.noisy import Noisy
from envspecs.sensors.options import with_options
from envspecs.sensors.peripheral import Peripheral
from envspecs.specs.task_spec import TaskSpec
from tests.envspecs.sensors.lookers import KINDS, STEPS, Pictures

ENVS, LENGTH = 5, 3


def spec(**options: Any) -> TaskSpec:
    """A task of short episodes, whose sensor has options."""
    fields = {f"sensor.{name}": value for name, value in options.items()}
    return envspecs.load("CircleSquare-v0").override({"episode.max_steps": LENGTH, **fields})


@pytest.mark.parametrize(
    ("options", "outermost", "keys"),
    [
        ({}, Glimpse, set()),
        ({"noise": 0.1}, Noisy, set()),
        ({"dropout": 0.1}, Dropout, set()),
        ({"noise": 0.1, "dropout": 0.1}, Dropout, set()),
        ({"memory": "canvas", "noise": 0.1}, Canvas, {"canvas", "canvas_mask"}),
        ({"memory": "history"}, History, {"history", "history_pos", "history_mask"}),
        ({"periphery": [7, 7]}, Peripheral, {"periphery"}),
        ({"observe": ["last_action"], "periphery": [7, 7]}, ActionAware, {"periphery", "last_action"}),
    ],
)
def test_a_task_file_says_what_its_sensor_has(options: dict[str, Any], outermost: type, keys: set[str]) -> None:
    env = spec(**options).make()
    assert type(env.get_wrapper_attr("core").sensor) is outermost
    observation, _ = env.reset(seed=0)
    assert observation.keys() == {"glimpse", "glimpse_pos", "time_step"} | keys


def test_options_change_no_other_draw() -> None:
    plain, rich = (
        each.make_vec(ENVS).reset(seed=3)
        for each in (
            spec(),
            spec(noise=0.2, dropout=0.2, memory="canvas", periphery=[4, 4], observe=["last_action"]),
        )
    )
    assert plain[1]["index"].tolist() == rich[1]["index"].tolist()
    assert plain[0]["glimpse_pos"].tolist() == rich[0]["glimpse_pos"].tolist()
    noisy = spec(noise=0.2).make_vec(ENVS).reset(seed=3)[0]["glimpse"]
    holes = spec(dropout=0.2).make_vec(ENVS).reset(seed=3)[0]["glimpse"] == 0
    assert rich[0]["glimpse"].tolist() == np.where(holes, 0, noisy).tolist()


def looks(observation: dict[str, NDArray[Any]]) -> NDArray[np.int64]:
    """How many glimpses histories hold, ``[B]``; of canvases 1 where they show one window alone, else 0."""
    if "history" in observation:
        to_come = observation["history_mask"] == 1
        assert not observation["history"][to_come].any()
        return np.asarray((~to_come).sum(axis=1), np.int64)
    known = observation["canvas_mask"] == 1
    assert not observation["canvas"][~known].any()
    return np.asarray(known.sum(axis=(1, 2)) == 25, np.int64)


@pytest.mark.parametrize("mode", AutoresetMode)
@pytest.mark.parametrize("options", [{"memory": "canvas"}, {"memory": "history"}], ids=["canvas", "history"])
def test_memory_holds_nothing_of_earlier_episodes(mode: AutoresetMode, options: dict[str, Any]) -> None:
    envs = spec(**options, **{"motion.max_step": 2.0}).make_vec(ENVS, autoreset_mode=mode)
    observation, _ = envs.reset(seed=1)
    envs.reset(options={"reset_mask": np.array([False, True, False, True, False])})  # from here on lanes are apart
    ages = np.ones(ENVS, int)
    assert looks(observation).tolist() == [1] * ENVS
    random = np.random.default_rng(0)
    over = np.zeros(ENVS, bool)
    for step in range(6 * LENGTH):
        if mode == AutoresetMode.DISABLED and over.any():
            observation, _ = envs.reset(options={"reset_mask": over})
            ages[over], over = 1, np.zeros(ENVS, bool)
        elif step == 4 and mode != AutoresetMode.DISABLED:
            chosen = np.array([True, False, False, False, True])
            observation, _ = envs.reset(options={"reset_mask": chosen})
            ages[chosen], over[chosen] = 1, False
        else:
            actions = {
                "action": random.uniform(-1, 1, (ENVS, 2)).astype(np.float32),
                "prediction": np.zeros((ENVS, 2), np.float32),
            }
            observation, _, terminated, _, info = envs.step(actions)
            ages = np.where(over, 1, ages + 1) if mode == AutoresetMode.NEXT_STEP else ages + 1
            over = terminated
            if mode == AutoresetMode.SAME_STEP and over.any():
                for lane in np.flatnonzero(over):
                    last = {key: value[None] for key, value in info["final_obs"][lane].items()}
                    assert looks(last).tolist() == ([LENGTH + 1] if "history" in last else [0])
                ages[over], over = 1, np.zeros(ENVS, bool)
        expected = ages if options["memory"] == "history" else (ages == 1).astype(int)
        assert looks(observation).tolist() == expected.tolist()


def test_the_last_observation_has_the_whole_history() -> None:
    env = spec(memory="history").make()
    seen = [env.reset(seed=0)[0]]
    over = False
    while not over:
        observation, _, over, _, _ = env.step(env.action_space.sample())
        seen.append(observation)
    assert seen[-1]["history_mask"].tolist() == [0] * (LENGTH + 1)
    assert seen[-1]["history"].tolist() == [each["glimpse"].tolist() for each in seen]


def test_without_options_nothing_is_put_around_a_sensor() -> None:
    pictures = Pictures()
    sensor = KINDS["zoom"](pictures)
    assert with_options(sensor, pictures, max_steps=STEPS) is sensor
