"""Every task of the catalog as Gymnasium makes it: many at once in each mode, and with Gymnasium's wrappers."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium import wrappers
from gymnasium.spaces import flatten
from gymnasium.vector import AutoresetMode
from gymnasium.wrappers import vector as vector_wrappers

import envspecs
from envspecs.testing.driver import Driver, drawn_actions
from tests.envspecs.adapters.catalog_ids import EVERY, SAMPLE

ENVS = 2
MODES = list(AutoresetMode)


def made(name: str, **options: Any) -> Any:
    env: Any = gymnasium.make(f"envspecs/{name}", **options)
    return env


def made_vec(name: str, mode: AutoresetMode) -> Any:
    return gymnasium.make_vec(f"envspecs/{name}", ENVS, autoreset_mode=mode)


def test_the_sample_has_every_kind_of_task() -> None:
    kinds = {envspecs.load(name).task.kind for name in envspecs.catalog()}
    assert {envspecs.load(name).task.kind for name in SAMPLE} == kinds


# ----------------------------------------------------------------------------------------------------------------------
# Many at once
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("data_at_hand")
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", EVERY)
def test_vector_environments_go_on_over_ends_of_episodes(name: str, mode: AutoresetMode) -> None:
    limit = envspecs.load(name).episode.max_steps
    ends = np.zeros(ENVS, np.int64)
    with Driver(made_vec(name, mode)) as driver:
        envs = driver.env
        results = [driver.reset(seed=0)]
        for action in drawn_actions(envs, 0, limit + 2):
            assert results[-1]["observation"] in envs.observation_space
            results.append(driver.step(action))
            if "reward" in results[-1]:
                check_step(results[-1], envs, mode)
                ends += results[-1]["terminated"] | results[-1]["truncated"]
    assert (ends >= 1).all()


def check_step(result: dict[str, Any], envs: Any, mode: AutoresetMode) -> None:
    assert np.isfinite(result["reward"]).all()
    ended = result["terminated"] | result["truncated"]
    info = result["info"]
    assert ("final_obs" in info) == (mode == AutoresetMode.SAME_STEP and ended.any())
    for lane in np.flatnonzero(info.get("_final_obs", np.zeros(ENVS, np.bool_))):
        assert ended[lane]
        assert info["final_obs"][lane] in envs.single_observation_space


# ----------------------------------------------------------------------------------------------------------------------
# Wrappers
# ----------------------------------------------------------------------------------------------------------------------


def seen(env: Any, actions: list[Any]) -> list[Any]:
    """Give what is observed, all of it of the environment's space."""
    with Driver(env) as driver:
        observations = [result["observation"] for result in driver.play(actions, seed=0)]
    assert all(observation in env.observation_space for observation in observations)
    return observations


@pytest.mark.parametrize("name", SAMPLE)
def test_episodes_are_cut_off_and_recorded(name: str) -> None:
    env = wrappers.RecordEpisodeStatistics(wrappers.TimeLimit(made(name), 3))
    rewards = []
    with Driver(env) as driver:
        driver.reset(seed=0)
        while not driver.any_over:
            last = driver.step(env.action_space.sample())
            rewards.append(last["reward"])
    assert last["terminated"] or last["truncated"] == (len(rewards) == 3)
    assert last["info"]["episode"]["l"] == len(rewards)
    assert last["info"]["episode"]["r"] == pytest.approx(sum(rewards))


@pytest.mark.parametrize("name", SAMPLE)
def test_observations_are_flattened_and_normalized(name: str) -> None:
    plain = made(name)
    actions = drawn_actions(plain, 0, 5)
    flat = seen(wrappers.FlattenObservation(made(name)), actions)
    np.testing.assert_array_equal(flat, [flatten(plain.observation_space, one) for one in seen(plain, actions)])
    assert np.isfinite(seen(wrappers.NormalizeObservation(wrappers.FlattenObservation(made(name))), actions)).all()


@pytest.mark.parametrize("name", SAMPLE)
def test_the_latest_observations_are_stacked_and_delayed(name: str) -> None:
    env = wrappers.DelayObservation(wrappers.FrameStackObservation(wrappers.FlattenObservation(made(name)), 3), 1)
    assert len(seen(env, drawn_actions(env, 0, 3))) == 4


@pytest.mark.parametrize("name", SAMPLE)
def test_rewards_are_normalized_and_clipped(name: str) -> None:
    env = wrappers.ClipReward(wrappers.NormalizeReward(made(name)), -1.0, 1.0)
    with Driver(env) as driver:
        results = driver.play(drawn_actions(env, 0, 5), seed=0)
    rewards = [result["reward"] for result in results if "reward" in result]
    assert all(-1.0 <= reward <= 1.0 for reward in rewards)


@pytest.mark.parametrize("name", SAMPLE)
def test_flat_actions_are_rescaled_and_clipped(name: str) -> None:
    flat = made(name, override={"interface.actions": "flat"})
    env = wrappers.ClipAction(wrappers.RescaleAction(flat, np.float32(-1.0), np.float32(1.0)))
    assert len(seen(env, drawn_actions(env, 0, 3))) == 4


@pytest.mark.parametrize("name", SAMPLE)
def test_vector_environments_are_wrapped_too(name: str) -> None:
    envs = made_vec(name, AutoresetMode.NEXT_STEP)
    wrapped = vector_wrappers.RecordEpisodeStatistics(
        vector_wrappers.NormalizeReward(vector_wrappers.FlattenObservation(envs))
    )
    steps = envspecs.load(name).episode.max_steps
    with Driver(wrapped) as driver:
        results = driver.play(drawn_actions(wrapped, 0, steps), seed=0)
    assert all(result["observation"] in wrapped.observation_space for result in results)
    ended = [result["info"]["_episode"] for result in results if "episode" in result["info"]]
    assert np.any(ended, axis=0).all()
