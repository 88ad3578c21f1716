from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.tasks import Classification
from envspecs.testing.laws.bounds import limits_are_kept, losses_are_not_negative, rewards_are_bounded
from tests.envspecs.testing.faults import SPEC, Fault, Together, caught, spoilt


class Negative(Classification):
    """Loses less than nothing."""

    def score(self, predictions: Any, times: NDArray[np.int64]) -> NDArray[np.float64]:
        return -super().score(predictions, times)


class Generous(Together):
    """Rewards each step with 1."""

    def advance(self, *parts: Any) -> Any:
        outcome = super().advance(*parts)
        return outcome._replace(rewards=outcome.rewards + outcome.losses + 1)


class Paid(Together):
    """Pays for moves."""

    def advance(self, *parts: Any) -> Any:
        outcome = super().advance(*parts)
        return outcome._replace(base_rewards=-outcome.base_rewards)


class Costly(Together):
    """Lets moves cost that cost nothing."""

    def advance(self, *parts: Any) -> Any:
        outcome = super().advance(*parts)
        return outcome._replace(base_rewards=outcome.base_rewards - 0.5, rewards=outcome.rewards - 0.5)


class Truncating(Together):
    """Truncates what it should terminate."""

    def advance(self, *parts: Any) -> Any:
        outcome = super().advance(*parts)
        return outcome._replace(terminated=outcome.truncated, truncated=outcome.terminated)


class Both(Together):
    """Truncates what it terminates."""

    def advance(self, *parts: Any) -> Any:
        outcome = super().advance(*parts)
        return outcome._replace(truncated=outcome.terminated)


class Hasty(Together):
    """Terminates a step too soon."""

    def advance(self, *parts: Any) -> Any:
        outcome = super().advance(*parts)
        return outcome._replace(terminated=self._time >= self.rules.max_steps - 1)


class Endless(Together):
    """Tells of no end."""

    def advance(self, *parts: Any) -> Any:
        outcome = super().advance(*parts)
        return outcome._replace(terminated=np.zeros(self.lanes, np.bool_))


FREE = SPEC.override({"reward.action_cost": 0.0})
IMPROVING = SPEC.override({"reward.timing": "improvement"})

test_caught = caught(
    Fault(losses_are_not_negative, spoilt(task=Negative), "the loss of step 1 is -"),
    Fault(rewards_are_bounded, spoilt(core=Generous), "the reward of step 1 is 0.99"),
    Fault(rewards_are_bounded, spoilt(core=Generous, spec=IMPROVING), "the reward of step 1 is "),
    Fault(rewards_are_bounded, spoilt(core=Paid), "the base reward of step 1 is 0.0007"),
    Fault(
        rewards_are_bounded,
        spoilt(core=Costly, spec=FREE),
        "of step 1 is -0.5, and should be from -0.0 ",
    ),
    Fault(limits_are_kept, spoilt(core=Truncating), "of step 3 of 3 are (False, True), and the rule is to terminate"),
    Fault(limits_are_kept, spoilt(core=Both), "terminated and truncated of step 3 of 3 are (True, True)"),
    Fault(limits_are_kept, spoilt(core=Hasty), "terminated and truncated of step 2 of 3 are (True, False)"),
    Fault(limits_are_kept, spoilt(core=Endless), "of step 3 of 3 are (False, False), and the rule is to terminate"),
)


def test_bounds_hold_where_rewards_are_counted_otherwise() -> None:
    for spec in (FREE, IMPROVING, SPEC.override({"reward.timing": "final_step", "reward.time_penalty": 0.25})):
        rewards_are_bounded(spec)
        limits_are_kept(spec.override({"episode.at_limit": "truncate"}))
