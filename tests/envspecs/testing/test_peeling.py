from __future__ import annotations

import pickle
from functools import partial
from typing import Any

import gymnasium
import pytest
from gymnasium.vector import SyncVectorEnv
from gymnasium.wrappers import (
    FrameStackObservation,
    RecordEpisodeStatistics,
    TimeLimit,
    TransformReward,
)
from gymnasium.wrappers.vector import RecordEpisodeStatistics as RecordStatisticsOfVectors

from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.testing import BrokenLawError, Subject, broken_laws
from envspecs.testing.laws import any_number_of_environments, limits_are_kept, rewards_add_up, seeds_decide
from envspecs.testing.peeling import peeled, peeling
from tests.envspecs.testing.faults import SPEC, spoilt

FLAT = SPEC.override({"interface.actions": "flat"})


def half(reward: Any) -> Any:
    return reward / 2


def wrapped(wrapper: Any, *arguments: Any, **options: Any) -> Any:
    return wrapper(SPEC.make(**options), *arguments)


def counted(num_envs: int, **options: Any) -> Any:
    return RecordStatisticsOfVectors(SPEC.make_vec(num_envs, **options))


def side_by_side(num_envs: int, *, autoreset_mode: Any) -> Any:
    return SyncVectorEnv([SPEC.make] * num_envs, autoreset_mode=autoreset_mode)


SUBJECTS = {
    "limited": Subject(partial(gymnasium.make, "envspecs/CircleSquare-s15-v0", max_episode_steps=5)),
    "counted": Subject(partial(wrapped, RecordEpisodeStatistics), counted),
    "stacked": Subject(partial(wrapped, FrameStackObservation, 2)),
    "less rewarded": Subject(partial(wrapped, TransformReward, half)),
    "side by side": Subject(SPEC.make, side_by_side),
}
"""What others have wrapped around environments of this project."""


@pytest.mark.parametrize("name", SUBJECTS)
def test_wrappers_break_no_law(name: str) -> None:
    assert broken_laws(SUBJECTS[name]) == []


def test_wrappers_of_others_are_taken_off() -> None:
    env = RecordEpisodeStatistics(TimeLimit(SPEC.make(), 2))
    assert isinstance(peeled(env), ActiveEnv)
    assert isinstance(peeled(counted(1)), ActiveVectorEnv)
    assert type(peeled(side_by_side(1, autoreset_mode="NextStep"))) is SyncVectorEnv
    again: Any = pickle.loads(pickle.dumps(peeling(partial(wrapped, TimeLimit, 2))))  # noqa: S301 - what was just pickled
    assert isinstance(again(), ActiveEnv)


def test_what_belongs_to_a_task_is_left() -> None:
    inner = FLAT.make()
    assert not isinstance(inner, ActiveEnv)
    assert peeled(TimeLimit(inner, 2)) is inner


def test_what_is_beneath() -> None:
    subject = Subject(partial(wrapped, TimeLimit, 2), counted)
    assert (subject.horizon, subject.beneath.horizon) == (2, 3)
    assert isinstance(subject.beneath.make(), ActiveEnv)
    assert isinstance(subject.beneath.make_vec(1), ActiveVectorEnv)
    assert not Subject(SPEC.make, side_by_side).beneath.has_vectors
    spec = Subject.of(FLAT)
    assert spec.beneath is spec


def test_laws_look_at_as_little_beneath_wrappers() -> None:
    faulty = spoilt(Generous)
    subject = Subject(lambda **options: TimeLimit(faulty.make(**options), 2))
    with pytest.raises(BrokenLawError, match=r"(?s)the reward of step 1 .*seed=0, steps=1, at_rest=True"):
        rewards_add_up(subject, steps=1, at_rest=True)


class Generous(ActiveEnv):
    """Rewards more than it tells of."""

    def step(self, action: Any) -> Any:
        observation, reward, *others = super().step(action)
        return (observation, reward + 1.0, *others)


def test_what_a_wrapper_breaks_is_found() -> None:
    class Counting(gymnasium.Wrapper[Any, Any, Any, Any]):
        """Shows in ``info`` how many steps it has ever taken."""

        steps = 0

        def step(self, action: Any) -> Any:
            self.steps += 1
            *others, info = self.env.step(action)
            return (*others, info | {"steps": self.steps})

    subject = Subject(lambda **options: Counting(SPEC.make(**options)))
    with pytest.raises(BrokenLawError, match=r"result\['info'\]\['steps'\] is "):
        seeds_decide(subject)
    limits_are_kept(subject)


def test_laws_of_vectors_are_about_those_of_this_project() -> None:
    assert not any_number_of_environments.applies(SUBJECTS["side by side"])
    assert any_number_of_environments.applies(SUBJECTS["counted"])
