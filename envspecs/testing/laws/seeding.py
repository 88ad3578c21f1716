"""An episode is a pure function of (task, seed, number of the episode)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode

from envspecs.testing.comparing import copied, expect_same_data, expect_same_run, is_same_data, rows_of
from envspecs.testing.driver import Driver, Result
from envspecs.testing.law import active, active_vectors, always, law
from envspecs.testing.subject import Environment, Subject
from imagespaces.testing.checks import expect

__all__ = [
    "episodes_are_replayed_alone",
    "every_reset_begins_the_next_episode",
    "handed_generators_decide",
    "no_seed_no_repetition",
    "seeds_decide",
    "zero_is_a_seed",
]

SEEDS = 10
"""How many seeds tell whether beginnings differ."""

RESETS = 100
"""How many resets without a seed begin alike before that is held to be no chance."""

FEW_RESETS = 5
"""How many begin alike before it is asked whether beginnings differ at all."""


@law(always, source="gymnasium")
def seeds_decide(subject: Subject, seed: int) -> None:
    """The same seed gives the same episodes, whatever ran before, in this environment and in another."""
    _expect_replay(subject, seed, subject.horizon + 2)


@law(always, source="gymnasium")
def zero_is_a_seed(subject: Subject) -> None:
    """Seed 0 decides like any other."""
    _expect_replay(subject, 0, 2)


def _expect_replay(subject: Subject, seed: int, steps: int) -> None:
    for kind, make in subject.all_kinds().items():
        with Driver(make()) as driver, Driver(make()) as other:
            actions = subject.actions(driver.env, seed, steps)
            first = driver.play(actions, seed=seed)
            driver.play(actions[:2], seed=seed + 1)
            expect_same_run(driver.play(actions, seed=seed), first, f"{kind}, seeded again with {seed}")
            expect_same_run(other.play(actions, seed=seed), first, f"another of {kind}, seeded with {seed}")


@law(always, source="gymnasium")
def no_seed_no_repetition(subject: Subject, seed: int) -> None:
    """Environments that were never seeded, and resets without a seed, go on to other episodes.

    It tells nothing of environments that begin alike, or nearly always alike, with any seed.
    """
    for kind, make in subject.all_kinds().items():
        vary = partial(_seeds_matter, make, seed)
        with Driver(make()) as driver, Driver(make()) as other:
            pairs: Iterator[tuple[Any, Any]] = zip(_beginnings(driver), _beginnings(other), strict=False)
            expect(not _all_alike(pairs, vary), f"two of {kind}, never seeded, begin alike at {RESETS} resets")
            driver.reset(seed=seed)
            first = next(_beginnings(driver))
            pairs = ((each, first) for each in _beginnings(driver))
            told = f"{kind} begins alike at {RESETS} resets without a seed after seed {seed}"
            expect(not _all_alike(pairs, vary), told)


def _beginnings(driver: Driver) -> Iterator[Any]:
    """Give what is seen at first after one reset without a seed after the other."""
    while True:
        yield copied(driver.reset()["observation"])


def _all_alike(pairs: Iterator[tuple[Any, Any]], vary: Callable[[], bool]) -> bool:
    """Tell whether so many pairs of beginnings are alike, one after the other, that it can't be chance.

    Where a share p of episodes begins alike, the chance of that is less than 1e-6 for any p: it takes that few of
    :data:`SEEDS` seeds begin so, and yet :data:`RESETS` resets do.
    """
    return _are_alike(pairs, FEW_RESETS) and vary() and _are_alike(pairs, RESETS - FEW_RESETS)


def _are_alike(pairs: Iterator[tuple[Any, Any]], count: int) -> bool:
    return all(is_same_data(*pair) for pair in islice(pairs, count))


def _seeds_matter(make: Callable[[], Environment], seed: int) -> bool:
    """Tell whether no more than half of some seeds begin alike."""
    with Driver(make()) as driver:
        seen = [copied(driver.reset(seed=seed + 1 + number)["observation"]) for number in range(SEEDS)]
    return all(sum(is_same_data(each, other) for other in seen) <= SEEDS / 2 for each in seen)


@law(active)
def handed_generators_decide(subject: Subject, seed: int) -> None:
    """A generator put in as ``np_random`` decides the episodes from the next reset on."""
    for kind, make in subject.all_kinds().items():
        runs = []
        for before in (seed, seed + 1):
            with Driver(make()) as driver:
                driver.reset(seed=before)
                driver.env.unwrapped.np_random = np.random.default_rng(seed)
                runs.append(driver.play(subject.actions(driver.env, seed, 3)))
        expect_same_run(runs[1], runs[0], f"{kind}, with a generator handed over")


@law(active)
def episodes_are_replayed_alone(subject: Subject, seed: int) -> None:
    """What was done and given in earlier episodes leaves no trace in later ones: only their number counts."""
    ways: dict[str, Callable[[Driver, list[Any]], object]] = {
        "after an episode that was broken off": lambda driver, actions: driver.finish(actions[:-1]),
        "after a full episode": lambda driver, actions: driver.finish(actions),
        "after a given scenario": lambda driver, _: driver.reset(seed=seed, options={"index": 0}),
    }
    with Driver(subject.make()) as driver:
        actions = subject.actions(driver.env, seed, subject.horizon)
        driver.reset(seed=seed)
        driver.reset()
        alone = driver.play(actions)
        for way, go in ways.items():
            driver.reset(seed=seed)
            go(driver, subject.actions(driver.env, seed + 1, subject.horizon))
            driver.reset()
            expect_same_run(driver.play(actions), alone, f"episode 2 of seed {seed}, {way}")


@law(active_vectors)
def every_reset_begins_the_next_episode(subject: Subject, seed: int) -> None:
    """A seed begins with episode 0; a call of ``reset``, a mask and an automatic reset add 1, in the middle too."""
    with Driver(subject.make_vec()) as driver:
        expected = [_first_row(driver.reset(seed=seed)), *(_first_row(driver.reset()) for _ in range(4))]
    for mode in subject.modes:
        with Driver(subject.make_vec(autoreset_mode=mode)) as driver:
            begun = [_first_row(result) for result in _begun_in_all_ways(driver, mode, subject, seed)]
        for episode, (found, plain) in enumerate(zip(begun, expected, strict=True)):
            expect_same_data(found, plain, f"the first observation of episode {episode} ({mode.value})")


def _begun_in_all_ways(driver: Driver, mode: AutoresetMode, subject: Subject, seed: int) -> Iterator[Result]:
    """Give the results with which the first environment's episodes begin: by a seed, by itself, by masks, by a call."""
    mask = {"reset_mask": np.arange(subject.lanes) == 0}
    actions = subject.actions(driver.env, seed, subject.horizon + 2, at_least=subject.horizon + 2)
    yield driver.reset(seed=seed)
    yield _begun_by_itself(driver, mode, actions) or driver.reset(options=mask)
    yield driver.reset(options=mask)
    if subject.is_even:
        driver.go_on(actions[: subject.horizon - 1][:1])  # into the episode, where it has more than one step
    yield driver.reset(options=mask)
    yield driver.reset()


def _begun_by_itself(driver: Driver, mode: AutoresetMode, actions: list[Any]) -> Result | None:
    """Step until the first environment has begun its next episode; None if its episode is too long for that."""
    for action in actions:
        result = driver.step(action)
        if "reward" in result and (result["terminated"] | result["truncated"])[0]:
            return result if mode == AutoresetMode.SAME_STEP else driver.step(action)
    return None


def _first_row(result: Result) -> Any:
    """Give the observation of the first environment."""
    return copied(rows_of(result["observation"], (0, ...)))
