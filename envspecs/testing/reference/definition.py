"""What an episode of a task spec must give, whatever its environment makes of it: time, ends, sums and definitions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import numpy as np

from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.driver import Result
from envspecs.testing.reference.lanes import Played
from envspecs.testing.reference.plain_task import PlainTask
from imagespaces.testing.checks import expect

__all__ = ["Definition"]

SINGLE = 1e-5
"""How far what is told in float32 may lie from what it should be."""

DOUBLE = 1e-9
"""How far, relative to their size, float64 sums may lie apart."""


class Definition:
    """What must hold of the latest that an episode of a task gave, from the definitions alone.

    Args:
        spec: The task spec.

    >>> import envspecs
    >>> definition = Definition(envspecs.load("CircleSquare-v0"))
    >>> definition(Played(actions=[{}]), {"observation": {"time_step": -1.0}})
    Traceback (most recent call last):
        ...
    AssertionError: time_step after step 1 of 16 is -1.0, and should be -0.875
    """

    def __init__(self, spec: TaskSpec) -> None:
        self._episode = spec.episode
        with closing(spec.make()) as env:
            self._may_end_early = env.get_wrapper_attr("core").may_end_early
        self._plain = PlainTask(spec) if PlainTask.suits(spec) else None

    def __call__(self, played: Played, result: Result) -> None:
        """Judge what a reset or a step gave.

        Args:
            played: The episode so far, that step included.
            result: What it gave.

        Raises:
            AssertionError: If that is wrong, showing what it should be.
        """
        steps = len(played.actions)
        after = f"after step {steps} of {self._episode.max_steps}"
        self._expect_time(result["observation"], steps, after)
        if steps:
            self._expect_ends(result, steps, after)
            self._expect_metrics(result, played, after)
        if self._plain is not None:
            _expect_shown(self._plain, played, result, after)

    def _expect_time(self, observation: Any, steps: int, after: str) -> None:
        if isinstance(observation, Mapping) and "time_step" in observation:
            time = -1 + 2 * steps / self._episode.max_steps
            _expect_near(np.squeeze(observation["time_step"]), time, f"time_step {after}", SINGLE)

    def _expect_ends(self, result: Result, steps: int, after: str) -> None:
        at_limit = steps >= self._episode.max_steps
        if self._may_end_early:
            expect(result["terminated"] or result["truncated"] or not at_limit, f"the episode goes on {after}")
            return
        for flag, limit in (("terminated", "terminate"), ("truncated", "truncate")):
            true = at_limit and self._episode.at_limit == limit
            expect(result[flag] is true, f"{flag} {after} is {result[flag]!r}, and should be {true}")

    def _expect_metrics(self, result: Result, played: Played, after: str) -> None:
        over = result["terminated"] or result["truncated"]
        info = result["info"]
        expect(("metrics" in info) == over, f"over is {over} {after}, and info holds {sorted(info)}")
        if over:
            _expect_near(info["metrics"]["return"], math.fsum(played.rewards), f"the return {after}", DOUBLE)
            length = info["metrics"]["length"]
            expect(length == len(played.actions), f"the length {after} is {length}")


def _expect_shown(task: PlainTask, played: Played, result: Result, after: str) -> None:
    first = played.begun
    start = played.options.get("position", np.ravel(first["observation"]["glimpse_pos"]).tolist())
    shown = task.after(first["info"]["index"], (start[0], start[1]), played.actions)
    observation = result["observation"]
    glimpse = np.moveaxis(observation["glimpse"], -1, 0)
    _expect_near(glimpse, shown.glimpse, f"the glimpse {after}", SINGLE)
    _expect_near(observation["glimpse_pos"], shown.position, f"glimpse_pos {after}", SINGLE)
    if not played.actions:
        return
    info = result["info"]
    told = {"loss": shown.loss, "target": shown.target}
    for name, value in told.items():
        _expect_near(info["prediction"][name], value, f"the {name} {after}", DOUBLE)
    _expect_near(info["base_reward"], shown.base_reward, f"the base reward {after}", DOUBLE)
    _expect_near(result["reward"], shown.reward, f"the reward {after}", DOUBLE)
    if "metrics" in info:
        first_correct = shown.correct.index(True) + 1 if any(shown.correct) else -1
        _expect_near(info["metrics"]["accuracy"], shown.correct[-1], f"the accuracy {after}", 0.0)
        _expect_near(info["metrics"]["first_correct_step"], first_correct, f"first_correct_step {after}", 0.0)


def _expect_near(found: Any, expected: Any, what: str, tolerance: float) -> None:
    one, other = np.asarray(found, np.float64), np.asarray(expected, np.float64)
    near = one.shape == other.shape and bool(np.isclose(one, other, rtol=tolerance, atol=tolerance).all())
    expect(near, f"{what} is {one.tolist()}, and should be {other.tolist()}")
