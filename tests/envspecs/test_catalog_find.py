"""Tasks of finding things: those of the catalog, and of data sets whose masks tell of classes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import envspecs
from envspecs.policies.scan import Scan
from envspecs.testing import check_spec

LANES = 200


def found_by(policy: str, name: str) -> float:
    """The share of episodes, one in each lane, in which a policy finds what is asked for, if it has the time."""
    spec = envspecs.load(name).override({"episode.max_steps": 150})
    envs: Any = spec.make_vec(LANES, autoreset_mode="Disabled")
    observation, _ = envs.reset(seed=0)
    scan = Scan(envs)
    scan.begin(np.arange(LANES), np.arange(LANES))
    found = np.zeros(LANES, np.bool_)
    for _ in range(150):
        action = scan(observation) if policy == "scan" else {"action": np.zeros((LANES, 2), np.float32)}
        envs.core.over[:] = False  # those that have found it go on, so that the others may
        observation, *_ = envs.step(action)
        found |= envs.core.task.finished()
    return float(found.mean())


@pytest.mark.parametrize("name", ["CircleSquareFind-v0", "SceneFind-v0"])
def test_who_looks_everywhere_finds_it_and_who_stays_does_not(name: str) -> None:
    assert found_by("scan", name) == 1.0
    assert found_by("stay", name) < 0.2


def test_rewards_are_bonus_less_time_and_effort() -> None:
    env: Any = envspecs.load("CircleSquareFind-v0").make()
    env.reset(seed=0, options={"index": 2 * (20 + 28 * 14), "position": [0.0, 0.0]})
    action = {"action": np.array([1.0, 0.0], np.float32)}
    rewards = []
    terminated = False
    while not terminated:
        _, reward, terminated, truncated, info = env.step(action)
        rewards.append(reward)
        assert not truncated
    # the centre of pixel 20 is at 20.5; the right edge of a glimpse at position x is at 14 + 11.5 x + 2.5
    assert len(rewards) == 2
    assert rewards == pytest.approx([-0.011, 1 - 0.011])
    assert info["metrics"]["found"] == 1.0


def test_what_is_asked_for_is_drawn_alike_in_first_and_later_episodes() -> None:
    envs: Any = envspecs.load("SceneFind-v0").make_vec(1000)
    begun = [envs.reset(seed=3), envs.reset(), envs.reset()]
    shares = [observation["wanted"].mean(axis=0) for observation, _ in begun]
    assert np.abs(np.array(shares) - 0.25).max() < 5 * np.sqrt(0.25 * 0.75 / 1000)


@pytest.mark.usefixtures("data_at_hand")
@pytest.mark.parametrize("name", ["COCO2014-v0", "ADE20K-v0"])
def test_classes_of_pixels_can_be_found_in_photographs(name: str) -> None:
    spec = envspecs.load(name).override({"task": {"kind": "find", "shown": True}, "space.masks": True})
    envs: Any = spec.make_vec(20)
    observation, info = envs.reset(seed=0)
    masks = envs.core.space.instances(info["index"]).masks
    names = [name for name in envs.core.space.mask_names if name != "background"]
    assert envs.single_observation_space["wanted"].shape == (len(names),)
    for lane, wanted in enumerate(observation["wanted"].argmax(axis=1)):
        centre = envs.core.task.state()["centres"][lane].astype(int)
        of_class = masks[lane, centre[1], centre[0]]
        there = envs.core.task.marks(lane)["truth"].size > 0
        assert not there or envs.core.space.mask_names[of_class] == names[wanted]


@pytest.mark.usefixtures("data_at_hand")
def test_photographs_keep_the_laws() -> None:
    check_spec(envspecs.load("COCO2014-v0").override({"task": {"kind": "find"}, "space.masks": True}))
