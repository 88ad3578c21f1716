from __future__ import annotations

import pickle
import re

import pytest

from envspecs.testing import LAWS, PROCESS_LAWS, SPEC_LAWS, BrokenLawError, Law, Subject, laws
from envspecs.testing.law import law
from imagespaces.testing.checks import expect
from tests.envspecs.testing.faults import SPEC


@law(lambda subject: subject.has_vectors)
def steps_are_few(subject: Subject, seed: int) -> None:
    """Episodes have few steps.

    Some more words.
    """
    expect(subject.horizon < seed, f"{subject.horizon} steps, not below {seed}")


@law(lambda _subject: True)
def nothing_raises(subject: Subject) -> None:
    """Nothing raises."""
    raise KeyError(subject.horizon)


def test_a_law_has_the_name_and_the_first_line_of_its_function() -> None:
    assert steps_are_few.name == steps_are_few.__name__ == "steps_are_few"
    assert steps_are_few.statement == "Episodes have few steps."
    assert repr(steps_are_few) == "<law steps_are_few>"


def test_a_law_is_checked_with_the_seed_that_it_asks_for() -> None:
    steps_are_few(SPEC, seed=4)
    with pytest.raises(BrokenLawError) as broken:
        steps_are_few(Subject.of(SPEC))
    assert str(broken.value) == (
        "steps_are_few: 3 steps, not below 0\n  subject: CircleSquare-v0\n  example: laws.steps_are_few(spec, seed=0)"
    )


def test_what_a_law_raises_breaks_it() -> None:
    with pytest.raises(BrokenLawError, match=r"^nothing_raises: raised KeyError: 3, in test_law\.py:\d+, ") as broken:
        nothing_raises(SPEC)
    assert isinstance(broken.value.__cause__, KeyError)


def test_a_law_tells_what_it_applies_to() -> None:
    assert steps_are_few.applies(SPEC)
    assert not steps_are_few.applies(Subject(SPEC.make))


def test_a_law_asks_for_what_there_is() -> None:
    def odd(subject: Subject, sed: int) -> None:
        """Nothing."""

    message = "odd must take a subject and, if it needs one, a seed, got (subject, sed)"
    with pytest.raises(TypeError, match="^" + re.escape(message) + "$"):
        law(lambda _subject: True)(odd)


def test_a_law_whose_condition_has_no_words_is_about_some() -> None:
    assert nothing_raises.about == "some tasks"


def test_a_broken_law_pickles() -> None:
    broken = BrokenLawError("a_law", "some task", "a reason")
    again = pickle.loads(pickle.dumps(broken))  # noqa: S301 - what was just pickled
    assert (str(again), again.law, again.subject, again.reason) == (str(broken), "a_law", "some task", "a reason")


@pytest.mark.parametrize("each", [*SPEC_LAWS, *LAWS, *PROCESS_LAWS], ids=lambda each: each.name)
def test_every_law_is_public_and_says_what_holds(each: Law) -> None:
    assert getattr(laws, each.name) is each
    assert each.name in laws.__all__
    assert re.fullmatch(r"[A-Z`].*\.", each.statement), each.statement


def test_every_public_law_is_in_a_table() -> None:
    tables = {"LAWS", "PROCESS_LAWS", "SPACE_LAWS", "SPEC_LAWS"}
    assert {each.name for each in (*SPEC_LAWS, *LAWS, *PROCESS_LAWS)} == set(laws.__all__) - tables
    assert not set(LAWS) & set(PROCESS_LAWS)
