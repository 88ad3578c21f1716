from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.error import ClosedEnvironmentError
from gymnasium.vector import AutoresetMode

import envspecs
from envspecs.environment import ActiveVectorEnv
from envspecs.testing import Subject, verdicts
from envspecs.testing.choosing import by_action_mask
from envspecs.testing.driver import Driver
from envspecs.testing.laws import seeds_decide
from envspecs.testing.limits import Limits
from envspecs.testing.subject import MOST_STEPS, PLAYED_STEPS
from tests.envspecs.testing.faults import SPEC
from tests.envspecs.testing.test_running import Corridor


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


def test_long_episodes_of_specs_are_played_with_a_limit_that_is_not_so_far() -> None:
    longest = SPEC.override({"episode.max_steps": MOST_STEPS - 1})
    assert Subject.of(longest).horizon == MOST_STEPS - 1
    spec = SPEC.override({"episode.max_steps": MOST_STEPS})
    subject = Subject.of(spec)
    assert (subject.horizon, subject.ends, subject.is_even) == (PLAYED_STEPS, True, True)
    assert subject.spec is spec
    with Driver(subject.make_vec()) as driver:
        assert driver.env.unwrapped.core.rules.max_steps == PLAYED_STEPS


def test_long_episodes_without_a_spec_are_not_played_to_their_end() -> None:
    subject = Subject(SPEC.override({"episode.max_steps": MOST_STEPS}).make)
    assert (subject.horizon, subject.ends, subject.is_even) == (MOST_STEPS, False, False)


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
    assert Subject("CartPole-v1").code == "Subject('CartPole-v1')"
    assert Subject(SPEC.make).code == "Subject(make)"
    assert Subject(SPEC.make, SPEC.make_vec).code == "Subject(make, make_vec)"
    modes = (AutoresetMode.SAME_STEP, AutoresetMode.DISABLED)
    some = Subject(SPEC.make, SPEC.make_vec, modes=modes, ignore=["time"], actions=by_action_mask)
    assert some.code == (
        "Subject(make, make_vec, modes=[AutoresetMode.SAME_STEP, AutoresetMode.DISABLED], ignore=['time'], "
        "actions=actions)"
    )


# ----------------------------------------------------------------------------------------------------------------------
# What is looked up, and closed
# ----------------------------------------------------------------------------------------------------------------------


def test_what_is_looked_up_is_closed_by_who_looked_first() -> None:
    subject = Subject.of(SPEC)
    with subject.opened():
        one: Any = subject.example
        with subject.opened():
            assert subject.example is one
        one.reset(seed=0)
    with pytest.raises(ClosedEnvironmentError):
        one.reset(seed=0)
    assert subject.example is not one
    subject.close()


@pytest.mark.parametrize("use", [seeds_decide, seeds_decide.applies, lambda task: list(verdicts(task, laws=[]))])
def test_no_law_leaves_an_environment_open(use: Callable[[Subject], object]) -> None:
    made: list[Counted] = []

    class Counted(Corridor):
        """Counts how often it is closed."""

        def __init__(self, render_mode: str | None = None) -> None:
            super().__init__(render_mode)
            self.closed = 0
            made.append(self)

        def close(self) -> None:
            self.closed += 1

    use(Subject(Counted))
    assert all(env.closed for env in made)


# ----------------------------------------------------------------------------------------------------------------------
# What they are called
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "name"),
    [
        ("CartPole-v1", "CartPole-v1"),
        (partial(gymnasium.make, "CartPole-v1"), "CartPole-v1"),
        (Corridor, "Corridor"),
        (lambda: gymnasium.wrappers.TimeAwareObservation(gymnasium.make("CartPole-v1")), "CartPole-v1"),
        (lambda: gymnasium.Wrapper(gymnasium.make("CartPole-v1")), "Wrapper"),
    ],
)
def test_names_are_the_same_in_every_run(make: Any, name: str) -> None:
    for subject in (Subject(make), Subject(make, actions=by_action_mask)):
        with subject.opened():
            _ = subject.example
        assert repr(subject) == name


# ----------------------------------------------------------------------------------------------------------------------
# What is given in place of what makes environments
# ----------------------------------------------------------------------------------------------------------------------


def test_a_task_is_loaded_from_where_it_is_to_be_found(tmp_path: Path) -> None:
    file = tmp_path / "task.yaml"
    file.write_text(SPEC.to_yaml(), encoding="utf-8")
    assert Subject.of("CircleSquare-s20-v0").spec == envspecs.load("CircleSquare-s20-v0")
    assert Subject.of(file).spec == Subject.of(str(file)).spec == SPEC
    assert Subject.of(SPEC.model_dump()).spec == SPEC


@pytest.mark.parametrize("task", [Corridor(), SPEC.make(), 3])
def test_what_is_no_task_is_refused(task: Any) -> None:
    reason = "a task must be a task spec, what envspecs.load takes, or a Subject, got "
    with pytest.raises(TypeError, match=f"^{re.escape(f'{reason}{task!r}; check_env takes what makes environments')}$"):
        Subject.of(task)


def test_pictures_are_looked_at_where_they_can_be_asked_for() -> None:
    assert Subject(Corridor).renders
    assert Subject(partial(gymnasium.make, "envspecs/CircleSquare-v0")).renders
    assert not Subject(lambda: Corridor()).renders  # noqa: PLW0108 - takes no options, unlike the class
    assert not Subject(lambda: SPEC.make()).renders  # noqa: PLW0108 - as above
