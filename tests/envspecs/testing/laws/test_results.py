from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Discrete
from numpy.typing import NDArray

from envspecs.core import ALL, Core, Outcome
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.losses import CrossEntropy
from envspecs.parts import Lanes
from envspecs.tasks import Classification
from envspecs.testing import BrokenLawError, Subject
from envspecs.testing.laws.results import (
    flags_are_bools,
    info_is_plain,
    losses_are_their_definition,
    metrics_sum_up_episodes,
    observations_fit,
    results_are_typed,
    rewards_add_up,
    spaces_are_public,
    time_runs_from_first_to_last_step,
)
from tests.envspecs.testing.faults import SPEC, Fault, Together, caught, spoilt


class LateObservation(Core):
    """Lets the time of the last observation lie outside its space."""

    def observe(self, lanes: Lanes = ALL) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        return seen | {"time_step": seen["time_step"] + np.float32(0.5) * self.over[lanes]}


class WideObservation(Core):
    """Gives positions in another type."""

    def observe(self, lanes: Lanes = ALL) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        return seen | {"glimpse_pos": seen["glimpse_pos"].astype(np.float64)}


class MoreObservation(Core):
    """Observes what it does not declare."""

    def observe(self, lanes: Lanes = ALL) -> dict[str, NDArray[Any]]:
        return super().observe(lanes) | {"hint": np.zeros(1)}


class NumpyFlags(ActiveEnv):
    """Gives NumPy's bools."""

    def step(self, action: Any) -> Any:
        observation, reward, terminated, truncated, info = super().step(action)
        return observation, reward, np.bool_(terminated), truncated, info


class Whole(ActiveEnv):
    """Says as a number whether an episode is cut."""

    def step(self, action: Any) -> Any:
        observation, reward, terminated, truncated, info = super().step(action)
        return observation, reward, terminated, int(truncated), info


class NoReward(ActiveEnv):
    """Gives a reward that is no number."""

    def step(self, action: Any) -> Any:
        observation, _, *others = super().step(action)
        return (observation, float("nan"), *others)


class NumpyInfo(ActiveEnv):
    """Gives NumPy's numbers."""

    def step(self, action: Any) -> Any:
        *others, info = super().step(action)
        return (*others, info | {"index": np.int64(info["index"])})


class TakenKey(ActiveEnv):
    """Uses the key that wrappers write."""

    def step(self, action: Any) -> Any:
        *others, info = super().step(action)
        return (*others, info | {"episode": 1})


class Silent(ActiveEnv):
    """Says nothing of the base reward."""

    def step(self, action: Any) -> Any:
        *others, info = super().step(action)
        del info["base_reward"]
        return (*others, info)


class Doubled(Classification):
    """Tells twice the loss."""

    def score(self, predictions: NDArray[Any], times: NDArray[np.int64]) -> NDArray[np.float64]:
        return 2 * super().score(predictions, times)


class StrangeTarget(Classification):
    """Tells a class that there is not."""

    def targets(self) -> NDArray[np.int64]:
        return super().targets() + 2


class Generous(Together):
    """Rewards more than it tells of."""

    def advance(self, *parts: Any) -> Outcome:
        outcome = super().advance(*parts)
        return outcome._replace(rewards=outcome.rewards + 0.25)


class EverySecond(Together):
    """Counts the loss in every second step."""

    def advance(self, *parts: Any) -> Outcome:
        outcome = super().advance(*parts)
        return outcome._replace(rewards=np.where(self.times % 2, outcome.rewards, outcome.base_rewards))


class NeverCounted(Together):
    """Leaves the loss out of the last step's reward too."""

    def advance(self, *parts: Any) -> Outcome:
        outcome = super().advance(*parts)
        return outcome._replace(rewards=outcome.base_rewards)


class Late(Together):
    """Counts the loss at the end alone, whatever the spec says."""

    def advance(self, *parts: Any) -> Outcome:
        kept, self.rules = self.rules, replace(self.rules, timing="final_step")
        try:
            return super().advance(*parts)
        finally:
            self.rules = kept


class Remembering(Core):
    """Goes on with the return of the episode before."""

    def begin(self, lanes: NDArray[np.intp], options: Any = None) -> None:
        kept = self._return.copy()
        super().begin(lanes, options)
        self._return = kept


class AlwaysMetrics(ActiveEnv):
    """Sums up every step."""

    def step(self, action: Any) -> Any:
        *others, info = super().step(action)
        return (*others, {"metrics": {}} | info)


class LongerLength(Core):
    """Counts the reset as a step."""

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        found = super().metrics(lanes)
        return found | {"length": found["length"] + 1}


class FromZero(Core):
    """Tells the time from 0."""

    def observe(self, lanes: Lanes = ALL) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        return seen | {"time_step": (seen["time_step"] + 1) / 2}


class OtherActions(ActiveEnv):
    """Tells of other moves than its actions have."""

    def __init__(self, core: Core, render_mode: str | None = None) -> None:
        super().__init__(core, render_mode)
        self.inner_action_space = Discrete(4)


class LoneSpaces(ActiveVectorEnv):
    """Tells the spaces of one as those of all."""

    def __init__(self, core: Core, autoreset_mode: Any, render_mode: str | None = None) -> None:
        super().__init__(core, autoreset_mode, render_mode)
        self.prediction_target_space = self.single_prediction_target_space


def test_numpy_s_bools_are_bools_to_gymnasium() -> None:
    results_are_typed(spoilt(NumpyFlags))


test_caught = caught(
    Fault(observations_fit, spoilt(core=LateObservation), "observation 3['time_step'] is array(1.5"),
    Fault(observations_fit, spoilt(core=WideObservation), "observation 0['glimpse_pos'] is array(["),
    Fault(observations_fit, spoilt(core=MoreObservation), "observation 0 is {"),
    Fault(flags_are_bools, spoilt(NumpyFlags), "terminated of step 1 is np.False_ (numpy.bool), not bool"),
    Fault(results_are_typed, spoilt(Whole), "truncated of step 1 is 0 (int), not bool or numpy.bool"),
    Fault(results_are_typed, spoilt(NoReward), "the reward of step 1 is nan"),
    Fault(info_is_plain, spoilt(NumpyInfo), "info['index'] of step 1 is np.int64("),
    Fault(info_is_plain, spoilt(TakenKey), "info of step 1 has the key 'episode'"),
    Fault(info_is_plain, spoilt(Silent), "info of step 1 has no 'base_reward': ['index', 'prediction']"),
    Fault(losses_are_their_definition, spoilt(task=Doubled), "step 1, is "),
    Fault(losses_are_their_definition, spoilt(task=StrangeTarget), "which is not in Discrete(2)"),
    Fault(rewards_add_up, spoilt(core=Generous), "the reward of step 1 is "),
    Fault(rewards_add_up, spoilt(core=EverySecond), "the reward of step 2 is "),
    Fault(rewards_add_up, spoilt(core=NeverCounted), "the reward of step 1 is "),
    Fault(rewards_add_up, spoilt(core=Late), "the reward of step 1 is "),
    Fault(metrics_sum_up_episodes, spoilt(core=Remembering), "the return after step 6 is "),
    Fault(metrics_sum_up_episodes, spoilt(AlwaysMetrics), "step 1: over is False, info is ['base_reward', 'index', 'm"),
    Fault(metrics_sum_up_episodes, spoilt(core=LongerLength), "the length after step 3 is 4 (int), not 3 (int)"),
    Fault(spaces_are_public, spoilt(OtherActions), "inner_action_space is Discrete(4), and in action_space Box("),
    Fault(
        spaces_are_public, spoilt(None, LoneSpaces), "prediction_target_space is Discrete(2), no batch of Discrete(2)"
    ),
    Fault(time_runs_from_first_to_last_step, spoilt(core=FromZero), "time_step is 0.0 after step 0 of 3, not -1.0"),
)


@pytest.mark.parametrize("timing", ["final_step", "improvement"])
def test_rewards_are_sound_whenever_the_loss_counts(timing: str) -> None:
    rewards_add_up(SPEC.override({"reward.timing": timing}))


def test_the_spec_says_when_the_loss_counts() -> None:
    final = SPEC.override({"reward.timing": "final_step"})
    with pytest.raises(BrokenLawError, match=r"the reward of step 1 is .* \(final_step\): the base reward is"):
        rewards_add_up(Subject(SPEC.make, SPEC.make_vec, spec=final))


def test_losses_are_compared_with_more_than_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = CrossEntropy.of_log_probabilities
    losses_are_their_definition(SPEC)
    monkeypatch.setattr(CrossEntropy, "of_log_probabilities", lambda *parts: 2 * sound(*parts))
    with pytest.raises(BrokenLawError, match=r"^losses_are_their_definition: the loss of .* by definition\n"):
        losses_are_their_definition(SPEC)


def test_blind_guesses_lose_what_the_definition_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CrossEntropy, "blind", lambda *_: 2.0)
    message = r"a blind guess loses 2\.0, and should lose one of \[0\.6931471805599453, 1\.0\]"
    with pytest.raises(BrokenLawError, match=message):
        losses_are_their_definition(SPEC)
