from __future__ import annotations

import signal
import threading
import time
from typing import Any

import pytest

from envspecs.environment import ActiveEnv
from envspecs.testing import BrokenLawError, Law, Subject, broken_laws, shrinking
from envspecs.testing.law import always, law
from envspecs.testing.laws import flags_are_bools, rows_equal_single_environments, specs_pickle
from envspecs.testing.shrinking import Search
from envspecs.testing.subject import MOST_STEPS
from imagespaces.testing.checks import expect
from tests.envspecs.testing.faults import SPEC, bent, spoilt
from tests.envspecs.testing.laws.test_batching import FarSeeds
from tests.envspecs.testing.laws.test_changing import Personal


@law(always)
def episodes_are_short(subject: Subject, seed: int) -> None:
    """Episodes have fewer than two steps, and none is taken with a prediction but zeros."""
    actions = subject.actions(subject.example, seed, subject.horizon)
    expect(len(actions) < 2, f"{len(actions)} steps")


@law(always)
def seeds_are_small(_subject: Subject, seed: int) -> None:
    """Seeds are small."""
    expect(seed < 5, f"seed {seed}")


def found(law: Law, subject: Subject, seed: int = 0) -> BrokenLawError:
    """Give what is found of a broken law, as small as may be."""
    with pytest.raises(BrokenLawError) as broken:
        law(subject, seed=seed)
    search = Search(law, subject, seed, broken.value)
    search.run()
    return search.broken


def test_no_more_steps_are_taken_than_it_needs() -> None:
    error = found(episodes_are_short, Subject.of(SPEC), seed=9)
    assert error.example == "laws.episodes_are_short(spec, seed=0, steps=2, num_envs=1, at_rest=True)"
    assert error.reason == "2 steps"


@pytest.mark.parametrize("enough", [*range(1, 20), 65, 100])
def test_no_step_less_would_do(enough: int) -> None:
    @law(always)
    def they_stop(subject: Subject) -> None:
        """Nobody goes on for so long."""
        count = len(subject.actions(subject.example, 0, 2 * MOST_STEPS))
        expect(count < enough, f"{count} steps")

    assert found(they_stop, Subject.of(SPEC)).reason == f"{enough} steps"


def test_no_fewer_environments_are_made_than_it_needs() -> None:
    error = found(rows_equal_single_environments, spoilt(None, FarSeeds))
    assert error.example.endswith("(Subject(make, make_vec), seed=0, steps=1, num_envs=2, at_rest=True)")


def test_a_seed_that_it_needs_is_kept() -> None:
    error = found(seeds_are_small, Subject.of(SPEC), seed=7)
    assert error.example == "laws.seeds_are_small(spec, seed=7, steps=1, num_envs=1, at_rest=True)"


def test_single_environments_alone_have_no_number() -> None:
    class Whole(ActiveEnv):
        """Gives flags as numbers."""

        def step(self, action: Any) -> Any:
            observation, reward, terminated, truncated, info = super().step(action)
            return observation, reward, int(terminated), truncated, info

    error = found(flags_are_bools, Subject(spoilt(Whole).make), seed=3)
    assert error.example == "laws.flags_are_bools(Subject(make), seed=0, steps=1, at_rest=True)"


def test_the_smaller_example_shows_the_same_fault() -> None:
    @law(always)
    def two_faults(subject: Subject, seed: int) -> None:
        """Nothing is found."""
        expect(seed == 0, "a seed")
        expect(subject.lanes == 3, "other environments")
        expect(len(subject.actions(subject.example, seed, 3)) < 2, "steps")

    assert found(two_faults, Subject.of(SPEC), seed=4).reason == "a seed"
    error = found(two_faults, Subject.of(SPEC))
    assert (error.reason, error.example) == ("steps", "laws.two_faults(spec, seed=0, steps=2, at_rest=True)")


def test_specs_are_as_small_as_they_are() -> None:
    (error,) = broken_laws(bent(Personal), laws=[specs_pickle])
    assert error.example == "laws.specs_pickle(spec)"


@law(always)
def it_hangs(subject: Subject) -> None:
    """Nothing takes long."""
    while subject.limits.steps == 1:
        time.sleep(0.01)
    raise AssertionError("too long")


def test_what_hangs_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shrinking, "SECONDS", 0.2)
    before = signal.getsignal(signal.SIGALRM)
    error = found(it_hangs, Subject.of(SPEC))
    assert error.example == "laws.it_hangs(spec, at_rest=True)"
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_clock_that_somebody_else_uses_is_left_alone() -> None:
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    try:
        signal.setitimer(signal.ITIMER_REAL, 100.0)
        assert found(seeds_are_small, Subject.of(SPEC), seed=7).reason == "seed 7"
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_other_threads_look_for_examples_too() -> None:
    errors: list[BrokenLawError] = []
    thread = threading.Thread(target=lambda: errors.append(found(seeds_are_small, Subject.of(SPEC), seed=7)))
    thread.start()
    thread.join()
    assert errors[0].reason == "seed 7"
