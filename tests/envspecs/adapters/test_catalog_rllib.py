"""A rollout by RLlib's runner on every task of the catalog, through creator and connector."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import envspecs
from envspecs.specs.resolution import PixelTask
from tests.envspecs.adapters.catalog_ids import EVERY
from tests.envspecs.adapters.extras import adapter

rllib = adapter("rllib", "ray.rllib.algorithms.ppo", "ray.rllib.env.single_agent_env_runner")

import torch  # noqa: E402 - these are there if the adapter is
from ray.rllib.algorithms.ppo import PPOConfig  # noqa: E402
from ray.rllib.core.rl_module.default_model_config import DefaultModelConfig  # noqa: E402
from ray.rllib.env.single_agent_env_runner import SingleAgentEnvRunner  # noqa: E402
from ray.tune.registry import register_env  # noqa: E402

pytestmark = [
    pytest.mark.usefixtures("one_thread", "data_at_hand"),
    # The library warns of itself, and of the environment that it registers again for each runner.
    pytest.mark.filterwarnings("ignore"),
]

ENVS = 2


@pytest.fixture(scope="module")
def one_thread() -> None:
    torch.set_num_threads(1)


def runner(spec: Any) -> Any:
    """Give a runner of environments with tiny networks."""
    # The library has no distribution of actions with several axes, as predictions of pixels have them.
    flat = {"override": {"interface.actions": "flat"}} if isinstance(spec.task, PixelTask) else {}
    register_env("task", rllib.creator(spec))
    return SingleAgentEnvRunner(
        config=PPOConfig()
        .environment("task", env_config=flat)
        .env_runners(
            num_env_runners=0,
            num_envs_per_env_runner=ENVS,
            gym_env_vectorize_mode="vector_entry_point",
            env_to_module_connector=lambda env, spaces, device: rllib.FlatObservations(),
        )
        .rl_module(model_config=DefaultModelConfig(fcnet_hiddens=[8]))
        .debugging(seed=0)
    )


@pytest.mark.parametrize("name", EVERY)
def test_rollouts_go_on_over_ends_of_episodes(name: str) -> None:
    spec = envspecs.load(name)
    steps = spec.episode.max_steps + 2
    running = runner(spec)
    episodes = running.sample(num_timesteps=ENVS * steps)
    running.stop()
    assert sum(map(len, episodes)) >= ENVS * steps
    assert sum(episode.is_done for episode in episodes) >= ENVS
    for episode in episodes:
        assert len(episode) <= spec.episode.max_steps
        assert np.isfinite(episode.get_rewards()).all()
        assert all(episode.observation_space.contains(seen) for seen in episode.get_observations())
