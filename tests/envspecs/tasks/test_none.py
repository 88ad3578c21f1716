from __future__ import annotations

from typing import Any

import numpy as np

import envspecs
from envspecs.tasks import NoPrediction
from envspecs.testing import check_spec
from imagespaces import CircleSquare
from tests.envspecs.toys import staged

SPEC = envspecs.load("CircleSquare-v0").override({"task": {"kind": "none"}})


def test_nothing_is_asked_and_nothing_told() -> None:
    env: Any = SPEC.make()
    assert list(env.action_space) == ["action"]
    assert (env.unwrapped.prediction_space, env.unwrapped.prediction_target_space) == (None, None)
    observation, info = env.reset(seed=0)
    assert sorted(observation) == ["glimpse", "glimpse_pos", "time_step"]
    assert sorted(info) == ["index"]
    assert sorted(env.step({"action": np.zeros(2, np.float32)})[4]) == ["base_reward", "index"]


def test_a_reward_is_what_actions_cost() -> None:
    envs: Any = SPEC.make_vec(2)
    envs.reset(seed=0)
    rewards = envs.step({"action": np.array([[0.6, 0.8], [0, 0]], np.float32)})[1]
    np.testing.assert_allclose(rewards, [-0.001, 0.0], rtol=1e-6)


def test_an_episode_is_summed_up_as_any_other() -> None:
    env: Any = SPEC.override({"episode.max_steps": 1}).make()
    env.reset(seed=0)
    *_, info = env.step({"action": np.zeros(2, np.float32)})
    assert info["metrics"] == {"return": 0.0, "length": 1}


def test_it_is_a_task_of_as_many_lanes_as_there_are() -> None:
    task = NoPrediction(staged(CircleSquare(), 3))
    assert task.score(None, np.ones(3, np.int64)).tolist() == [0.0] * 3
    assert (task.targets().shape, task.oracle().shape) == ((3, 0), (3, 0))
    assert task.quality(np.array([2])).tolist() == [1.0]
    assert (task.caption(1), task.metrics(np.arange(3)), task.state()) == (("", ""), {}, {})
    assert (task.loss("anything", "at all"), task.blind_loss) == (0.0, 0.0)


def test_all_laws_hold() -> None:
    check_spec(SPEC.override({"episode.max_steps": 4}))
