"""TorchRL's check of specs, and a rollout over ends of episodes, on every task of the catalog."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Dict

import envspecs
from tests.envspecs.adapters.catalog_ids import EVERY
from tests.envspecs.adapters.extras import adapter

adapted = adapter("torchrl")

import torch  # noqa: E402 - these are there if the adapter is
from torchrl.envs.utils import check_env_specs  # noqa: E402

pytestmark = pytest.mark.usefixtures("one_thread", "data_at_hand")

ENVS = 2


@pytest.fixture(scope="module")
def one_thread() -> None:
    torch.set_num_threads(1)


def made(name: str) -> Any:
    return adapted.TorchRLEnv(envspecs.load(name).make_vec(ENVS, autoreset_mode="Disabled"))


@pytest.mark.parametrize("name", EVERY)
def test_the_library_s_check_finds_nothing(name: str) -> None:
    env = made(name)
    assert isinstance(env.envs.single_action_space, Dict)
    assert sorted(env.action_keys) == sorted(env.envs.single_action_space)
    assert sorted(env.observation_keys) == sorted(env.envs.single_observation_space)
    check_env_specs(env, break_when_any_done="both", seed=0)


def apart(env: Any) -> Any:
    """Begin episodes, the first one anew after a step, so that ends come at different times."""
    after = env.step(env.rand_action(env.reset()))["next"].exclude("reward")
    first = torch.arange(ENVS)[:, None] == 0
    return env.reset(after.set("_reset", after["done"] | first))


@pytest.mark.parametrize("name", EVERY)
def test_rollouts_go_on_over_ends_of_episodes(name: str) -> None:
    env = made(name)
    limit = envspecs.load(name).episode.max_steps
    steps = limit + 2
    env.set_seed(0)
    rollout = env.rollout(steps, tensordict=apart(env), auto_reset=False, break_when_any_done=False)
    assert rollout.shape == (ENVS, steps)
    assert rollout["next", "reward"].isfinite().all()
    over = rollout["next", "done"][..., 0].numpy()
    assert over.any(axis=1).all()
    times = rollout["time_step"][..., 0].numpy()
    np.testing.assert_array_equal(
        times[:, 1:] == -1.0, over[:, :-1]
    )  # after an end a beginning, and after nothing else
    passed = rollout["next", "time_step"][..., 0].numpy() - times
    np.testing.assert_allclose(passed, 2.0 / limit, atol=1e-5)  # environments go on while others begin
