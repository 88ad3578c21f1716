"""Stable-Baselines3's own checks and algorithms, and the vector environment as it is seen through the adapter."""

from __future__ import annotations

import re
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.spaces import Box, Dict
from numpy.typing import NDArray

import envspecs
from envspecs.testing.comparing import expect_same_data
from imagespaces import ImageSpace
from tests.envspecs.adapters.extras import INTERFACES, LAYOUTS, WithoutParts, adapter

sb3 = adapter("sb3")

import torch  # noqa: E402 - these are there if the adapter is
from stable_baselines3 import PPO, SAC  # noqa: E402
from stable_baselines3.common.env_checker import check_env  # noqa: E402
from stable_baselines3.common.evaluation import evaluate_policy  # noqa: E402
from stable_baselines3.common.monitor import Monitor  # noqa: E402
from stable_baselines3.common.vec_env import VecMonitor  # noqa: E402

pytestmark = pytest.mark.usefixtures("one_thread")

STEPS = 3
SPEC = envspecs.load("CircleSquare-s15-v0").override({"episode.max_steps": STEPS})
LATTICE = SPEC.override({"sensor.motion.kind": "discrete"})
EXTRACTOR = {"features_extractor_class": sb3.GlimpseExtractor}
ON_SPACES = (
    "ignore:It seems that your observation:UserWarning",  # small pictures, of numbers from 0 to 1
    "ignore:The minimal resolution for an image:UserWarning",
    "ignore:Treating image space as channels-last:UserWarning",
    "ignore:Your observation .* has an unconventional shape:UserWarning",  # masks, and rows of pictures
    "ignore:We recommend you to use a symmetric:UserWarning",  # logits reach farther
)
FEW = ["CircleSquare-s15-v0", "Digits-v0", "Hue-v0"]


@pytest.fixture(scope="module")
def one_thread() -> None:
    torch.set_num_threads(1)


def vec_env(count: int = 3, spec: Any = SPEC, **options: Any) -> Any:
    return sb3.SB3VecEnv(spec.make_vec(count, autoreset_mode="SameStep", **options))


def floats(numbers: Any) -> NDArray[np.float32]:
    return np.array(numbers, np.float32)


def flat(envs: Any, seed: int, count: int) -> list[NDArray[np.float32]]:
    """Draw actions ``[B, N]``."""
    random = np.random.default_rng(seed)
    shape = (count, envs.num_envs, *envs.action_space.shape)
    return list(random.uniform(-1.0, 1.0, shape).astype(np.float32))


def apart(actions: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    """What flat actions of CircleSquare mean."""
    return {"action": actions[:, :2], "prediction": actions[:, 2:]}


# ----------------------------------------------------------------------------------------------------------------------
# What is seen through the adapter
# ----------------------------------------------------------------------------------------------------------------------


def test_spaces() -> None:
    envs = vec_env()
    assert envs.num_envs == 3
    assert envs.action_space == Box(floats([-1, -1, -10, -10]), floats([1, 1, 10, 10]))
    assert envs.observation_space == Dict(
        glimpse=ImageSpace(5, 5, 1),
        glimpse_pos=Box(-1.0, 1.0, (2,), np.float32),
        time_step=Box(-1.0, 1.0, (1,), np.float32),
    )


def test_same_seeds_give_the_same_episodes_as_without_the_adapter() -> None:
    envs, plain = vec_env(), SPEC.make_vec(3, autoreset_mode="SameStep")
    envs.seed(5)
    seen = envs.reset()
    expected, _ = plain.reset(seed=5)
    for actions in [*flat(envs, 0, 3 * STEPS), None]:
        expect_same_data(seen | {"time_step": seen["time_step"][:, 0]}, expected, "observations")
        assert all(seen[key].shape == (3, *space.shape) for key, space in envs.observation_space.items())
        if actions is None:
            break
        seen, rewards, ended, _ = envs.step(actions)
        expected, plain_rewards, terminated, truncated, _ = plain.step(apart(actions))
        expect_same_data(rewards, plain_rewards.astype(np.float32), "rewards")
        expect_same_data(ended, terminated | truncated, "dones")


def test_what_is_told_of_the_last_step_is_what_an_environment_without_autoreset_tells() -> None:
    envs, plain = vec_env(), SPEC.make_vec(3, autoreset_mode="Disabled")
    envs.seed(5)
    envs.reset()
    plain.reset(seed=5)
    single = SPEC.make()
    single.reset(seed=6)
    for actions in flat(envs, 0, STEPS):
        infos = envs.step(actions)[3]
        expected = plain.step(apart(actions))[0]
        alone = single.step({key: value[1] for key, value in apart(actions).items()})[4]
    for lane in range(3):
        last = infos[lane].pop("terminal_observation")
        assert envs.observation_space.contains(last)
        expect_same_data(last, {key: expected[key][lane].reshape(last[key].shape) for key in expected}, "terminal")
    assert infos[1].pop("TimeLimit.truncated") is False
    expect_same_data(infos[1], alone, "info")


def test_nothing_is_told_of_other_steps() -> None:
    envs = vec_env()
    envs.reset()
    infos = envs.step(flat(envs, 0, 1)[0])[3]
    assert infos == [{}, {}, {}]
    assert len({id(info) for info in infos}) == 3  # wrappers write into them


@pytest.mark.parametrize(
    ("limit", "at_limit", "cut_off"),
    [(None, "terminate", False), (None, "truncate", True), (STEPS - 1, "terminate", True), (STEPS, "terminate", False)],
)
def test_what_is_cut_off_is_told_from_what_has_come_to_its_end(limit: int | None, at_limit: str, cut_off: bool) -> None:
    envs = vec_env(2, SPEC.override({"episode.at_limit": at_limit}), max_episode_steps=limit)
    envs.reset()
    for actions in flat(envs, 0, limit or STEPS):
        _, _, ended, infos = envs.step(actions)
    assert ended.tolist() == [True, True]
    assert [info["TimeLimit.truncated"] for info in infos] == [cut_off, cut_off]


def test_environments_that_end_apart_are_told_apart() -> None:
    envs = vec_env()
    envs.reset()
    first, second = flat(envs, 0, 2)
    envs.step(first)
    envs.envs.reset(options={"reset_mask": np.array([False, True, False])})
    for _ in range(STEPS - 1):
        _, _, ended, infos = envs.step(second)
    assert ended.tolist() == [True, False, True]
    assert [sorted(info) != [] for info in infos] == [True, False, True]


def test_choices_of_a_move_are_taken_from_the_flat_action() -> None:
    envs, plain = vec_env(spec=LATTICE), LATTICE.make_vec(3)
    envs.seed(0)
    envs.reset()
    plain.reset(seed=0)
    seen = envs.step(floats([[0, 1, 0, 0, 0, 2, 1], [0, 0, 0, 0, 9, 2, 1], [5, 1, 0, 0, 0, 2, 1]]))[0]
    moved = {"action": np.array([1, 4, 0]), "prediction": floats([[2, 1]] * 3)}
    expect_same_data(seen["glimpse"], plain.step(moved)[0]["glimpse"], "glimpses")


@pytest.mark.parametrize("chosen", [False, True])
def test_what_has_no_parts_is_left_as_it_is(chosen: bool) -> None:
    plain = WithoutParts(SPEC.make_vec(2, autoreset_mode="SameStep"), chosen=chosen)
    envs = sb3.SB3VecEnv(plain)
    assert envs.action_space == plain.single_action_space
    assert envs.observation_space == ImageSpace(5, 5, 1)
    model = PPO("MlpPolicy", envs, n_steps=8, batch_size=16, n_epochs=1, policy_kwargs=EXTRACTOR).learn(32)
    assert model.policy.features_extractor.features_dim == 64
    envs.reset()
    actions = np.ones((2, 2), plain.single_action_space.dtype)
    for _ in range(STEPS):
        seen, _, _, infos = envs.step(actions)
    assert seen.shape == (2, 5, 5, 1)
    assert infos[0]["terminal_observation"].shape == (5, 5, 1)


@pytest.mark.parametrize("mode", ["NextStep", "Disabled"])
def test_other_modes_are_refused(mode: str) -> None:
    with pytest.raises(ValueError, match=f"^envs must be made with autoreset_mode='SameStep', got '{mode}'$"):
        sb3.SB3VecEnv(SPEC.make_vec(2, autoreset_mode=mode))


# ----------------------------------------------------------------------------------------------------------------------
# Seeds, options, attributes, methods, pictures
# ----------------------------------------------------------------------------------------------------------------------


def test_seeds_and_options_hold_for_one_reset() -> None:
    envs = vec_env()
    assert envs.seed(7) == [7, 8, 9]
    envs.set_options({"index": 11, "position": [0.0, 0.5]})
    assert envs.reset()["glimpse_pos"].tolist() == [[0.0, 0.5]] * 3
    assert envs.reset_infos == [{"index": 11}] * 3
    envs.reset()
    plain = SPEC.make_vec(3)
    plain.reset(seed=7)
    _, infos = plain.reset()
    assert [info["index"] for info in envs.reset_infos] == infos["index"].tolist()


def test_each_environment_has_options_of_its_own() -> None:
    envs = vec_env()
    envs.set_options([{"index": 3}, {"index": 1}, {"index": 4}])
    envs.reset()
    assert envs.reset_infos == [{"index": 3}, {"index": 1}, {"index": 4}]


@pytest.mark.parametrize("options", [[{"index": 3}, {}, {}], [{"index": 3}]])
def test_options_are_the_same_ones_for_all(options: list[dict[str, int]]) -> None:
    envs = vec_env()
    envs.set_options(options)
    found = [sorted(one) for one in options]
    message = f"options must be the same ones for each of 3 environments, got {found}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        envs.reset()


def test_the_global_generator_is_left_alone() -> None:
    before = np.random.get_state()  # noqa: NPY002 - which is what must not change
    envs = vec_env()
    assert envs.seed(None) == [None] * 3
    envs.reset()
    for one, other in zip(before, np.random.get_state(), strict=True):  # noqa: NPY002 - as above
        np.testing.assert_array_equal(one, other)


def test_attributes_are_those_of_one_environment() -> None:
    envs = vec_env()
    assert envs.get_attr("prediction_target_space") == [envs.envs.single_prediction_target_space] * 3
    assert envs.get_attr("space", indices=[0, 2]) == [envs.envs.space] * 2
    assert envs.get_attr("num_envs", indices=1) == [3]
    assert envs.has_attr("loss_fn")
    assert not envs.has_attr("lost_fn")


def test_attributes_are_set_for_all() -> None:
    envs = vec_env()
    envs.set_attr("note", "seen")
    assert envs.get_attr("note") == ["seen"] * 3
    with pytest.raises(ValueError, match=r"^attributes are set for all 3 environments at once, got indices \[1\]$"):
        envs.set_attr("note", "lost", indices=1)


def test_methods_are_called_once_and_their_results_dealt_out() -> None:
    envs = vec_env(render_mode="rgb_array")
    envs.reset()
    frames = envs.envs.render()
    (frame,) = envs.env_method("render", indices=2)
    np.testing.assert_array_equal(frame, frames[2])
    state, again = envs.env_method("get_state", indices=[0, 1])
    assert state is again
    assert envs.env_is_wrapped(gymnasium.wrappers.TimeLimit, indices=[0]) == [False]


def test_pictures_are_laid_side_by_side() -> None:
    envs = vec_env(4, render_mode="rgb_array")
    envs.reset()
    first = envs.get_images()[0]
    height, width, _ = first.shape
    picture = envs.render()
    assert picture.shape == (2 * height, 2 * width, 3)
    np.testing.assert_array_equal(picture[:height, :width], first)


def test_there_are_no_pictures_without_a_render_mode() -> None:
    envs = vec_env()
    envs.reset()
    with pytest.warns(UserWarning, match="gives nothing"):
        assert envs.get_images() == [None] * 3


def test_closing_closes_the_environments() -> None:
    envs = vec_env()
    envs.close()
    with pytest.raises(gymnasium.error.ClosedEnvironmentError):
        envs.reset()


# ----------------------------------------------------------------------------------------------------------------------
# The library's checker and algorithms
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings(*ON_SPACES)
@pytest.mark.parametrize("changes", [*LAYOUTS.values(), *INTERFACES.values()], ids=[*LAYOUTS, *INTERFACES])
def test_actions_and_observations_of_every_sort(changes: dict[str, object]) -> None:
    spec = SPEC.override(changes)
    check_env(sb3.SB3Env(spec.make()))
    envs = vec_env(2, spec)
    policy = "MultiInputPolicy" if isinstance(envs.observation_space, Dict) else "MlpPolicy"
    PPO(policy, envs, n_steps=8, batch_size=16, n_epochs=1, policy_kwargs=EXTRACTOR).learn(16)


def test_one_environment_gives_what_one_of_many_gives() -> None:
    envs, env = vec_env(1), sb3.SB3Env(SPEC.make())
    envs.seed(3)
    many = envs.reset()
    one, _ = env.reset(seed=3)
    for actions in flat(envs, 0, STEPS - 1):
        expect_same_data({key: value[0] for key, value in many.items()}, one, "observation")
        many, rewards, _, _ = envs.step(actions)
        one, reward, *_ = env.step(actions[0])
        assert rewards[0] == np.float32(reward)


def learn(name: str) -> Any:
    envs = VecMonitor(vec_env(4, envspecs.load(name)))
    model = PPO("MultiInputPolicy", envs, n_steps=125, batch_size=125, n_epochs=2, seed=0, policy_kwargs=EXTRACTOR)
    model.learn(1_000)
    return model


@pytest.mark.usefixtures("data_at_hand")
@pytest.mark.parametrize("name", FEW)
def test_ppo_takes_a_thousand_steps(name: str) -> None:
    model = learn(name)
    assert model.num_timesteps == 1_000
    lengths = {record["l"] for record in model.ep_info_buffer}
    assert lengths == {envspecs.load(name).episode.max_steps}


def test_the_same_seed_learns_the_same() -> None:
    one, other = (learn("CircleSquare-s15-v0").policy.state_dict() for _ in range(2))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_policies_are_evaluated_on_one_environment_and_on_many() -> None:
    model = learn("CircleSquare-s15-v0")
    for env in (VecMonitor(vec_env(2, SPEC)), Monitor(sb3.SB3Env(SPEC.make()))):
        returns, lengths = evaluate_policy(model, env, n_eval_episodes=4, return_episode_rewards=True)
        assert lengths == [STEPS] * 4
        assert all(-100.0 < value < 0.0 for value in returns)


def test_recurrent_policies_learn() -> None:
    contrib = pytest.importorskip("sb3_contrib", reason="runs where sb3-contrib is installed")
    options = {"n_steps": 8, "batch_size": 16, "n_epochs": 1, "policy_kwargs": EXTRACTOR | {"lstm_hidden_size": 8}}
    model = contrib.RecurrentPPO("MultiInputLstmPolicy", VecMonitor(vec_env(2)), **options).learn(32)
    assert {record["l"] for record in model.ep_info_buffer} == {STEPS}


def test_sac_learns_from_what_it_keeps() -> None:
    model = SAC("MultiInputPolicy", vec_env(2), buffer_size=200, learning_starts=20, seed=0)
    model.learn(60)
    kept = model.replay_buffer
    assert kept.dones[:STEPS].tolist() == [[0, 0], [0, 0], [1, 1]]
    last, start = kept.next_observations["time_step"], kept.observations["time_step"]
    assert last[STEPS - 1].tolist() == [[1], [1]]  # what was seen at the end, not at the next beginning
    assert start[STEPS].tolist() == [[-1], [-1]]
