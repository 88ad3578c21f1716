from __future__ import annotations

from functools import partial
from typing import Any

import gymnasium
import pytest
from gymnasium.vector import AutoresetMode

from envspecs.environment import ActiveVectorEnv
from envspecs.testing import Subject
from envspecs.testing.subject import MOST_STEPS
from tests.envspecs.testing.faults import SPEC


def test_a_task_spec_is_a_subject_s_maker() -> None:
    subject = Subject.of(SPEC)
    assert Subject.of(subject) is subject
    assert repr(subject) == "CircleSquare-v0"
    assert (subject.horizon, subject.is_active, subject.renders, subject.has_vectors) == (3, True, True, True)
    assert subject.core is subject.example.unwrapped.core  # type: ignore[attr-defined]


def test_an_environment_of_others() -> None:
    subject = Subject(partial(gymnasium.make, "CartPole-v1"))
    assert (subject.is_active, subject.has_vectors) == (False, False)
    assert list(subject.all_kinds()) == ["the single environment"]
    assert 1 <= subject.horizon <= MOST_STEPS
    assert "CartPole" in repr(subject)


def test_long_episodes_are_not_played_to_their_end() -> None:
    assert Subject.of(SPEC.override({"episode.max_steps": 1000})).horizon == MOST_STEPS


def test_all_kinds_are_made() -> None:
    kinds = Subject.of(SPEC).all_kinds()
    assert list(kinds) == [
        "the single environment",
        "the vector environment (NextStep)",
        "the vector environment (SameStep)",
        "the vector environment (Disabled)",
    ]
    made: list[Any] = [make() for make in kinds.values()]
    assert [env.autoreset_mode for env in made[1:]] == list(AutoresetMode)


def test_arguments_of_vectors_are_passed_on() -> None:
    envs = Subject.of(SPEC).make_vec(4, AutoresetMode.DISABLED, max_episode_steps=2)
    assert isinstance(envs, ActiveVectorEnv)
    assert (envs.num_envs, envs.autoreset_mode, envs.core.rules.truncate_after) == (4, AutoresetMode.DISABLED, 2)


def test_without_vectors_there_are_none_to_make() -> None:
    with pytest.raises(
        ValueError, match=r"^vector environments are made where make_vec is given, got None for lonely$"
    ):
        Subject(SPEC.make, name="lonely").make_vec()
