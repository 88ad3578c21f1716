"""TorchRL's own check, rollouts and collectors, and the vector environment as it is seen through the adapter."""

from __future__ import annotations

import re
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.spaces import Dict, Discrete, MultiBinary, MultiDiscrete
from numpy.typing import NDArray

import envspecs
from envspecs.testing.comparing import expect_same_data
from envspecs.testing.driver import drawn_actions
from tests.envspecs.adapters.extras import INTERFACES, LAYOUTS, WithoutParts, adapter

adapted = adapter("torchrl", "torchrl.collectors")

import torch  # noqa: E402 - these are there if the adapter is
from tensordict import TensorDict  # noqa: E402
from torchrl.collectors import Collector  # noqa: E402
from torchrl.data import Categorical  # noqa: E402
from torchrl.envs import Compose, RewardSum, StepCounter, TransformedEnv  # noqa: E402
from torchrl.envs.utils import check_env_specs  # noqa: E402

pytestmark = pytest.mark.usefixtures("one_thread")

STEPS = 3
SPEC = envspecs.load("CircleSquare-s15-v0").override({"episode.max_steps": STEPS})
LATTICE = SPEC.override({"sensor.motion.kind": "discrete"})
KEYS = ("glimpse", "glimpse_pos", "time_step")


@pytest.fixture(scope="module")
def one_thread() -> None:
    torch.set_num_threads(1)


def plain_env(count: int = 3, spec: Any = SPEC, **options: Any) -> Any:
    return spec.make_vec(count, autoreset_mode="Disabled", **options)


def torch_env(count: int = 3, spec: Any = SPEC, **options: Any) -> Any:
    return adapted.TorchRLEnv(plain_env(count, spec, **options))


def tensors(actions: dict[str, NDArray[Any]]) -> Any:
    parts = {name: torch.from_numpy(value) for name, value in actions.items()}
    return TensorDict(parts, batch_size=[len(actions["action"])])


def expect_seen(found: Any, expected: dict[str, NDArray[Any]]) -> None:
    """Demand that tensors hold observations, those of scalars with an axis."""
    seen = {key: found[key].numpy() for key in KEYS}
    expect_same_data(seen | {"time_step": seen["time_step"][:, 0]}, expected, "observations")


# ----------------------------------------------------------------------------------------------------------------------
# The library's check
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [*LAYOUTS.values(), *INTERFACES.values()], ids=[*LAYOUTS, *INTERFACES])
def test_actions_and_observations_of_every_sort(changes: dict[str, object]) -> None:
    check_env_specs(torch_env(2, SPEC.override(changes)), break_when_any_done="both", seed=0)


def test_specs_have_the_bounds_of_the_spaces() -> None:
    env = torch_env()
    moves, logits = env.full_action_spec["action"], env.full_action_spec["prediction"]
    assert moves.shape == logits.shape == (3, 2)
    assert (moves.low == -1).all()
    assert (moves.high == 1).all()
    assert isinstance(logits, type(env.reward_spec))
    glimpses = env.observation_spec["glimpse"]
    assert glimpses.shape == (3, 5, 5, 1)
    assert glimpses.dtype == torch.float32
    assert (glimpses.low == 0).all()
    assert (glimpses.high == 1).all()
    for spec in (env.observation_spec["time_step"], env.reward_spec, env.full_done_spec["truncated"]):
        assert spec.shape == (3, 1)


def test_choices_are_categorical() -> None:
    env = torch_env(spec=LATTICE)
    spec = env.full_action_spec["action"]
    assert isinstance(spec, Categorical)
    assert (spec.n, spec.shape, spec.dtype) == (5, (3,), torch.int64)
    check_env_specs(env, break_when_any_done="both")


# ----------------------------------------------------------------------------------------------------------------------
# Steps and resets
# ----------------------------------------------------------------------------------------------------------------------


def test_same_seeds_and_partial_resets_give_what_they_give_without_the_adapter() -> None:
    env, plain = torch_env(), plain_env()
    env.set_seed(5)
    state = env.reset()
    expect_seen(state, plain.reset(seed=5)[0])
    random = np.random.default_rng(0)
    over = np.zeros(3, np.bool_)
    for actions in drawn_actions(plain, 0, 4 * STEPS):
        mask = over | (random.random(3) < 0.3)  # others begin anew in the middle of an episode
        if mask.any():
            state = env.reset(state.set("_reset", torch.from_numpy(mask)[:, None]))
            expect_seen(state, plain.reset(options={"reset_mask": mask})[0])
            assert not state["done"].any()
        after = env.step(state.update(tensors(actions)))["next"]
        expected, rewards, terminated, truncated, info = plain.step(actions)
        expect_seen(after, expected)
        expect_same_data(after["reward"][:, 0].numpy(), rewards.astype(np.float32), "rewards")
        expect_same_data(after["terminated"][:, 0].numpy(), terminated, "terminated")
        expect_same_data(after["truncated"][:, 0].numpy(), truncated, "truncated")
        over = terminated | truncated
        expect_same_data(after["done"][:, 0].numpy(), over, "done")
        expect_same_data(env.infos, info, "infos")
        state = after.exclude("reward")


def test_episodes_follow_each_other_as_in_an_environment_that_resets_itself() -> None:
    env, plain = torch_env(), SPEC.make_vec(3, autoreset_mode="SameStep")
    env.set_seed(5)
    actions = iter(drawn_actions(plain, 0, 3 * STEPS))

    def policy(tensordict: Any) -> Any:
        return tensordict.update(tensors(next(actions)))

    rollout = env.rollout(3 * STEPS, policy, break_when_any_done=False)
    seen, _ = plain.reset(seed=5)
    for step, action in enumerate(drawn_actions(plain, 0, 3 * STEPS)):
        expect_seen(rollout[:, step], seen)
        seen, rewards, *_, infos = plain.step(action)
        expect_same_data(rollout["next", "reward"][:, step, 0].numpy(), rewards.astype(np.float32), "rewards")
        if "final_obs" in infos:
            final = {key: np.stack([one[key] for one in infos["final_obs"]]) for key in KEYS}
            expect_seen(rollout["next"][:, step], final)


@pytest.mark.parametrize(
    ("limit", "at_limit", "cut_off"),
    [(None, "terminate", False), (None, "truncate", True), (STEPS - 1, "terminate", True)],
)
def test_what_is_cut_off_is_told_from_what_has_come_to_its_end(limit: int | None, at_limit: str, cut_off: bool) -> None:
    spec = SPEC.override({"episode.at_limit": at_limit})
    last = torch_env(2, spec, max_episode_steps=limit).rollout(2 * STEPS)[:, -1]["next"]
    assert last["done"].all()
    assert last["truncated"].all().item() is cut_off
    assert last["terminated"].any().item() is not cut_off


def test_only_those_step_that_are_to() -> None:
    env = torch_env()
    env.set_seed(5)
    state = env.reset()
    singles = [SPEC.make() for _ in range(3)]
    seen = [one.reset(seed=5 + lane)[0] for lane, one in enumerate(singles)]
    done = np.zeros(3, np.bool_)
    masks = np.array([[1, 0, 1], [1, 1, 0], [1, 0, 0], [0, 1, 1], [0, 1, 0], [0, 0, 1]], np.bool_)
    for mask, actions in zip(masks, drawn_actions(env.envs, 0, len(masks)), strict=True):
        after = env.step(state.update(tensors(actions)).set("_step", torch.from_numpy(mask)[:, None]))["next"]
        for lane in np.flatnonzero(mask):
            seen[lane], reward, done[lane], _, _ = singles[lane].step(
                {key: value[lane] for key, value in actions.items()}
            )
            assert after["reward"][lane].item() == np.float32(reward)
        expect_seen(after, {key: np.stack([one[key] for one in seen]) for key in KEYS})
        assert after["done"][:, 0].tolist() == done.tolist()
        assert (after["reward"][~torch.from_numpy(mask)] == 0).all()
        state = after.exclude("reward")
    assert done.all()
    again = env.reset(state.set("_reset", torch.ones(3, 1, dtype=torch.bool)))
    seen = [one.reset()[0] for one in singles]
    expect_seen(again, {key: np.stack([one[key] for one in seen]) for key in KEYS})


def test_a_rollout_goes_on_until_all_are_done() -> None:
    env = torch_env()
    state = env.reset()
    state = env.step(env.rand_action(state))["next"].exclude("reward")
    state = env.reset(state.set("_reset", torch.tensor([[True], [False], [False]])))
    rollout = env.rollout(10, tensordict=state, auto_reset=False, break_when_any_done=False, break_when_all_done=True)
    assert rollout.shape == (3, STEPS)
    assert rollout["next", "done"][:, -1].all()
    assert rollout["next", "done"][:, -2, 0].tolist() == [False, True, True]


def test_steps_past_the_end_are_refused() -> None:
    env = torch_env()
    last = env.rollout(STEPS)[:, -1]["next"]
    with pytest.raises(gymnasium.error.ResetNeeded, match=r"^episodes of environments \[0, 1, 2\] are over"):
        env.step(env.rand_action(last))


# ----------------------------------------------------------------------------------------------------------------------
# Seeds, options, memory, closing
# ----------------------------------------------------------------------------------------------------------------------


def test_a_seed_waits_for_the_next_reset_of_all() -> None:
    env, plain = torch_env(), plain_env()
    env.reset()
    env.set_seed(0)
    env.reset(TensorDict({"_reset": torch.tensor([[True], [False], [False]])}, batch_size=[3]))
    every = TensorDict({"_reset": torch.ones(3, 1, dtype=torch.bool)}, batch_size=[3])
    expect_seen(env.reset(every), plain.reset(seed=0)[0])
    expect_seen(env.reset(), plain.reset()[0])


def test_options_set_the_scenario() -> None:
    env = torch_env()
    assert env.reset(options={"position": [0.0, 0.5]})["glimpse_pos"].tolist() == [[0.0, 0.5]] * 3
    some = TensorDict({"_reset": torch.tensor([[True], [False], [False]])}, batch_size=[3])
    assert env.reset(some, options={"index": 4})["done"].sum() == 0
    assert env.infos["index"].tolist() == [4, 0, 0]


def test_tensors_share_the_memory_of_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    env = torch_env()
    state = env.reset()
    given: list[Any] = []
    step = env.envs.step

    def watched(actions: Any) -> Any:
        given.extend([actions, step(actions)])
        return given[1]

    monkeypatch.setattr(env.envs, "step", watched)
    state = env.step(env.rand_action(state))
    actions, (observations, *_) = given
    assert np.shares_memory(actions["prediction"], state["prediction"].numpy())
    for key in KEYS:
        assert np.shares_memory(observations[key], state["next", key].numpy())


def test_closing_closes_the_environments() -> None:
    env = torch_env()
    env.close()
    with pytest.raises(gymnasium.error.ClosedEnvironmentError):
        env.reset()


@pytest.mark.parametrize("mode", ["NextStep", "SameStep"])
def test_other_modes_are_refused(mode: str) -> None:
    with pytest.raises(ValueError, match=f"^envs must be made with autoreset_mode='Disabled', got '{mode}'$"):
        adapted.TorchRLEnv(SPEC.make_vec(2, autoreset_mode=mode))


@pytest.mark.parametrize("space", [MultiBinary(2), Discrete(2, start=1), MultiDiscrete([2, 3], start=[0, 1])])
def test_other_spaces_are_refused(space: Any) -> None:
    envs = plain_env()
    envs.single_observation_space = Dict(odd=space)
    message = f"spaces must be Box, Discrete or MultiDiscrete from 0 on, or Dict of these, got {space!r}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        adapted.TorchRLEnv(envs)


@pytest.mark.parametrize("chosen", [False, True])
def test_actions_and_observations_without_parts_have_names_of_their_own(chosen: bool) -> None:
    env = adapted.TorchRLEnv(WithoutParts(plain_env(2), chosen=chosen))
    assert (env.action_keys, env.observation_keys) == (["action"], ["observation"])
    check_env_specs(env, break_when_any_done="both")
    state = env.rand_step(env.reset())
    assert state["action"].dtype == (torch.int64 if chosen else torch.float32)
    assert state["next", "observation"].shape == (2, 5, 5, 1)


# ----------------------------------------------------------------------------------------------------------------------
# With the rest of the library
# ----------------------------------------------------------------------------------------------------------------------


def test_transforms_go_on_top() -> None:
    env = TransformedEnv(torch_env(), Compose(RewardSum(), StepCounter()))
    rollout = env.rollout(2 * STEPS, break_when_any_done=False)
    sums = rollout["next", "reward"].reshape(3, 2, STEPS).cumsum(dim=2)
    torch.testing.assert_close(rollout["next", "episode_reward"].reshape(3, 2, STEPS), sums)
    assert rollout["next", "step_count"][0, :, 0].tolist() == [*range(1, STEPS + 1)] * 2


def test_collectors_collect() -> None:
    collector = Collector(torch_env(), None, frames_per_batch=3 * 2 * STEPS, total_frames=2 * 3 * 2 * STEPS)
    batches = list(collector)
    collector.shutdown()
    assert [batch.shape for batch in batches] == [(3, 2 * STEPS)] * 2
    for batch in batches:
        assert batch["next", "done"].sum() == 3 * 2
