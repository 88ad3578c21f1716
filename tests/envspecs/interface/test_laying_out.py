from __future__ import annotations

import pickle
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.spaces import Box, Dict, Discrete, MultiDiscrete
from gymnasium.utils.env_checker import check_env
from hypothesis import given, settings
from hypothesis import strategies as st

import envspecs
from envspecs.interface import ESTIMATORS, Estimated, EstimatedVector, Interface, LaidOut, lay_out
from envspecs.testing import check_spec
from envspecs.testing.strategies import task_specs
from imagespaces import ImageSpace

SPEC = envspecs.load("CircleSquare-v0").override(
    {"space.height": 10, "space.width": 9, "space.extent": 4, "sensor.size": [3, 2], "episode.max_steps": 5}
)
FORMS: list[dict[str, Any]] = [
    {"actions": "flat"},
    {"actions": "multi_discrete", "bins": 3},
    {"actions": "discrete"},
    {"observations": "flat"},
    {"observations": "image"},
    {"channels": "first", "dtype": "uint8", "scalars": "vector"},
    {"predictions": "even"},
    {"predictions": "ideal", "actions": "discrete"},
    {"predictions": "oracle", "actions": "flat", "observations": "flat"},
]
SURE = np.array([5.0, -5.0], np.float32)
STEP = {"action": np.array([0.5, -1.0], np.float32), "prediction": np.array([1.0, -2.0], np.float32)}


def formed(**fields: Any) -> envspecs.TaskSpec:
    return SPEC.override({f"interface.{name}": value for name, value in fields.items()})


@pytest.mark.parametrize("fields", FORMS, ids=str)
def test_all_laws_hold(fields: dict[str, Any]) -> None:
    check_spec(formed(**fields))


@pytest.mark.filterwarnings("ignore:.*is different from the unwrapped version:UserWarning")
@pytest.mark.filterwarnings("ignore:.*recommend using a symmetric and normalized space:UserWarning")
@pytest.mark.filterwarnings("ignore:.*Not able to test alternative render modes:UserWarning")
@pytest.mark.parametrize("fields", FORMS, ids=str)
def test_gymnasium_s_checker_finds_nothing(fields: dict[str, Any]) -> None:
    check_env(formed(**fields).make(render_mode="rgb_array"))


@pytest.mark.parametrize("fields", [form for form in FORMS if "dtype" not in form], ids=str)
def test_a_wrapper_gives_what_the_spec_gives(fields: dict[str, Any]) -> None:
    wrapped: Any = lay_out(SPEC.make_vec(3, autoreset_mode="SameStep"), Interface(**fields))
    built: Any = formed(**fields).make_vec(3, autoreset_mode="SameStep")
    assert wrapped.single_action_space == built.single_action_space
    assert wrapped.single_observation_space == built.single_observation_space
    for envs in (wrapped, built):
        envs.action_space.seed(0)
    told = [
        [envs.reset(seed=4)] + [envs.step(envs.action_space.sample()) for _ in range(12)] for envs in (wrapped, built)
    ]
    assert pickle.dumps(told[0]) == pickle.dumps(told[1])


def test_the_form_that_there_is_costs_nothing() -> None:
    assert SPEC.make().unwrapped is not None
    env = SPEC.make()
    assert lay_out(env, Interface()) is env
    assert not isinstance(env, gymnasium.Wrapper)


def test_flat_actions_are_the_same_steps() -> None:
    plain, flat = SPEC.make(), formed(actions="flat").make()
    assert flat.action_space == Box(np.array([-1, -1, -10, -10], np.float32), np.array([1, 1, 10, 10], np.float32))
    for env in (plain, flat):
        env.reset(seed=0)
    expected, found = plain.step(STEP), flat.step(np.array([0.5, -1.0, 1.0, -2.0], np.float32))
    assert found[1:] == expected[1:]


def test_bytes_are_near_the_floats() -> None:
    plain, small = SPEC.make(), formed(dtype="uint8").make()
    assert isinstance(small.observation_space, Dict)
    assert small.observation_space["glimpse"] == ImageSpace(3, 2, 1, dtype="uint8")
    one, other = plain.reset(seed=0)[0]["glimpse"], small.reset(seed=0)[0]["glimpse"]
    assert np.abs(other - 255 * one).max() <= 1


def test_last_observations_are_laid_out_too() -> None:
    envs: Any = formed(observations="flat").make_vec(2, autoreset_mode="SameStep")
    envs.reset(seed=0)
    for _ in range(5):
        *_, info = envs.step(envs.action_space.sample())
    assert all(last in envs.single_observation_space for last in info["final_obs"])


def test_what_is_ours_is_reached_through_wrappers() -> None:
    for fields in FORMS:
        env, envs = formed(**fields).make(), formed(**fields).make_vec(2)
        for each in (env, envs):
            reached: Any = each
            assert reached.loss_fn is reached.unwrapped.loss_fn
            assert reached.prediction_target_space == reached.unwrapped.prediction_target_space
            with pytest.raises(AttributeError, match=r"object has no attribute 'nothing'$"):
                _ = reached.nothing
    assert envs.autoreset_mode is envs.unwrapped.autoreset_mode  # type: ignore[attr-defined]


# ------------------------------------------------------------------------------------------------------- estimators


def test_the_agent_is_rewarded_by_how_well_it_can_be_predicted() -> None:
    losses = {}
    for name in ESTIMATORS:
        envs: Any = formed(predictions=name).override({"reward.action_cost": 0}).make_vec(50)
        assert envs.single_action_space == Dict(action=Box(-1, 1, (2,), np.float32))
        envs.action_space.seed(0)
        envs.reset(seed=0)
        losses[name] = -np.mean([envs.step(envs.action_space.sample())[1] for _ in range(5)])
    assert losses["even"] == pytest.approx(1)
    assert losses["oracle"] == pytest.approx(0, abs=1e-6)
    assert losses["oracle"] < losses["ideal"] < losses["even"]


def test_an_estimator_begins_anew_with_each_episode() -> None:
    single: Any = formed(predictions="ideal").make()
    envs: Any = formed(predictions="ideal").make_vec(3, autoreset_mode="SameStep")
    envs.action_space.seed(0)
    envs.reset(seed=0)
    actions = [envs.action_space.sample() for _ in range(12)]
    rewards = np.array([envs.step(action)[1] for action in actions])
    for lane in range(3):
        single.reset(seed=lane)
        for number, action in enumerate(actions):
            _, reward, terminated, _, _ = single.step({"action": action["action"][lane]})
            assert reward == rewards[number, lane]
            if terminated:
                single.reset()


def test_an_estimator_of_one_s_own() -> None:
    class Sure:
        def __init__(self, envs: Any) -> None:
            self.count = envs.num_envs

        def begin(self, lanes: Any, seeds: Any) -> None:
            pass

        def __call__(self, observations: Any) -> Any:
            return {"prediction": np.tile(SURE, (self.count, 1))}

    one: Any = Estimated(SPEC.make(), Sure)
    many: Any = EstimatedVector(SPEC.make_vec(2), Sure)
    for env, move in ((one, STEP["action"]), (many, np.tile(STEP["action"], (2, 1)))):
        env.reset(seed=0)
        info = env.step({"action": move})[4]
        target = info["prediction"]["target"]
        expected = env.unwrapped.loss_fn(np.tile(SURE, (np.size(target), 1)), np.atleast_1d(target))
        assert np.allclose(info["prediction"]["loss"], expected)


def test_what_can_t_be_laid_out_is_refused() -> None:
    with pytest.raises(envspecs.SpecError) as refused:
        formed(predictions="ideal").override({"sensor": {"kind": "full"}}).make()
    message = "interface: estimator 'ideal' looks through a glimpse, got Full: use 'even' or 'oracle'"
    assert str(refused.value).endswith(message)
    with pytest.raises(TypeError, match=r"^an estimator takes a vector environment of this library, got "):
        EstimatedVector(gymnasium.make_vec("CartPole-v1", num_envs=1), ESTIMATORS["even"])
    with pytest.raises(TypeError, match=r"^actions must be a Dict to be laid out, got Discrete\(2\)$"):
        lay_out(gymnasium.make("CartPole-v1"), Interface(actions="flat"))


@settings(max_examples=30)
@given(task_specs(max_pixels=100, max_steps=3), st.sampled_from(["flat", "multi_discrete"]))
def test_any_task_takes_flat_and_chosen_actions(spec: envspecs.TaskSpec, actions: str) -> None:
    env: Any = spec.override({"interface.actions": actions, "interface.bins": 2}).make()
    assert isinstance(env, LaidOut)
    assert env.actions is not None
    assert isinstance(env.action_space, Box | MultiDiscrete | Discrete)
    env.reset(seed=0)
    action = env.action_space.sample()
    parts = env.actions.take_apart(np.asarray(action))
    again = env.actions.take_apart(env.actions.put_together(parts))
    assert all(np.asarray(parts[name]).tobytes() == np.asarray(again[name]).tobytes() for name in parts)
    assert np.isfinite(env.step(action)[1])


@pytest.mark.parametrize("several", [False, True])
def test_without_an_episode_nothing_is_estimated(several: bool) -> None:
    env: Any = SPEC.override({"interface": {"predictions": "ideal"}})
    env = env.make_vec(2) if several else env.make()
    with pytest.raises(gymnasium.error.ResetNeeded, match=r"^no episode has begun: call reset\(\) before step\(\)$"):
        env.step(env.action_space.sample())


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize(
    ("more", "found"), [({"prediction": np.zeros(2)}, r"\['action', 'prediction'\]"), (None, "NoneType")]
)
def test_what_is_estimated_is_not_taken_of_the_agent(several: bool, more: dict[str, Any] | None, found: str) -> None:
    env: Any = SPEC.override({"interface": {"predictions": "even"}})
    env = env.make_vec(2) if several else env.make()
    env.reset(seed=0)
    action = None if more is None else env.action_space.sample() | more
    with pytest.raises(ValueError, match=rf"^an action must be a mapping of 'action', got {found}$"):
        env.step(action)
