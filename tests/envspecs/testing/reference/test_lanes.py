from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest

from envspecs.testing.comparing import copied, expect_same_data
from envspecs.testing.reference import Lane, Played
from tests.envspecs.testing.faults import SPEC

ACTION = {"action": np.array([0.5, -0.5], np.float32), "prediction": np.zeros(2, np.float32)}


def begun(env: Any, **arguments: Any) -> dict[str, Any]:
    observation, info = env.reset(**arguments)
    return {"observation": observation, "info": info}


def test_what_a_lane_gives_is_what_an_environment_gives() -> None:
    lane, env = Lane(SPEC.make), SPEC.make()
    expect_same_data(lane.begin(seed=3, options={"index": 4}), begun(env, seed=3, options={"index": 4}), "the first")
    expect_same_data(lane.begin(), begun(env), "the next")
    names = ("observation", "reward", "terminated", "truncated", "info")
    for _ in range(3):
        expect_same_data(lane.step(ACTION), dict(zip(names, env.step(ACTION), strict=True)), "a step")
    assert (lane.seed, lane.number, lane.steps, lane.over) == (3, 1, 3, True)
    assert lane.begin()["info"] == begun(env)["info"]
    assert (lane.number, lane.steps, lane.over) == (2, 0, False)


def test_a_copy_goes_on_alone_from_the_same_past() -> None:
    lane = Lane(SPEC.make)
    lane.begin(seed=3)
    lane.step(ACTION)
    other = lane.copy()
    first = copied(lane.step(ACTION))
    lane.begin()
    assert (other.number, other.steps) == (0, 1)
    expect_same_data(other.step(ACTION), first, "the copy's step")


def test_earlier_episodes_count_by_their_number_alone_unless_numbers_come_in_a_stream() -> None:
    asked: list[tuple[str, Any]] = []

    class Told(gymnasium.Wrapper[Any, Any, Any, Any]):
        def reset(self, **arguments: Any) -> Any:
            asked.append(("reset", arguments))
            return super().reset(**arguments)

        def step(self, action: Any) -> Any:
            asked.append(("step", None))
            return super().step(action)

    for streams, steps in ((False, 0), (True, 1)):
        lane = Lane(lambda: Told(SPEC.make()), streams=streams)
        lane.begin(seed=0, options={"index": 7})
        lane.step(ACTION)
        asked.clear()
        lane.begin()
        resets = [arguments for what, arguments in asked if what == "reset"]
        assert resets[0] == {"seed": 0, "options": {"index": 7} if streams else None}
        assert resets[1] == {"seed": None, "options": {}}
        assert len(asked) - len(resets) == steps


def test_what_is_passed_and_given_belongs_to_the_caller() -> None:
    lane, options = Lane(SPEC.make), {"position": [0.5, 0.5]}
    lane.begin(seed=0, options=options)
    action = copied(ACTION)
    lane.step(action)
    options["position"][0] = action["action"][0] = -1.0
    lane.close()  # so that the past is lived through again
    latest = lane.latest
    position = latest["observation"]["glimpse_pos"]
    np.testing.assert_allclose(position, [0.5 + 0.2 * 0.5, 0.5 - 0.2 * 0.5], atol=1e-6)


def test_the_judge_sees_every_result_with_its_episode() -> None:
    seen: list[tuple[int, int]] = []

    def judge(played: Played, result: dict[str, Any]) -> None:
        seen.append((len(played.actions), len(played.rewards)))
        assert played.begun["info"] == {"index": result["info"]["index"]}
        if len(played.actions) == 2:
            raise AssertionError("two steps")

    lane = Lane(SPEC.make, judge=judge)
    lane.begin(seed=0)
    lane.step(ACTION)
    with pytest.raises(AssertionError, match=r"^two steps$"):
        lane.step(ACTION)
    assert seen == [(0, 0), (1, 1), (2, 2)]
