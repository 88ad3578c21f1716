"""Faults that other systems were seen to have, and the general property that each of them breaks, held here."""

from __future__ import annotations

import logging
import pickle
import re
import subprocess
import sys
import threading
import tracemalloc
from copy import deepcopy
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from hypothesis import given, settings
from numpy.typing import NDArray

import envspecs
from envspecs.build import build_core
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing import Subject, broken_laws, laws
from envspecs.testing.comparing import expect_same_run
from envspecs.testing.driver import Driver, drawn_actions
from envspecs.testing.strategies import task_specs

SPEC = envspecs.load("CircleSquare-s15-v0").override({"episode.max_steps": 4})
CATALOG = envspecs.catalog()


def refuses(error: type[Exception], message: str) -> Any:
    return pytest.raises(error, match=f"^{re.escape(message)}$")


def vector(count: int = 3, spec: TaskSpec = SPEC, **options: Any) -> Any:
    envs: Any = spec.make_vec(count, **options)
    return envs


# ----------------------------------------------------------------------------------------------------------------------
# Gymnasium's contract
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:.*For Box action spaces, we recommend:UserWarning")  # logits have no bounds
def test_gymnasium_s_checker_passes() -> None:
    check_env(gymnasium.make("envspecs/CircleSquare-v0").unwrapped)


def test_membership_is_a_bool_whatever_is_asked() -> None:
    env: Any = SPEC.make()
    observation, _ = env.reset(seed=0)
    glimpse = env.observation_space["glimpse"]
    noise = np.random.default_rng(0).random((5, 5, 1))
    arrays = [noise, noise.astype(np.float32)[..., 0], noise.astype(np.uint8), np.full((5, 5, 1), 2, np.float32)]
    for space in (env.observation_space, env.action_space, *env.observation_space.spaces.values()):
        assert [space.contains(array) for array in arrays] == [False] * 4
    strangers: list[Any] = [7, None, "image", [], {}]
    assert [glimpse.contains(stranger) for stranger in strangers] == [False] * 5
    assert env.observation_space.contains(observation) is True
    assert glimpse.contains(noise.astype(np.float32)) is True


def test_spaces_sample_compare_and_are_written_as_json() -> None:
    env, envs = SPEC.make(), vector()
    for space in (env.observation_space, env.action_space, envs.observation_space, envs.action_space):
        sample: Any = space.sample()
        again = space.from_jsonable(space.to_jsonable([sample]))[0]
        assert sample in space
        assert again in space
        assert space == pickle.loads(pickle.dumps(space)) == deepcopy(space)  # noqa: S301 - what was just pickled
        assert space != gymnasium.spaces.Discrete(2)


@settings(max_examples=40)
@given(task_specs(max_pixels=150, max_steps=3))
def test_every_observation_has_the_declared_shape_and_lies_in_its_space_the_last_too(spec: TaskSpec) -> None:
    laws.observations_fit(spec)


# ----------------------------------------------------------------------------------------------------------------------
# Episodes
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", list(gymnasium.vector.AutoresetMode))
def test_exactly_the_masked_episodes_restart(mode: gymnasium.vector.AutoresetMode) -> None:
    envs = vector(5, autoreset_mode=mode)
    with Driver(envs) as driver:
        driver.play(drawn_actions(envs, 0, 2), seed=0)
        options = {"reset_mask": np.array([True, False, False, True, False])}
        result = driver.reset(options=options)
        assert envs.core.episodes.tolist() == [1, 0, 0, 1, 0]
        assert result["observation"]["time_step"].tolist() == [-1, 0, 0, -1, 0]
        assert "reset_mask" in options


def test_the_first_episode_is_drawn_as_the_later_ones_are() -> None:
    laws.first_and_later_episodes_are_drawn_alike(SPEC)
    laws.instances_are_drawn_evenly(SPEC)


def test_the_step_that_begins_an_episode_carries_no_reward() -> None:
    envs = vector()
    with Driver(envs) as driver:
        result = driver.play(drawn_actions(envs, 0, 5), seed=0)[-1]
    for name in ("reward", "terminated", "truncated"):
        assert result[name].tolist() == [0, 0, 0]


def test_stepping_without_an_episode_says_what_to_call() -> None:
    env: Any = SPEC.make()
    message = "no episode is under way: call reset() before step()"
    with refuses(gymnasium.error.ResetNeeded, message):
        env.step(env.action_space.sample())
    with Driver(env) as driver:
        driver.play(drawn_actions(env, 0, 4), seed=0)
        with refuses(gymnasium.error.ResetNeeded, message):
            env.step(env.action_space.sample())


def test_the_same_seed_gives_the_same_episodes_whatever_ran_before() -> None:
    env = SPEC.make()
    with Driver(env) as driver:
        actions = drawn_actions(env, 0, 12)
        first = driver.play(actions, seed=4)
        driver.play(actions, seed=9, options={"index": 3})
        driver.play(actions[:2])
        expect_same_run(driver.play(actions, seed=4), first, "seeded again")


def test_zero_is_a_seed_and_a_wrapper_swallows_none() -> None:
    plain, wrapped = SPEC.make(), gymnasium.wrappers.RecordEpisodeStatistics(SPEC.make())
    infos = [env.reset(seed=0)[1] for env in (plain, wrapped, SPEC.make())]
    assert infos[0] == infos[1] == infos[2]
    assert plain.unwrapped.np_random_seed == 0
    several = [SPEC.make().reset(seed=seed)[1]["index"] for seed in range(8)]
    assert len(set(several)) > 1


def test_no_information_of_an_earlier_episode_is_left_in_any_observation() -> None:
    runs = []
    for index, position in ((0, (-1.0, -1.0)), (449, (1.0, 0.5))):
        with Driver(SPEC.make()) as driver:
            actions = drawn_actions(driver.env, index, 4)
            driver.play(actions, seed=2, options={"index": index, "position": position})
            runs.append(driver.play(drawn_actions(driver.env, 0, 4)))
    expect_same_run(runs[1], runs[0], "after another first episode")


def test_no_global_generator_is_read_or_written() -> None:
    laws.global_generators_are_left_alone(SPEC)


def test_states_out_of_range_are_refused_by_name_and_numpy_s_integers_are_taken() -> None:
    env: Any = SPEC.make()
    for index in (450, -1, 2**70):
        with refuses(ValueError, f"an index must be from 0 to 449, got {index}"):
            env.reset(options={"index": index})
    for kind in (np.int8, np.uint16, np.int64):
        assert env.reset(options={"index": kind(5)})[1] == {"index": 5}


# ----------------------------------------------------------------------------------------------------------------------
# Sensors
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"sensor.size": [2, 7]},
        {"sensor.scale": 0.5},
        {"sensor.scale": 2.5},
        {"sensor.motion.max_step": [0.05, 0.4]},
        {"sensor.size": [15, 15]},
        {"sensor.size": [15, 1]},
        {"sensor.size": [1, 1]},
        {"sensor.size": [30, 30], "sensor.scale": 0.5},
        {"space.width": 23},
    ],
    ids=str,
)
def test_sensors_of_any_shape_scale_and_step_work(changes: dict[str, Any]) -> None:
    subject = Subject.of(SPEC.override(changes))
    chosen = [laws.observations_fit, laws.sync_equals_vector, laws.frames_have_one_shape, laws.pickles_continue]
    assert broken_laws(subject, laws=chosen) == []


@pytest.mark.parametrize("changes", [{"sensor.size": [16, 5]}, {"sensor.scale": 3.1}, {"sensor.size": [0, 5]}], ids=str)
def test_sensors_that_do_not_fit_are_refused_while_the_spec_loads(changes: dict[str, Any]) -> None:
    with pytest.raises(envspecs.SpecError, match="sensor"):
        SPEC.override(changes)


def test_channels_stay_what_they_are() -> None:
    assert SPEC.make().observation_space["glimpse"].shape == (5, 5, 1)  # type: ignore[index]


@pytest.mark.parametrize(
    "name",
    [
        name for name in CATALOG if ("-s20" in name or "-s15-nograd" in name) and "Find" not in name
    ],  # it predicts nothing
)
def test_an_oracle_that_looks_everywhere_can_tell_the_truth(name: str) -> None:
    laws.truth_can_be_seen(envspecs.load(name))


@pytest.mark.parametrize("position", [(0.0, 0.0), (1.0, 1.0), (-1.0, 1.0)])
def test_the_distance_to_an_object_is_none_where_the_sensor_is_upon_it(position: tuple[float, float]) -> None:
    spec = envspecs.load("CircleSquareHideAndSeekNoPrediction-v0").override(
        {"space.height": 29, "space.width": 29, "reward.action_cost": 0}
    )
    x, y = (int(14 + 12 * each) for each in position)  # a glimpse of 5 pixels in 29: its middle is a pixel's
    env: Any = spec.make()
    env.reset(seed=0, options={"index": 1 + 2 * (x + 29 * y), "position": position})
    assert env.step({"action": np.zeros(2, np.float32)})[1] == 0


# ----------------------------------------------------------------------------------------------------------------------
# What an environment holds, and leaves behind
# ----------------------------------------------------------------------------------------------------------------------


def held_by(make: Any) -> tuple[Any, int]:
    """What is made, and how many bytes were held for it at most."""
    tracemalloc.start()
    made = make()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return made, peak


def test_pictures_are_held_once_however_many_look() -> None:
    first = vector(16)
    bank: NDArray[Any] = first.core.gallery.pixels
    second, peak = held_by(lambda: vector(16))
    assert second.core.gallery.pixels is bank
    assert peak < bank.nbytes
    assert not bank.flags.writeable


def test_memory_per_environment_is_some_hundred_bytes() -> None:
    keep = vector(1)
    few, many = (held_by(lambda count=count: vector(count).reset(seed=0))[1] for count in (1000, 5000))
    assert (many - few) / 4000 < 2500
    assert keep.core.gallery.pixels.nbytes == 450 * 225 * 4


def test_no_thread_is_left_after_close() -> None:
    before = threading.enumerate()
    for env in (SPEC.make(), vector()):
        env.reset(seed=0)
        env.close()
    assert threading.enumerate() == before


@pytest.mark.parametrize("kind", ["single", "vector"])
def test_environments_pickle_and_copy_and_continue_bit_for_bit(kind: str) -> None:
    made: Any = SPEC.make() if kind == "single" else vector()
    with Driver(made) as driver:
        actions = drawn_actions(made, 0, 10)
        driver.play(actions[:2], seed=0)
        others = [deepcopy(driver), pickle.loads(pickle.dumps(driver))]  # noqa: S301 - what was just pickled
        expected = driver.go_on(actions[2:])
        for other in others:
            expect_same_run(other.go_on(actions[2:]), expected, "another")


def test_a_library_prints_nothing() -> None:
    code = """
import envspecs
env = envspecs.load("CircleSquare-v0").make(render_mode="rgb_array")
env.reset(seed=0)
env.step(env.action_space.sample())
env.render()
env.close()
"""
    run = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("", "")


def test_what_a_library_has_to_say_it_logs(caplog: pytest.LogCaptureFixture) -> None:
    spec = SPEC.override({"space.height": 16})
    with caplog.at_level(logging.DEBUG, logger="imagespaces"):
        build_core(spec, 1)
    assert [record.name for record in caplog.records] == ["imagespaces.bank"]
