"""The plain task beside numbers worked out by hand, and beside environments of drawn specs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import envspecs
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.reference import Definition, Lane, PlainTask
from envspecs.testing.reference.plain_task import bilinear, cross_entropy, moved, window
from envspecs.testing.strategies import task_specs
from tests.envspecs.testing.faults import SPEC

RAMP = [[0.0, 1.0, 2.0], [10.0, 11.0, 12.0], [20.0, 21.0, 22.0]]


def test_windows_lie_where_they_should() -> None:
    assert window(RAMP, (0.0, 0.0), (1, 1), 1.0) == [[11.0]]
    assert window(RAMP, (-1.0, 1.0), (2, 2), 1.0) == [[10.0, 11.0], [20.0, 21.0]]
    assert window(RAMP, (0.5, 0.0), (1, 2), 1.0) == [[10.75, 11.75]]
    assert window(RAMP, (0.0, 0.0), (1, 2), 0.5) == [[10.75, 11.25]]
    assert bilinear(RAMP, 2.0, 2.0) == 22.0


def test_steps_are_projected_and_stay_in_range() -> None:
    assert list(moved((0.0, 0.0), [3.0, 4.0], 0.5)) == pytest.approx([0.3, 0.4])
    assert moved((0.0, 0.0), [0.5, 0.0], [0.2, 0.4]) == (0.1, 0.0)
    assert moved((0.95, -0.95), [1.0, 0.0], 0.2) == (1.0, -0.95)


def test_cross_entropy_is_minus_the_log_of_a_probability() -> None:
    assert cross_entropy([math.log(3), 0.0], 0) == pytest.approx(-math.log(0.75))
    assert cross_entropy([1e300, 0.0], 1) == 1e300


@pytest.mark.parametrize(("timing", "rewards"), [("every_step", [-1.1, -2.2]), ("final_step", [-0.1, -2.2])])
def test_rewards_count_losses_as_the_timing_says(timing: str, rewards: list[float]) -> None:
    changes = {"reward.timing": timing, "reward.time_penalty": 0.1, "reward.action_cost": 0.1, "episode.max_steps": 2}
    task = PlainTask(SPEC.override(changes))
    wrong = math.log(3)  # of two classes a probability of 1/4, whose loss is log 4 = 2 log 2
    actions = [
        {"action": [0.0, 0.0], "prediction": [0.0, 0.0]},
        {"action": [0.0, 1.0], "prediction": [0.0, wrong]},
    ]
    shown = [task.after(0, (0.0, 0.0), actions[: count + 1]) for count in range(2)]
    assert [each.reward for each in shown] == pytest.approx(rewards)
    assert [each.loss for each in shown] == pytest.approx([1.0, 2.0])
    assert shown[1].correct == (True, False)
    assert shown[1].position == (0.0, 0.2)


def test_improvements_count_from_a_blind_guess() -> None:
    task = PlainTask(SPEC.override({"reward.timing": "improvement", "reward.action_cost": 0.0}))
    wrong = {"action": [0.0, 0.0], "prediction": [0.0, math.log(3)]}
    assert task.after(0, (0.0, 0.0), [wrong]).reward == pytest.approx(-1.0)
    assert task.after(0, (0.0, 0.0), [wrong, wrong]).reward == pytest.approx(0.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"sensor.noise": 0.1},
        {"sensor.border": "pad"},
        {"sensor.memory": "canvas"},
        {"sensor.motion": {"kind": "absolute"}},
        {"episode.stop": "action"},
        {"interface.actions": "flat"},
        {"task.loss": {"kind": "error_probability"}},
    ],
)
def test_other_tasks_are_not_suited(changes: dict[str, Any]) -> None:
    assert PlainTask.suits(SPEC)
    assert not PlainTask.suits(SPEC.override(changes))
    assert not PlainTask.suits(envspecs.load("CircleSquareInverted-v0"))


@settings(max_examples=15)
@given(spec=task_specs(max_pixels=100, max_steps=4, sensors=["glimpse"], tasks=["classification"]))
def test_environments_of_any_task_are_as_defined(spec: TaskSpec) -> None:
    lane = Lane(spec.make, judge=Definition(spec))
    space = spec.make().action_space
    space.seed(0)
    for seed in (0, None):
        lane.begin(seed=seed)
        while not lane.over:
            lane.step(space.sample())


def test_numbers_may_have_an_axis() -> None:
    spec = SPEC.override({"interface.scalars": "vector"})
    lane = Lane(spec.make, judge=Definition(spec))
    assert lane.begin(seed=0)["observation"]["time_step"].shape == (1,)


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("observation", "time_step"), np.float32(0), "time_step after step 1 of 3 is 0.0, and should be -0.33"),
        (("terminated",), True, "terminated after step 1 of 3 is True, and should be False"),
        (("truncated",), True, "truncated after step 1 of 3 is True, and should be False"),
        (("info", "metrics"), {}, "over is False after step 1 of 3, and info holds"),
        (("observation", "glimpse_pos"), np.full(2, 0.5, np.float32), "glimpse_pos after step 1 of 3 is [0.5, 0.5]"),
        (("info", "prediction", "loss"), 9.0, "the loss after step 1 of 3 is 9.0, and should be 1.0"),
        (("info", "prediction", "target"), 7, "the target after step 1 of 3 is 7.0"),
        (("info", "base_reward"), -9.0, "the base reward after step 1 of 3 is -9.0"),
        (("reward",), -9.0, "the reward after step 1 of 3 is -9.0, and should be -1.0"),
    ],
)
def test_what_is_not_as_defined_is_named(path: tuple[str, ...], value: Any, reason: str) -> None:
    lane = Lane(SPEC.make)
    lane.begin(seed=0)
    result = lane.step({"action": np.zeros(2, np.float32), "prediction": np.zeros(2, np.float32)})
    definition = Definition(SPEC)
    definition(lane.episodes[-1], result)
    inner = result
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    with pytest.raises(AssertionError) as wrong:
        definition(lane.episodes[-1], result)
    assert str(wrong.value).startswith(reason)
