from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import envspecs
from envspecs.adapters import cleanrl
from envspecs.adapters.cleanrl import CleanRLEnv
from envspecs.testing.comparing import expect_same_data
from envspecs.testing.driver import drawn_actions

STEPS = 3
SPEC = envspecs.load("CircleSquare-s15-v0").override({"episode.max_steps": STEPS})


def older(count: int = 3, **options: Any) -> CleanRLEnv:
    return CleanRLEnv(SPEC.make_vec(count, autoreset_mode="SameStep", **options))


def test_all_but_the_ends_of_episodes_is_as_without_the_adapter() -> None:
    envs, plain = older(), SPEC.make_vec(3, autoreset_mode="SameStep")
    expect_same_data(envs.reset(seed=5), plain.reset(seed=5), "reset")
    newer = {"final_obs", "_final_obs", "final_info", "_final_info"}
    for actions in drawn_actions(plain, 0, 3 * STEPS):
        *found, infos = envs.step(actions)
        *expected, plain_infos = plain.step(actions)
        expect_same_data(found, expected, "step")
        both = infos.keys() & plain_infos.keys() - newer
        expect_same_data({key: infos[key] for key in both}, {key: plain_infos[key] for key in both}, "infos")
        assert plain_infos.keys() - both <= newer
        assert "final_obs" not in infos


def test_ends_are_told_as_a_single_environment_tells_them() -> None:
    envs = older()
    envs.reset(seed=5)
    singles = [SPEC.make() for _ in range(3)]
    for lane, env in enumerate(singles):
        env.reset(seed=5 + lane)
    returns = np.zeros(3)
    for actions in drawn_actions(envs, 0, STEPS):
        infos = envs.step(actions)[4]
        steps = [env.step({key: row[lane] for key, row in actions.items()}) for lane, env in enumerate(singles)]
        returns += np.array([reward for _, reward, *_ in steps])
    assert infos["_final_info"].tolist() == infos["_final_observation"].tolist() == [True] * 3
    for lane, (observation, _, _, _, info) in enumerate(steps):
        record = infos["final_info"][lane].pop("episode")
        expect_same_data(infos["final_info"][lane], info, "final_info")
        expect_same_data(infos["final_observation"][lane], observation, "final_observation")
        expect_same_data(record["r"], np.array([returns[lane]], np.float32), "return")
        expect_same_data(record["l"], np.array([STEPS], np.int32), "length")
        assert record["t"].shape == (1,)
        assert record["t"].dtype == np.float32
        assert record["t"][0] > 0


def test_scripts_find_the_episodes_that_ended_as_they_used_to() -> None:
    envs = older()
    envs.reset(seed=0)
    first, *others = drawn_actions(envs, 0, STEPS)
    envs.step(first)
    envs.reset(options={"reset_mask": np.array([False, True, False])})
    lengths: list[int] = []
    for actions in [*others, first]:
        infos = envs.step(actions)[4]
        told = infos.get("final_info", [])
        assert [info is not None for info in told] == [*infos.get("_final_info", [])]
        lengths.extend(info["episode"]["l"].item() for info in told if info and "episode" in info)
    assert lengths == [STEPS] * 3


def test_records_begin_anew_with_each_episode() -> None:
    envs = older(1, max_episode_steps=2)
    envs.reset(seed=0)
    rewards, records = [], []
    for actions in drawn_actions(envs, 0, 4):
        _, reward, _, truncated, infos = envs.step(actions)
        rewards.append(reward[0])
        if truncated[0]:
            records.append(infos["final_info"][0]["episode"]["r"][0])
    assert records == [np.float32(sum(rewards[:2])), np.float32(sum(rewards[2:]))]


def test_seconds_are_counted_from_where_an_episode_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(cleanrl, "time", SimpleNamespace(perf_counter=lambda: clock[0]))
    envs = older(1)
    envs.reset(seed=0)
    seconds = []
    for actions in drawn_actions(envs, 0, 2 * STEPS):
        clock[0] += 1.5
        infos = envs.step(actions)[4]
        seconds += [info["episode"]["t"].item() for info in infos.get("final_info", [])]
    assert seconds == [1.5 * STEPS] * 2


@pytest.mark.parametrize("mode", ["NextStep", "Disabled"])
def test_other_modes_are_refused(mode: str) -> None:
    with pytest.raises(ValueError, match=f"^envs must be made with autoreset_mode='SameStep', got '{mode}'$"):
        CleanRLEnv(SPEC.make_vec(2, autoreset_mode=mode))
