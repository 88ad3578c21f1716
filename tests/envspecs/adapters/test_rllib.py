"""Rollouts and training with RLlib, and the environments as its runners see them."""

from __future__ import annotations

import re
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary

import envspecs
from envspecs.testing.comparing import expect_same_data
from imagespaces import ImageSpace
from tests.envspecs.adapters.extras import LAYOUTS, adapter

rllib = adapter("rllib", "ray.rllib.algorithms.ppo", "ray.rllib.env.single_agent_env_runner")

from ray import cloudpickle  # noqa: E402 - these are there if the adapter is
from ray.rllib.algorithms.ppo import PPOConfig  # noqa: E402
from ray.rllib.env.single_agent_env_runner import SingleAgentEnvRunner  # noqa: E402
from ray.tune.registry import register_env  # noqa: E402

# The library warns of itself, and of the environment that it registers again for each runner.
pytestmark = pytest.mark.filterwarnings("ignore")

STEPS = 3
LANES = 4
SPEC = envspecs.load("CircleSquare-s15-v0").override({"episode.max_steps": STEPS})
MODES = ["sync", "vector_entry_point"]


def config(mode: str = "vector_entry_point", spec: Any = SPEC, **options: Any) -> Any:
    register_env("task", rllib.creator(spec, **options))
    return (
        PPOConfig()
        .environment("task", normalize_actions=False)  # so that episodes keep the actions as they were sent
        .env_runners(
            num_env_runners=0,
            num_envs_per_env_runner=LANES,
            gym_env_vectorize_mode=mode,
            rollout_fragment_length=64,
            env_to_module_connector=lambda env, spaces, device: rllib.FlatObservations(),
        )
        .training(train_batch_size=256, minibatch_size=128, num_epochs=1)
        .debugging(seed=5)
    )


def runner(*arguments: Any, **options: Any) -> Any:
    return SingleAgentEnvRunner(config=config(*arguments, **options))


def sample(steps: int, *arguments: Any, **options: Any) -> list[Any]:
    """Run steps with actions of an untrained network; give the episodes."""
    running = runner(*arguments, **options)
    episodes: list[Any] = running.sample(num_timesteps=steps)
    running.stop()
    return episodes


def flat(observation: Any) -> Any:
    """What the connector must make of an observation of CircleSquare."""
    return np.concatenate([observation[key].ravel() for key in ("glimpse", "glimpse_pos", "time_step")])


# ----------------------------------------------------------------------------------------------------------------------
# Rollouts
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
def test_runners_see_what_the_environments_give(mode: str) -> None:
    episodes = sample(LANES * STEPS, mode)
    assert [len(episode) for episode in episodes] == [STEPS] * LANES
    for lane, episode in enumerate(episodes):
        env = SPEC.make()
        seen, _ = env.reset(seed=5 + lane)
        for step in range(STEPS):
            expect_same_data(episode.get_observations(step), flat(seen), "observation")
            seen, reward, *_ = env.step(episode.get_actions(step))
            assert episode.get_rewards(step) == reward
        expect_same_data(episode.get_observations(STEPS), flat(seen), "terminal observation")
        assert (episode.is_terminated, episode.is_truncated) == (True, False)
        assert episode.get_infos(-1)["metrics"]["length"] == STEPS


def test_vectors_give_what_single_environments_give() -> None:
    one, other = (sample(5 * LANES * STEPS, mode) for mode in MODES)
    assert len(one) == len(other) == 5 * LANES
    for episode, again in zip(one, other, strict=True):
        expect_same_data(episode.get_observations(), again.get_observations(), "observations")
        expect_same_data(episode.get_rewards(), again.get_rewards(), "rewards")


@pytest.mark.parametrize("mode", MODES)
def test_what_is_cut_off_is_truncated(mode: str) -> None:
    episodes = sample(LANES * (STEPS - 1), mode, max_episode_steps=STEPS - 1)
    assert [(len(episode), episode.is_terminated, episode.is_truncated) for episode in episodes] == [
        (STEPS - 1, False, True)
    ] * LANES


def rolled_out(spec: Any) -> bool:
    episodes = sample(40, spec=spec)
    return sum(map(len, episodes)) >= 40


@pytest.mark.parametrize("layout", LAYOUTS)
def test_actions_and_observations_of_every_sort(layout: str) -> None:
    assert rolled_out(SPEC.override(LAYOUTS[layout]))


@pytest.mark.slow  # starts a cluster of one
def test_ppo_trains() -> None:
    algorithm = config().build_algo()
    result = algorithm.train()["env_runners"]
    algorithm.stop()
    assert result["num_env_steps_sampled"] == 256
    assert result["episode_len_mean"] == STEPS


# ----------------------------------------------------------------------------------------------------------------------
# Making environments
# ----------------------------------------------------------------------------------------------------------------------


def test_a_number_of_environments_asks_for_a_vector() -> None:
    make = rllib.creator(SPEC)
    assert isinstance(make({}), gymnasium.Env)
    envs = make({"num_envs": 2})
    assert envs.num_envs == 2
    assert envs.metadata["autoreset_mode"] == gymnasium.vector.AutoresetMode.NEXT_STEP


@pytest.mark.parametrize("count", [{}, {"num_envs": 2}])
def test_the_configuration_may_change_the_spec(count: dict[str, int]) -> None:
    env = rllib.creator(SPEC)({"override": {"space.height": 20}, **count})
    assert env.unwrapped.space.height == 20


def test_files_are_read_at_once() -> None:
    with pytest.raises(envspecs.SpecError):
        rllib.creator("CircleSquares-v0")


def test_creators_are_pickled_for_workers() -> None:
    again = cloudpickle.loads(cloudpickle.dumps(rllib.creator(SPEC, max_episode_steps=2)))
    assert again({"num_envs": 3}).num_envs == 3


# ----------------------------------------------------------------------------------------------------------------------
# The connector
# ----------------------------------------------------------------------------------------------------------------------


def connector(**spaces: Any) -> Any:
    return rllib.FlatObservations(Dict(spaces), Discrete(2))


def test_parts_stand_side_by_side() -> None:
    flattened = connector(
        choice=Discrete(3, start=1),
        glimpse=ImageSpace(1, 2, 1, dtype="uint8"),
        time_step=Box(-1.0, 2.0, (), np.float32),
    )
    assert flattened.observation_space == Box(
        np.array([0, 0, 0, 0, 0, -0.5], np.float32), np.array([1, 1, 1, 1, 1, 1], np.float32)
    )
    seen = {"choice": np.int64(2), "glimpse": np.array([[[51], [255]]], np.uint8), "time_step": np.float32(0.5)}
    found = flattened.preprocess(seen, None)
    expect_same_data(found, np.array([0, 1, 0, 51 / 255, 1, 0.25], np.float32), "flat observation")


def test_flat_observations_are_of_their_space() -> None:
    env: Any = SPEC.make()
    flattened = connector(**env.observation_space.spaces)
    for _ in range(20):
        assert flattened.observation_space.contains(flattened.preprocess(env.observation_space.sample(), None))


def test_observations_without_parts_are_flattened_too() -> None:
    flattened = rllib.FlatObservations(ImageSpace(1, 2, 1, dtype="uint8"), Discrete(2))
    assert flattened.observation_space == Box(0.0, 1.0, (2,))
    found = flattened.preprocess(np.array([[[51], [255]]], np.uint8), None)
    expect_same_data(found, np.array([51 / 255, 1], np.float32), "flat observation")


def test_other_parts_are_refused() -> None:
    message = "observations must be of Box and Discrete, got MultiBinary(2) as 'seen'"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        connector(seen=MultiBinary(2))
