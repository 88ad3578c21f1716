from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode

import envspecs
from envspecs.environment import ActiveVectorEnv
from envspecs.testing import Subject
from envspecs.testing.limits import Limits
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


LARGE = SPEC.override({"space.height": 300, "space.width": 300, "task": {"kind": "reconstruction"}})
"""A task whose predictions tell of every pixel."""


def test_large_actions_are_drawn_seldom_and_for_few_environments() -> None:
    assert not Subject.of(SPEC).is_heavy
    assert (Subject.of(SPEC).lanes, len(Subject.of(SPEC).all_kinds())) == (3, 4)
    subject = Subject.of(LARGE)
    assert subject.is_heavy
    assert (subject.lanes, [*subject.all_kinds()]) == (
        2,
        ["the single environment", "the vector environment (NextStep)"],
    )
    actions = subject.actions(subject.example, 0, 5)
    digests = [action["prediction"].tobytes() for action in actions]
    assert digests[3:] == digests[:2]
    assert len(set(digests)) == 3
    assert not np.shares_memory(actions[0]["prediction"], actions[3]["prediction"])


@pytest.mark.parametrize("limits", [Limits(steps=2), Limits(num_envs=1), Limits(at_rest=True)])
def test_less_may_be_looked_at(limits: Limits) -> None:
    subject = Subject.of(SPEC)
    horizon = subject.horizon
    other = subject.limited(limits)
    assert other.limited(limits) is other
    assert other.example is subject.example
    assert (other.horizon, subject.limits) == (horizon, Limits())


def test_code_makes_the_same_again(tmp_path: Path) -> None:
    assert Subject.of(envspecs.load("CircleSquare-s20-v0")).code == "envspecs.load('CircleSquare-s20-v0')"
    assert Subject.of(SPEC).code == "spec"  # which is changed, and in no file
    file = tmp_path / "task.yaml"
    file.write_text(SPEC.override({"id": "mine"}).to_yaml(), encoding="utf-8")
    assert Subject.of(envspecs.load(file)).code == f"envspecs.load({str(file)!r})"
    assert Subject(SPEC.make).code == "Subject(make)"
    assert Subject(SPEC.make, SPEC.make_vec).code == "Subject(make, make_vec)"
