from __future__ import annotations

import dataclasses
from functools import partial
from typing import Any

import pytest

from envspecs.testing import LAWS, PROCESS_LAWS, SPACE_LAWS, SPEC_LAWS, BrokenLawError, Subject, laws_of, verdicts
from envspecs.testing.laws import (
    flags_are_bools,
    limits_are_kept,
    metrics_sum_up_episodes,
    reset_steps_carry_nothing,
    seeds_decide,
    specs_pickle,
    steps_need_an_episode,
)
from envspecs.testing.shrinking import Search
from envspecs.testing.subject import MOST_STEPS
from tests.envspecs.testing.faults import SPEC, spoilt
from tests.envspecs.testing.test_running import Loud


def test_all_laws_are_checked_in_their_order() -> None:
    found = list(verdicts(SPEC))
    assert [(each.part, each.law, each.statement, each.source) for each in found] == [
        (law.part, law.name, law.statement, law.source) for law in laws_of()
    ]
    assert {each.outcome for each in found} <= {"holds", "does not apply"}
    assert all(each.seconds >= 0 and each.error is None for each in found)


def test_laws_are_of_the_spec_the_space_and_the_environments() -> None:
    assert laws_of() == (*SPEC_LAWS, *SPACE_LAWS, *LAWS)
    assert laws_of(processes=True) == (*laws_of(), *PROCESS_LAWS)
    asked_for = laws_of(processes=True, strict=False)
    assert {law.source for law in asked_for} == {"gymnasium"}
    assert asked_for == tuple(law for law in LAWS if law.source == "gymnasium")
    assert [law.part for law in (SPEC_LAWS[0], SPACE_LAWS[0], LAWS[0], PROCESS_LAWS[0])] == [
        "spec",
        "space",
        "environment",
        "environment",
    ]


def test_a_broken_law_says_what_was_found_and_how_to_find_it_again() -> None:
    (found,) = verdicts(spoilt(Loud), seed=3, laws=[flags_are_bools])
    assert (found.outcome, found.reason) == ("broken", "terminated of step 1 is np.False_ (numpy.bool), not bool")
    assert found.example == "laws.flags_are_bools(Subject(make, make_vec), seed=0, steps=1, num_envs=1, at_rest=True)"
    assert isinstance(found.error, BrokenLawError)
    assert isinstance(found.error.__cause__, AssertionError)
    assert found == dataclasses.replace(found, seconds=-1.0, error=None)


def test_a_law_that_does_not_apply_says_what_it_is_about() -> None:
    about_specs, about_vectors = verdicts(Subject(SPEC.make), laws=[specs_pickle, reset_steps_carry_nothing])
    assert (about_specs.outcome, about_specs.reason) == ("does not apply", "it is about any task spec")
    assert about_vectors.outcome == "does not apply"
    assert about_vectors.reason.startswith("it is about environments of this project that there are vectors of")


def test_laws_about_ends_say_that_episodes_are_too_long() -> None:
    longest = Subject(partial(SPEC.override({"episode.max_steps": MOST_STEPS}).make))
    for law in (limits_are_kept, metrics_sum_up_episodes, steps_need_an_episode):
        (found,) = verdicts(longest, laws=[law])
        assert (found.outcome, found.reason) == ("does not apply", "episodes are too long (100 steps or more)")
    (other,) = verdicts(Subject("CartPole-v1"), laws=[limits_are_kept])
    assert other.reason.startswith("it is about environments of this project ")


def test_what_an_interrupted_search_has_found_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(self: Search) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Search, "run", run)
    found = verdicts(spoilt(Loud), seed=3, laws=[flags_are_bools, seeds_decide])
    broken = next(found)
    assert (broken.law, broken.outcome) == ("flags_are_bools", "broken")
    assert broken.example == "laws.flags_are_bools(Subject(make, make_vec), seed=3)"
    with pytest.raises(KeyboardInterrupt):
        next(found)


def test_each_is_known_as_soon_as_it_is_asked_for() -> None:
    calls = []

    class Counted(Loud):
        """Counts its resets."""

        def reset(self, **arguments: Any) -> Any:
            calls.append(arguments)
            return super().reset(**arguments)

    found = verdicts(spoilt(Counted), laws=[flags_are_bools, seeds_decide])
    next(found)
    before = len(calls)
    next(found)
    assert len(calls) > before


def test_what_is_too_faulty_to_tell_what_it_is_breaks_laws() -> None:
    class Stuck(Loud):
        """Can't step."""

        def step(self, action: Any) -> Any:
            raise KeyError("stuck")

    (found,) = verdicts(spoilt(Stuck), laws=[reset_steps_carry_nothing])
    assert found.outcome == "broken"
    assert found.reason.startswith("raised KeyError: 'stuck', in test_verdicts.py:")


def test_what_can_not_be_made_is_an_error() -> None:
    def make() -> Any:
        raise ValueError("no such task")

    with pytest.raises(ValueError, match=r"^no such task$"):
        next(verdicts(Subject(make)))
