"""Stable-Baselines3's checker and a thousand steps of its PPO on every task of the catalog."""

from __future__ import annotations

import math
from typing import Any

import pytest

import envspecs
from tests.envspecs.adapters.catalog_ids import EVERY, NUMBERS, VAST, of_trainable_size
from tests.envspecs.adapters.extras import adapter

sb3 = adapter("sb3")

import torch  # noqa: E402 - these are there if the adapter is
from stable_baselines3 import PPO  # noqa: E402
from stable_baselines3.common.env_checker import check_env  # noqa: E402
from stable_baselines3.common.vec_env import VecMonitor  # noqa: E402

pytestmark = [pytest.mark.usefixtures("one_thread", "data_at_hand")]

ENVS, LENGTH = 5, 20
NETWORKS = {
    "features_extractor_class": sb3.GlimpseExtractor,
    "features_extractor_kwargs": {"features": 8},
    "net_arch": [8],
}


@pytest.fixture(scope="module")
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.mark.filterwarnings(
    "ignore:It seems that your observation:UserWarning",  # small pictures, of numbers from 0 to 1
    "ignore:The minimal resolution for an image:UserWarning",
    "ignore:Treating image space as channels-last:UserWarning",
    "ignore:Your observation .* has an unconventional shape:UserWarning",  # masks, and rows of pictures
    "ignore:We recommend you to use a symmetric:UserWarning",  # logits reach farther
)
@pytest.mark.parametrize("name", EVERY)
def test_the_library_s_checker_finds_nothing(name: str) -> None:
    """In the layout that the library takes, be it the spec's own or the adapter's."""
    spec = envspecs.load(name)
    laid_out = spec.override({"interface.actions": "flat", "interface.scalars": "vector"}).make()
    adapted = sb3.SB3Env(spec.make())
    assert laid_out.action_space == adapted.action_space
    assert laid_out.observation_space == adapted.observation_space
    check_env(laid_out)
    check_env(adapted)


def learner(spec: Any) -> Any:
    """Give PPO with networks that are tiny, so that there is time for every task."""
    envs = VecMonitor(sb3.SB3VecEnv(spec.make_vec(ENVS, autoreset_mode="SameStep")))
    passes = {"batch_size": 50, "n_epochs": 2}
    # Ratios of probabilities are products over all numbers of an action: of so many they overflow unless they are 1.
    if math.prod(envs.action_space.shape) > NUMBERS:
        passes = {"batch_size": ENVS * LENGTH, "n_epochs": 1}
    return PPO(
        "MultiInputPolicy", envs, n_steps=LENGTH, stats_window_size=1_000, seed=0, policy_kwargs=NETWORKS, **passes
    )


def learns(spec: Any) -> Any:
    """Learn for a thousand steps, and demand that something came of it; give the learner."""
    model = learner(spec)
    before = [parameter.clone() for parameter in model.policy.parameters()]
    model.learn(1_000)
    assert model.num_timesteps == 1_000
    after = list(model.policy.parameters())
    assert all(parameter.isfinite().all() for parameter in after)
    assert any((one != other).any() for one, other in zip(before, after, strict=True))
    records = model.ep_info_buffer
    assert len(records) >= ENVS * (1_000 // ENVS // spec.episode.max_steps)
    assert all(1 <= record["l"] <= spec.episode.max_steps and math.isfinite(record["r"]) for record in records)
    return model


@pytest.mark.parametrize("name", EVERY)
def test_ppo_takes_a_thousand_steps(name: str) -> None:
    learns(of_trainable_size(name))


@pytest.mark.parametrize("estimator", ["even", "oracle"])
@pytest.mark.parametrize(
    "name", ["SceneSegmentation-v0", *(pytest.param(name, marks=pytest.mark.slow) for name in VAST)]
)
def test_with_an_estimator_no_more_than_the_move_is_learnt(name: str, estimator: str) -> None:
    spec = envspecs.load(name).override({"interface.predictions": estimator})
    assert learns(spec).action_space.shape == (3,)
