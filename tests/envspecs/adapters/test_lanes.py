from __future__ import annotations

import numpy as np

import envspecs
from envspecs.adapters.lanes import info_of_lanes
from envspecs.testing.comparing import expect_same_data

SPEC = envspecs.load("CircleSquare-s15-v0").override({"episode.max_steps": 2})


def test_each_environment_is_told_what_it_would_be_told_alone() -> None:
    envs = SPEC.make_vec(3, autoreset_mode="Disabled")
    infos = [envs.reset(seed=4)[1]]
    singles = [SPEC.make() for _ in range(3)]
    alone = [[env.reset(seed=4 + lane)[1] for lane, env in enumerate(singles)]]
    for _ in range(2):
        actions = envs.action_space.sample()
        infos.append(envs.step(actions)[4])
        own = [{key: value[lane] for key, value in actions.items()} for lane in range(3)]
        alone.append([env.step(action)[4] for env, action in zip(singles, own, strict=True)])
    for info, expected in zip(infos, alone, strict=True):
        expect_same_data(info_of_lanes(info, np.arange(3)), expected, "info")


def test_what_is_not_of_an_environment_is_left_out() -> None:
    info = {"metrics": {"length": np.array([0, 2]), "_length": np.array([False, True])}}
    info["_metrics"] = info["metrics"]["_length"]  # type: ignore[assignment]
    assert info_of_lanes(info, np.array([1, 0])) == [{"metrics": {"length": 2}}, {}]


def test_rows_of_arrays_and_objects_stay_what_they_are() -> None:
    images, anything = np.arange(6).reshape(3, 2), np.array([None, "seen", {"a": 1}], object)
    mask = np.ones(3, np.bool_)
    (told,) = info_of_lanes({"image": images, "_image": mask, "any": anything, "_any": mask}, np.array([2]))
    np.testing.assert_array_equal(told["image"], [4, 5])
    assert told["any"] == {"a": 1}
