from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from gymnasium.error import ResetNeeded
from gymnasium.spaces import Box, Dict, Discrete, MultiDiscrete
from gymnasium.vector import AutoresetMode
from gymnasium.vector.utils import batch_space

import envspecs
from envspecs.build import build_core
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.testing.driver import Driver, drawn_actions
from imagespaces import ImageSpace

SPEC = envspecs.load("CircleSquare-s15-v0").override({"episode.max_steps": 3})
MODES = list(AutoresetMode)


def refuses(error: type[Exception], message: str) -> Any:
    return pytest.raises(error, match=f"^{re.escape(message)}$")


def single(**options: Any) -> ActiveEnv:
    return ActiveEnv(build_core(SPEC, 1), **options)


def vector(count: int = 3, mode: AutoresetMode | str = AutoresetMode.NEXT_STEP, **options: Any) -> ActiveVectorEnv:
    return ActiveVectorEnv(build_core(SPEC, count), mode, **options)


def shape_of(data: Any) -> Any:
    """The keys, types and shapes of data."""
    if isinstance(data, dict):
        return {key: shape_of(value) for key, value in data.items()}
    return (data.dtype.name, data.shape) if isinstance(data, np.ndarray) else type(data).__name__


# ----------------------------------------------------------------------------------------------------------------------
# The single environment
# ----------------------------------------------------------------------------------------------------------------------


def test_a_single_environment_has_one_lane() -> None:
    with refuses(ValueError, "a single environment has one lane, got 2"):
        ActiveEnv(build_core(SPEC, 2))


def test_spaces_of_a_single_environment() -> None:
    env = single()
    assert env.inner_action_space == Box(-1.0, 1.0, (2,), np.float32)
    assert env.prediction_space == Box(-np.inf, np.inf, (2,), np.float32)
    assert env.prediction_target_space == Discrete(2)
    assert env.action_space == Dict(action=Box(-1.0, 1.0, (2,), np.float32), prediction=Box(-np.inf, np.inf, (2,)))
    assert env.observation_space == Dict(
        glimpse=ImageSpace(5, 5, 1),
        glimpse_pos=Box(-1.0, 1.0, (2,), np.float32),
        time_step=Box(-1.0, 1.0, (), np.float32),
    )


def test_what_a_single_environment_gives() -> None:
    env = single()
    observation, info = env.reset(seed=0)
    seen = {"glimpse": ("float32", (5, 5, 1)), "glimpse_pos": ("float32", (2,)), "time_step": ("float32", ())}
    assert shape_of(observation) == seen
    assert shape_of(info) == {"index": "int"}
    told = {"index": "int", "base_reward": "float", "prediction": {"target": "int", "loss": "float"}}
    metrics = {
        "accuracy": "float",
        "mean_accuracy": "float",
        "first_correct_step": "int",
        "return": "float",
        "length": "int",
    }
    for expected in (told, told, told | {"metrics": metrics}):
        observation, reward, terminated, truncated, info = env.step(env.action_space.sample())
        assert shape_of(observation) == seen
        assert [type(value) for value in (reward, terminated, truncated)] == [float, bool, bool]
        assert shape_of(info) == expected
    assert (terminated, truncated) == (True, False)


def test_past_the_end_a_single_environment_asks_for_a_reset() -> None:
    env = single()
    action = env.action_space.sample()
    message = "no episode is under way: call reset() before step()"
    with refuses(ResetNeeded, message):
        env.step(action)
    env.reset(seed=0)
    for _ in range(3):
        env.step(action)
    with refuses(ResetNeeded, message):
        env.step(action)
    env.reset()
    env.step(action)


@pytest.mark.parametrize("seed", [-1, 1.5, "1"])
def test_a_seed_that_is_none_of_a_single_environment_is_refused_and_changes_nothing(seed: Any) -> None:
    env = single()
    env.reset(seed=3)
    before = repr(env.get_state())
    with refuses(ValueError, f"seed must be an integer from 0 on, or None, got {seed!r}"):
        env.reset(seed=seed)
    assert repr(env.get_state()) == before


def test_numpy_s_integers_are_seeds() -> None:
    env = single()
    _, info = env.reset(seed=np.uint16(7))  # type: ignore[arg-type]  # Gymnasium's signature knows Python's alone
    assert env.reset(seed=7)[1] == info


def test_what_is_given_to_reset_is_where_the_episode_is() -> None:
    observation, info = single().reset(seed=0, options={"index": 7, "position": [0.5, -1.0], "split": "all"})
    assert info == {"index": 7}
    assert observation["glimpse_pos"].tolist() == [0.5, -1.0]


# ----------------------------------------------------------------------------------------------------------------------
# The vector environment
# ----------------------------------------------------------------------------------------------------------------------


def test_spaces_of_a_vector_environment_are_batches_of_the_single_ones() -> None:
    envs, env = vector(), single()
    for name in (
        "observation_space",
        "action_space",
        "inner_action_space",
        "prediction_space",
        "prediction_target_space",
    ):
        assert getattr(envs, f"single_{name}") == getattr(env, name)
        assert getattr(envs, name) == batch_space(getattr(env, name), 3)
    assert envs.prediction_target_space == MultiDiscrete([2, 2, 2])
    assert envs.num_envs == 3


def test_what_a_vector_environment_gives() -> None:
    envs = vector(mode="SameStep")
    seen = {"glimpse": ("float32", (3, 5, 5, 1)), "glimpse_pos": ("float32", (3, 2)), "time_step": ("float32", (3,))}
    whole, real, flags = ("int64", (3,)), ("float64", (3,)), ("bool", (3,))
    observation, info = envs.reset(seed=0)
    assert (shape_of(observation), shape_of(info)) == (seen, {"index": whole, "_index": flags})
    prediction = {"target": whole, "_target": flags, "loss": real, "_loss": flags}
    told: dict[str, Any] = {"index": whole, "_index": flags, "base_reward": real, "_base_reward": flags}
    told |= {"prediction": prediction, "_prediction": flags}
    metrics = {"accuracy": real, "mean_accuracy": real, "first_correct_step": whole, "return": real, "length": whole}
    last: dict[str, Any] = told | {"metrics": metrics | {f"_{name}": flags for name in metrics}, "_metrics": flags}
    final = {"final_obs": ("object", (3,)), "_final_obs": flags, "final_info": last, "_final_info": flags}
    for expected in (told, told, {"index": whole, "_index": flags} | final):
        observation, rewards, terminated, truncated, info = envs.step(envs.action_space.sample())
        assert shape_of(observation) == seen
        assert shape_of((rewards, terminated, truncated)) == "tuple"
        assert [shape_of(array) for array in (rewards, terminated, truncated)] == [real, flags, flags]
        assert shape_of(info) == expected
    assert shape_of(info["final_obs"][1]) == {key: (kind, shape[1:]) for key, (kind, shape) in seen.items()}


@pytest.mark.parametrize("mode", MODES)
def test_modes_may_be_named_by_member_value_or_name(mode: AutoresetMode) -> None:
    for named in (mode, mode.value, mode.name):
        envs = vector(mode=named)
        assert envs.autoreset_mode is mode
        assert envs.metadata["autoreset_mode"] is mode
    assert "autoreset_mode" not in single().metadata


def test_a_mode_that_is_none_is_refused() -> None:
    with refuses(ValueError, "autoreset_mode must be one of 'NextStep', 'SameStep', 'Disabled', got 'Never'"):
        vector(mode="Never")


def test_the_first_reset_is_of_all() -> None:
    envs = vector()
    with refuses(ResetNeeded, "the first reset must be of all environments, not without [0, 2]"):
        envs.reset(options={"reset_mask": np.array([False, True, False])})
    envs.reset(seed=0)
    _, info = envs.reset(options={"reset_mask": np.array([False, True, False])})
    assert envs.core.episodes.tolist() == [0, 1, 0]
    assert info["_index"].tolist() == [False, True, False]
    assert info["index"].tolist() == [0, envs.core.indices[1], 0]


@pytest.mark.parametrize("mode", MODES)
def test_before_the_first_reset_a_vector_environment_asks_for_one(mode: AutoresetMode) -> None:
    envs = vector(mode=mode)
    with refuses(ResetNeeded, "no episode has begun: call reset() before step()"):
        envs.step(envs.action_space.sample())


def test_without_autoreset_what_is_over_must_be_reset() -> None:
    envs = vector(mode="Disabled")
    with Driver(envs) as driver:
        actions = drawn_actions(envs, 0, 3)
        driver.play(actions[:1], seed=0)
        driver.reset(options={"reset_mask": np.array([False, True, False])})
        driver.go_on(actions[1:])
        message = "episodes of environments [0, 2] are over: call reset() with options['reset_mask'] first"
        with refuses(ResetNeeded, message):
            envs.step(actions[0])
        envs.reset(options={"reset_mask": np.array([True, False, True])})
        envs.step(actions[0])
        assert envs.core.times.tolist() == [1, 3, 1]


def test_seeds_of_some_environments() -> None:
    envs = vector()
    envs.reset(seed=[5, None, 7])
    fifth = envs.core.indices[0]
    envs.reset(seed=10)
    envs.reset(seed=5, options={"reset_mask": np.array([True, False, False])})
    assert envs.core.indices[0] == fifth
    assert envs.core.episodes.tolist() == [0, 0, 0]
    envs.reset(seed=[None, 3, None])
    assert envs.core.episodes.tolist() == [1, 0, 1]


@pytest.mark.parametrize("seed", [-1, [1, 2], 0.5])
def test_a_seed_that_is_none_is_refused_and_changes_nothing(seed: Any) -> None:
    envs = vector()
    envs.reset(seed=0)
    before = repr(envs.get_state())
    with refuses(ValueError, f"seed must be an integer from 0 on, or a list of 3 of these or None, got {seed!r}"):
        envs.reset(seed=seed)
    assert repr(envs.get_state()) == before


def test_a_limit_from_outside_truncates_and_gives_no_metrics() -> None:
    envs = ActiveVectorEnv(build_core(SPEC, 2, truncate_after=2), AutoresetMode.SAME_STEP)
    envs.reset(seed=0)
    envs.step(envs.action_space.sample())
    _, _, terminated, truncated, info = envs.step(envs.action_space.sample())
    assert (terminated.tolist(), truncated.tolist()) == ([False, False], [True, True])
    assert "metrics" not in info["final_info"]
    assert envs.core.times.tolist() == [0, 0]


def test_a_single_environment_that_is_cut_off_from_outside_gives_no_metrics_either() -> None:
    env = ActiveEnv(build_core(SPEC, 1, truncate_after=1))
    env.reset(seed=0)
    _, _, terminated, truncated, info = env.step(env.action_space.sample())
    assert (terminated, truncated) == (False, True)
    assert "metrics" not in info


def test_environments_that_end_at_different_times() -> None:
    envs = vector(mode="SameStep")
    envs.reset(seed=0)
    actions = drawn_actions(envs, 0, 3)
    envs.step(actions[0])
    envs.reset(options={"reset_mask": np.array([False, True, False])})
    envs.step(actions[1])
    _, _, terminated, _, info = envs.step(actions[2])
    assert terminated.tolist() == info["_final_obs"].tolist() == [True, False, True]
    assert info["_prediction"].tolist() == [False, True, False]
    last, now = info["final_info"], info
    for told, count in ((last, 2), (now, 1)):
        lanes = told["_base_reward"]
        assert lanes.sum() == count
        assert (told["base_reward"][lanes] < 0).all()
        assert (told["base_reward"][~lanes] == 0).all()
    assert info["final_info"]["_metrics"].tolist() == [True, False, True]
    assert info["final_info"]["metrics"]["length"].tolist() == [3, 0, 3]
    assert info["final_obs"][1] is None


def test_names() -> None:
    assert repr(vector()) == "ActiveVectorEnv(num_envs=3)"
    assert str(single()) == "<ActiveEnv instance>"
