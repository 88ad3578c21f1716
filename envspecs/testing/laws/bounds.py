"""How much a step may give, and how long an episode may be."""

from __future__ import annotations

import math

from envspecs.parts import Rewarding
from envspecs.testing.driver import Driver
from envspecs.testing.law import beneath_wrappers, ending, law, predicting
from envspecs.testing.subject import MOST_STEPS, Subject
from imagespaces.testing.checks import expect

__all__ = ["limits_are_kept", "losses_are_not_negative", "rewards_are_bounded"]

ROUNDING = 1e-9
"""How far a sum of rewards may lie beyond its bound."""


@law(predicting)
def losses_are_not_negative(subject: Subject, seed: int) -> None:
    """A loss is a finite number from 0 on."""
    with Driver(subject.make()) as driver:
        for number, result in enumerate(driver.play(subject.actions(driver.env, seed, subject.horizon), seed=seed)):
            if "reward" in result:
                loss = result["info"]["prediction"]["loss"]
                expect(0 <= loss < math.inf, f"the loss of step {number} is {loss}, not from 0 on")


@beneath_wrappers
def _without_bonus(subject: Subject) -> bool:
    """Take environments of this project whose tasks give no rewards beside what predictions lose."""
    return subject.is_active and not isinstance(subject.core.task, Rewarding)


@law(_without_bonus)
def rewards_are_bounded(subject: Subject, seed: int) -> None:
    """A step costs what its time costs, or more; it wins back no more than was lost in the step before."""
    rules = subject.core.rules
    lowest = -rules.time_penalty - rules.size_penalty if rules.action_cost == 0 else -math.inf
    before = blind = subject.core.task.blind_loss if subject.predicts else 0.0
    with Driver(subject.make()) as driver:
        for number, result in enumerate(driver.play(subject.actions(driver.env, seed, subject.horizon), seed=seed)):
            if "reward" not in result:
                before = blind
                continue
            base, reward = result["info"]["base_reward"], result["reward"]
            told = f"of step {number} is {base}, and should be from {lowest} to {-rules.time_penalty}"
            expect(lowest - ROUNDING <= base <= -rules.time_penalty + ROUNDING, f"the base reward {told}")
            loss = result["info"].get("prediction", {"loss": 0.0})["loss"]
            won = before if rules.timing == "improvement" else 0.0
            told = f"of step {number} is {reward}, and should be from {base - loss} to {base + won}"
            expect(base - loss - ROUNDING <= reward <= base + won + ROUNDING, f"the reward {told}")
            before = loss


@law(ending)
def limits_are_kept(subject: Subject, seed: int) -> None:
    """An episode ends with its last step, as its rules say; sooner only where it may end early."""
    rules, may_end_early = subject.core.rules, subject.core.may_end_early
    terminates, longest = rules.at_limit == "terminate", min(rules.max_steps, MOST_STEPS)
    with Driver(subject.make()) as driver:
        driver.reset(seed=seed)
        for step, action in enumerate(subject.actions(driver.env, seed, longest), start=1):
            result = driver.step(action)
            flags = result["terminated"], result["truncated"]
            told = f"terminated and truncated of step {step} of {rules.max_steps} are {flags}"
            expect(flags != (True, True), told)
            if step == rules.max_steps and not may_end_early:
                expect(flags == (terminates, not terminates), f"{told}, and the rule is to {rules.at_limit}")
            elif not may_end_early:
                expect(flags == (False, False), told)
            if driver.any_over:
                return
            expect(step < rules.max_steps, f"{told}, and the episode goes on")
