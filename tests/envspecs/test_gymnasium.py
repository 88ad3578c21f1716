"""Gymnasium's own checkers, wrappers and vector environments, on tasks of the catalog."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.envs.registration import EnvSpec
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AutoresetMode
from gymnasium.wrappers import (
    Autoreset,
    FilterObservation,
    FlattenObservation,
    FrameStackObservation,
    RecordEpisodeStatistics,
    RecordVideo,
    TransformReward,
)
from gymnasium.wrappers import vector as vector_wrappers

import envspecs
from envspecs.testing.comparing import expect_same_run, row_of_info
from envspecs.testing.driver import Driver, drawn_actions
from imagespaces import ImageSpace

IDS = [f"envspecs/{name}" for name in envspecs.catalog()]
ID = "envspecs/CircleSquare-s15-v0"
STEPS = 16
MODES = list(AutoresetMode)


def made(**options: Any) -> Any:
    env: Any = gymnasium.make(ID, **options)
    return env


def made_vec(count: int = 3, **options: Any) -> Any:
    envs: Any = gymnasium.make_vec(ID, num_envs=count, **options)
    return envs


def play(env: Any, steps: int = 2 * STEPS + 3, seed: int = 0) -> list[Any]:
    with Driver(env) as driver:
        return driver.play(drawn_actions(env, seed, steps), seed=seed)


# ----------------------------------------------------------------------------------------------------------------------
# Checkers
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("data_at_hand")
@pytest.mark.filterwarnings("ignore:.*For Box action spaces, we recommend:UserWarning")  # logits have no bounds
@pytest.mark.parametrize("env_id", IDS)
def test_gymnasium_s_checker_finds_nothing(env_id: str) -> None:
    check_env(gymnasium.make(env_id).unwrapped, skip_render_check=env_id != ID)


def test_the_passive_checker_that_make_puts_on_says_nothing() -> None:
    play(made())
    play(made(render_mode="rgb_array"), steps=2)


# ----------------------------------------------------------------------------------------------------------------------
# Ids and environments' specs
# ----------------------------------------------------------------------------------------------------------------------


def test_an_environment_s_spec_makes_it_again_also_from_json() -> None:
    expected = play(made(override={"space.height": 16}))
    spec = made(override={"space.height": 16}).spec
    assert spec is not None
    for same in (spec, EnvSpec.from_json(spec.to_json()), copy.deepcopy(spec)):
        expect_same_run(play(gymnasium.make(same)), expected, "an environment made of a spec")


def test_a_vector_environment_s_spec_makes_it_again() -> None:
    envs = made_vec(override={"space.height": 16}, max_episode_steps=4)
    again = gymnasium.make_vec(envs.spec)
    assert again.num_envs == 3
    expect_same_run(play(again), play(envs), "a vector environment made of a spec")


def test_an_id_with_the_module_before_it() -> None:
    expect_same_run(play(gymnasium.make(f"envspecs:{ID}")), play(made()), "an environment whose id names the module")


@pytest.mark.parametrize("limit", [1, 5, STEPS, STEPS + 5])
def test_limits_of_make_and_of_make_vec_agree(limit: int) -> None:
    singles = gymnasium.make_vec(ID, num_envs=3, vectorization_mode="sync", max_episode_steps=limit)
    expect_same_run(play(made_vec(max_episode_steps=limit)), play(singles), f"at most {limit} steps")
    with Driver(made(max_episode_steps=limit)) as driver:
        results = driver.play(drawn_actions(driver.env, 0, min(limit, STEPS)), seed=0)
    assert [results[-1][name] for name in ("terminated", "truncated")] == [limit >= STEPS, limit <= STEPS]


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_gymnasium_s_vectors_of_single_ones_give_what_the_vector_environment_gives(mode: str) -> None:
    theirs = gymnasium.make_vec(ID, num_envs=3, vectorization_mode=mode)
    expect_same_run(play(theirs), play(made_vec()), f"vectorization_mode={mode!r}")


# ----------------------------------------------------------------------------------------------------------------------
# Wrappers
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["loss_fn", "prediction_space", "prediction_target_space", "inner_action_space"])
def test_what_is_public_is_reached_through_wrappers(name: str) -> None:
    env = RecordEpisodeStatistics(FlattenObservation(made()))
    assert env.get_wrapper_attr(name) is getattr(env.unwrapped, name)
    envs = vector_wrappers.RecordEpisodeStatistics(made_vec())
    assert hasattr(envs.unwrapped, name)
    assert name == "loss_fn" or hasattr(envs.unwrapped, f"single_{name}")


def test_statistics_of_an_episode_are_the_metrics() -> None:
    ends = [result["info"] for result in play(RecordEpisodeStatistics(made())) if "episode" in result["info"]]
    assert len(ends) == 2
    for info in ends:
        assert info["episode"]["r"] == pytest.approx(info["metrics"]["return"])
        assert info["episode"]["l"] == info["metrics"]["length"] == STEPS


@pytest.mark.parametrize("mode", MODES)
def test_statistics_of_a_vector_environment_s_episodes_are_the_metrics(mode: AutoresetMode) -> None:
    theirs = gymnasium.make_vec(ID, num_envs=3, vectorization_mode="sync", vector_kwargs={"autoreset_mode": mode})
    found, expected = (
        play(vector_wrappers.RecordEpisodeStatistics(each)) for each in (made_vec(autoreset_mode=mode), theirs)
    )
    ends, others = ([each["info"] for each in run if "episode" in each["info"]] for run in (found, expected))
    for info, other in zip(ends, others, strict=True):
        assert info["_episode"].all()
        assert {key: info["episode"][key].tolist() for key in "rl"} == {
            key: other["episode"][key].tolist() for key in "rl"
        }
    first = ends[0]  # of later episodes older releases of Gymnasium leave out a step, where the mode is the same step
    last = first["final_info"] if mode == AutoresetMode.SAME_STEP else first
    assert first["episode"]["r"] == pytest.approx(last["metrics"]["return"])
    assert first["episode"]["l"].tolist() == last["metrics"]["length"].tolist()


def test_videos_are_recorded(tmp_path: Path) -> None:
    env = RecordVideo(made(render_mode="rgb_array", override={"episode.max_steps": 2}), str(tmp_path / "films"))
    play(env, steps=2)
    (video,) = tmp_path.glob("films/*.mp4")
    assert video.stat().st_size > 1000


def test_videos_of_vector_environments_are_recorded(tmp_path: Path) -> None:
    envs = made_vec(2, render_mode="rgb_array", override={"episode.max_steps": 2})
    recorder = vector_wrappers.RecordVideo(envs, str(tmp_path / "films"), episode_trigger=lambda episode: episode == 0)
    play(recorder, steps=3)
    (video,) = tmp_path.glob("films/*.mp4")
    assert video.stat().st_size > 1000


def test_wrappers_of_observations() -> None:
    flat = FlattenObservation(made())
    assert flat.observation_space.shape == (25 + 2 + 1,)
    assert play(flat)[0]["observation"] in flat.observation_space
    assert play(FilterObservation(made(), ["glimpse"]))[0]["observation"].keys() == {"glimpse"}
    stacked = FrameStackObservation(FilterObservation(made(), ["glimpse"]), 3)
    assert play(stacked)[0]["observation"]["glimpse"].shape == (3, 5, 5, 1)


def test_wrappers_of_rewards_and_of_resets() -> None:
    expected = [result["reward"] for result in play(made(), steps=STEPS)[1:]]
    found = play(TransformReward(made(), lambda reward: 2 * float(reward)), steps=STEPS)
    assert [result["reward"] for result in found[1:]] == [2 * reward for reward in expected]
    env = Autoreset(made())
    env.reset(seed=0)
    for action in drawn_actions(env, 0, STEPS + 1):
        observation, reward, terminated, truncated, _ = env.step(action)
    assert (reward, terminated, truncated) == (0.0, False, False)
    assert observation["time_step"] == -1


def test_infos_of_vector_environments_as_lists() -> None:
    envs = vector_wrappers.DictInfoToList(made_vec(autoreset_mode=AutoresetMode.DISABLED))
    plain = play(made_vec(autoreset_mode=AutoresetMode.DISABLED), steps=STEPS)
    for found, expected in zip(play(envs, steps=STEPS), plain, strict=True):
        for lane, info in enumerate(found["info"]):
            assert info["index"] == row_of_info(expected["info"], lane)["index"]
    assert set(info) == {"index", "base_reward", "prediction", "metrics"}


def test_wrapped_vector_environments_flatten() -> None:
    envs = vector_wrappers.FlattenObservation(made_vec())
    observation = play(envs, steps=1)[0]["observation"]
    assert observation.shape == (3, 28)
    assert observation in envs.observation_space


# ----------------------------------------------------------------------------------------------------------------------
# Spaces
# ----------------------------------------------------------------------------------------------------------------------


def test_glimpses_are_images_in_batches_too() -> None:
    envs = made_vec()
    assert isinstance(made().observation_space["glimpse"], ImageSpace)
    sample = envs.observation_space.sample()
    assert sample["glimpse"].shape == (3, 5, 5, 1)
    assert sample in envs.observation_space
    for space in (envs.observation_space, envs.action_space, made().observation_space, made().action_space):
        again = space.from_jsonable(space.to_jsonable([space.sample()]))[0]
        assert space.contains(again) is True
        assert space.contains(np.zeros(3)) is False
        assert space == copy.deepcopy(space)
