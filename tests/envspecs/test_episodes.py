"""What the single and the vector environment do alike."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from gymnasium.error import ClosedEnvironmentError, ResetNeeded
from hypothesis import given

import envspecs
from envspecs.core import Core
from envspecs.episodes import METADATA
from envspecs.testing.driver import Driver
from envspecs.testing.strategies import actions
from imagespaces.draws import derive_key

SPEC = envspecs.load("CircleSquare-s15-v0").override({"episode.max_steps": 3})
LARGEST = float(np.finfo(np.float32).max)


def refuses(error: type[Exception], message: str) -> Any:
    return pytest.raises(error, match=f"^{re.escape(message)}$")


def single(**options: Any) -> Any:
    env: Any = SPEC.make(**options)
    return env


def vector(count: int = 2, **options: Any) -> Any:
    envs: Any = SPEC.make_vec(count, **options)
    return envs


def action(*shape: int) -> dict[str, Any]:
    return {"action": np.zeros((*shape, 2), np.float32), "prediction": np.zeros((*shape, 2), np.float32)}


# ----------------------------------------------------------------------------------------------------------------------
# Actions
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (np.zeros(2), "an action must be a mapping of 'action' and 'prediction', got ndarray"),
        ({"action": [0, 0]}, "an action must be a mapping of 'action' and 'prediction', got ['action']"),
        (
            {"action": [0, 0], "prediction": [0, 0], "stop": 1},
            "an action must be a mapping of 'action' and 'prediction', got ['action', 'prediction', 'stop']",
        ),
        ({"action": [0, 0, 0], "prediction": [0, 0]}, "action['action'] must have shape (2,), got (3,)"),
        ({"action": [0, 0], "prediction": [[0, 0]]}, "action['prediction'] must have shape (2,), got (1, 2)"),
        (
            {"action": [0.0, np.nan], "prediction": [0, 0]},
            "action['action'] must be finite in float32, got [0.0, nan] in environment 0",
        ),
        (
            {"action": [0, 0], "prediction": [np.inf, -np.inf]},
            "action['prediction'] must be finite in float32, got [inf, -inf] in environment 0",
        ),
        (
            {"action": [1e200, 0], "prediction": [0, 0]},
            "action['action'] must be finite in float32, got [1e+200, 0.0] in environment 0",
        ),
        ({"action": ["up", "left"], "prediction": [0, 0]}, "action['action'] must be of real numbers, got <U4"),
        ({"action": [0, 0], "prediction": [1j, 0]}, "action['prediction'] must be of real numbers, got complex128"),
        ({"action": [None, 0], "prediction": [0, 0]}, "action['action'] must be of real numbers, got object"),
    ],
)
def test_an_action_that_is_none_is_refused_and_changes_nothing(wrong: Any, message: str) -> None:
    env = single()
    env.reset(seed=0)
    before = repr(env.get_state())
    with refuses(ValueError, message):
        env.step(wrong)
    assert repr(env.get_state()) == before


def test_actions_of_a_vector_environment_have_a_row_each() -> None:
    envs = vector()
    envs.reset(seed=0)
    with refuses(ValueError, "action['action'] must have shape (2, 2), got (2,)"):
        envs.step(action())
    wrong = action(2)
    wrong["prediction"][1, 0] = np.nan
    with refuses(ValueError, "action['prediction'] must be finite in float32, got [nan, 0.0] in environment 1"):
        envs.step(wrong)


@given(actions(single()))
def test_every_action_of_the_space_is_taken_the_largest_logits_too(taken: dict[str, Any]) -> None:
    env = single()
    env.reset(seed=0)
    _, reward, _, _, _ = env.step(taken)
    assert np.isfinite(reward)


def test_numbers_of_any_kind_are_taken() -> None:
    rewards = []
    for dtype in (np.float16, np.float32, np.float64, np.int64, np.uint8, np.bool_):
        env = single()
        env.reset(seed=0)
        taken = {"action": np.ones(2, dtype), "prediction": np.array([1, 0], dtype)}
        rewards.append(env.step(taken)[1])
    env.reset(seed=0)
    rewards.append(env.step({"action": [1, 1], "prediction": (1.0, 0.0)})[1])
    assert len(set(rewards)) == 1


def test_what_is_passed_for_environments_that_begin_an_episode_does_not_count() -> None:
    envs, plain = vector(), vector()
    with Driver(envs) as driver, Driver(plain) as other:
        for each in (driver, other):
            each.play([action(2)], seed=0)
            each.reset(options={"reset_mask": np.array([True, False])})
            each.go_on([action(2)] * 2)  # the second is over, the first has a step to go
        for nonsense in (np.nan, np.inf, LARGEST):
            strange = action(2)
            strange["action"][1] = strange["prediction"][1] = nonsense
            saved = envs.get_state()
            found = driver.step(strange)
            envs.set_state(saved)
            assert np.isfinite(found["reward"]).all()
            assert found["observation"]["time_step"].tolist() == [1.0, -1.0]
        expected = other.step(action(2))
        assert repr(found) == repr(expected)


# ----------------------------------------------------------------------------------------------------------------------
# Keys
# ----------------------------------------------------------------------------------------------------------------------


def keys(env: Any) -> list[int]:
    found: list[int] = env.get_state()["core"]["key"].tolist()
    return found


def test_keys_are_derived_from_seeds() -> None:
    env, envs = single(), vector(3)
    env.reset(seed=5)
    envs.reset(seed=4)
    assert keys(env) == [derive_key("episode", 5)]
    assert keys(envs) == [derive_key("episode", seed) for seed in (4, 5, 6)]
    envs.reset(seed=[9, None, 0])
    assert keys(envs) == [derive_key("episode", seed) for seed in (9, 5, 0)]


def test_unseeded_keys_are_those_of_the_seed_that_gymnasium_drew() -> None:
    env, envs = single(), vector(3)
    env.reset()
    envs.reset()
    assert keys(env) == [derive_key("episode", env.np_random_seed)]
    assert keys(envs) == [derive_key("episode", envs.np_random_seed + lane) for lane in range(3)]


@pytest.mark.parametrize("make", [single, vector])
def test_keys_of_a_generator_that_is_handed_over_are_drawn_from_it_at_the_next_reset(make: Any) -> None:
    env = make()
    env.reset(seed=0)
    env.np_random = np.random.default_rng(7)
    before = keys(env)
    env.step(action(2) if make is vector else action())
    assert keys(env) == before
    env.reset()
    random = np.random.default_rng(7)
    assert keys(env) == [int(random.integers(2**64, dtype=np.uint64)) for _ in keys(env)]
    drawn = keys(env)
    env.reset()
    assert keys(env) == drawn


def test_environments_that_a_mask_leaves_out_take_keys_of_a_new_generator_at_their_own_next_reset() -> None:
    envs = vector(3)
    envs.reset(seed=0)
    envs.np_random, random = (np.random.default_rng(7) for _ in range(2))
    drawn = [int(random.integers(2**64, dtype=np.uint64)) for _ in range(3)]
    own = keys(envs)
    envs.reset(options={"reset_mask": np.array([False, True, False])})
    assert keys(envs) == [own[0], drawn[0], own[2]]
    assert envs.core.episodes.tolist() == [0, 0, 0]
    envs.reset(options={"reset_mask": np.array([True, True, False])})
    assert keys(envs) == [drawn[1], drawn[0], own[2]]
    envs.reset()
    assert keys(envs) == [drawn[1], drawn[0], drawn[2]]
    assert envs.core.episodes.tolist() == [1, 2, 0]


def test_a_reset_that_is_refused_keeps_generator_and_keys() -> None:
    for env in (single(), vector()):
        env.reset(seed=3)
        before, random = repr(env.get_state()), env.np_random
        with refuses(ValueError, "an index must be from 0 to 449, got 450"):
            env.reset(seed=4, options={"index": 450})
        assert repr(env.get_state()) == before
        assert env.np_random is random
        assert env.np_random_seed == 3
        env.reset()
        assert env.core.episodes.tolist() == [1] * env.core.lanes


def test_a_first_reset_that_is_refused_leaves_an_environment_that_needs_one() -> None:
    env = single()
    with refuses(ValueError, "a position must be (x, y), both in [-1, 1], got [2.0, 0.0]"):
        env.reset(seed=4, options={"position": [2, 0]})
    with refuses(ResetNeeded, "no episode is under way: call reset() before step()"):
        env.step(action())


# ----------------------------------------------------------------------------------------------------------------------
# State
# ----------------------------------------------------------------------------------------------------------------------


def test_a_state_is_small_and_holds_no_pictures() -> None:
    envs = vector(100)
    envs.reset(seed=0)
    state = envs.get_state()
    assert state.keys() == {"core", "sensor", "task"}
    assert all(array.shape[0] == 100 for arrays in state.values() for array in arrays.values())
    assert sum(array.nbytes for arrays in state.values() for array in arrays.values()) < 100 * 200


def test_after_a_state_was_set_a_reset_goes_on_with_its_seed() -> None:
    env, other = single(), single()
    env.reset(seed=5)
    other.set_state(env.get_state())
    other.reset()
    env.reset()
    assert repr(other.get_state()) == repr(env.get_state())


def test_a_state_from_before_the_first_reset_leaves_the_seed_open() -> None:
    env = single()
    env.set_state(single().get_state())
    env.reset()
    assert keys(env) == [derive_key("episode", env.np_random_seed)]


def test_going_back_to_before_the_first_reset_gives_each_environment_its_own_key_again() -> None:
    envs = vector(2)
    state = envs.get_state()
    envs.reset(seed=5)
    envs.set_state(state)
    envs.reset()
    assert keys(envs) == [derive_key("episode", 5), derive_key("episode", 6)]


def test_a_state_of_larger_images_is_refused_and_changes_nothing() -> None:
    larger: Any = SPEC.override({"space.height": 20, "space.width": 20}).make()
    larger.reset(options={"index": 450})
    env = single()
    env.reset(seed=0)
    before = repr(env.get_state())
    with refuses(ValueError, "an index must be from 0 to 449, got 450"):
        env.set_state(larger.get_state())
    assert repr(env.get_state()) == before


@pytest.mark.parametrize("rendering", [True, False])
def test_a_state_is_taken_over_by_an_environment_that_is_shown_or_not(rendering: bool) -> None:
    modes = ["rgb_array", None]
    giver, taker = (single(render_mode=mode) for mode in (modes if rendering else modes[::-1]))
    giver.reset(seed=0)
    giver.step(action())
    taker.set_state(giver.get_state())
    assert repr(taker.core.state()) == repr(giver.core.state())


# ----------------------------------------------------------------------------------------------------------------------
# Frames and the end
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [single, vector])
def test_a_render_mode_that_is_none_is_refused(make: Any) -> None:
    with refuses(ValueError, "render_mode must be None or 'rgb_array', got 'human'"):
        make(render_mode="human")


@pytest.mark.parametrize("make", [single, vector])
def test_without_a_render_mode_there_are_no_frames(make: Any) -> None:
    env = make()
    env.reset(seed=0)
    with pytest.warns(
        UserWarning, match=r"render\(\) gives nothing: make the environment with render_mode='rgb_array'"
    ):
        assert env.render() is None


@pytest.mark.parametrize("make", [single, vector])
def test_before_the_first_reset_there_is_nothing_to_show(make: Any) -> None:
    with refuses(ResetNeeded, "no episode has begun: call reset() before render()"):
        make(render_mode="rgb_array").render()


@pytest.mark.parametrize(("make", "name"), [(single, "ActiveEnv"), (vector, "ActiveVectorEnv")])
def test_a_closed_environment_says_so(make: Any, name: str) -> None:
    env = make()
    env.reset(seed=0)
    state = env.get_state()
    env.close()
    env.close()
    for call in (env.reset, env.render, lambda: env.step(action()), env.get_state, lambda: env.set_state(state)):
        with refuses(ClosedEnvironmentError, f"{name} is closed: make another"):
            call()


@pytest.mark.parametrize("make", [single, vector])
def test_metadata_is_each_environment_s_own(make: Any) -> None:
    env = make()
    env.metadata["render_fps"] = 99
    assert make().metadata["render_fps"] == METADATA["render_fps"] == 4


@pytest.mark.parametrize("make", [single, vector])
def test_the_loss_function_is_the_task_s(make: Any) -> None:
    env = make()
    core: Core = env.core
    assert env.loss_fn is core.task.loss
    assert float(env.loss_fn(np.zeros(2), np.array(1))) == pytest.approx(1)


def test_the_space_of_an_environment_gives_what_is_on_show() -> None:
    env: Any = SPEC.override({"sensor.size": [15, 15]}).make()
    observation, info = env.reset(seed=0)
    assert (observation["glimpse"] == env.unwrapped.space.at(info["index"]).image).all()
    assert vector().unwrapped.space == single().unwrapped.space
