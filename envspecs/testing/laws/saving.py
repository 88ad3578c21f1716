"""An environment can be put away and taken up again, and goes on bit for bit."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from typing import Any

from envspecs.testing.comparing import arrays_in, expect_refused, expect_same_data, expect_same_run
from envspecs.testing.driver import Driver
from envspecs.testing.law import active, law
from envspecs.testing.subject import Subject
from imagespaces.testing.checks import expect

__all__ = ["copies_continue", "pickles_continue", "states_are_copies", "states_continue", "wrong_states_are_refused"]


@law(active)
def copies_continue(subject: Subject, seed: int) -> None:
    """A deepcopy goes on as the original does, and neither disturbs the other."""
    _expect_continuing(subject, seed, deepcopy, "a copy")


@law(active)
def pickles_continue(subject: Subject, seed: int) -> None:
    """An environment that was pickled goes on as the original does."""
    _expect_continuing(subject, seed, _pickled, "a pickle")


@law(active)
def states_continue(subject: Subject, seed: int) -> None:
    """From ``get_state`` another environment, never reset, goes on as the one that gave the state does."""
    for kind, make in subject.all_kinds().items():
        bare = partial(_unwrapped, make)  # wrappers would not know of the reset that the state is from
        _expect_one_continuing(subject, bare, seed, partial(_restored, bare), f"a state of {kind}")


def _expect_continuing(subject: Subject, seed: int, put_away: Callable[[Driver], Driver], what: str) -> None:
    for kind, make in subject.all_kinds().items():
        _expect_one_continuing(subject, make, seed, put_away, f"{what} of {kind}")


def _expect_one_continuing(
    subject: Subject, make: Callable[[], Any], seed: int, put_away: Callable[[Driver], Driver], what: str
) -> None:
    """Put an environment away in the middle and at the end of an episode; let both go on, and compare."""
    with Driver(make()) as driver:
        actions = subject.actions(driver.env, seed, subject.horizon + 3)
        end = min(subject.horizon, len(actions))
        for moment in (end // 2, end):
            driver.play(actions[:moment], seed=seed)
            rest = actions[moment:]
            with put_away(driver) as other:
                found, expected = ([*each.go_on(rest), *each.play(rest[:1])] for each in (other, driver))
            expect_same_run(found, expected, f"{what}, put away after {moment} steps of {subject.horizon}")


def _pickled(driver: Driver) -> Driver:
    other: Driver = pickle.loads(pickle.dumps(driver))  # noqa: S301 - what was just pickled
    return other


def _unwrapped(make: Callable[[], Any]) -> Any:
    return make().unwrapped


def _restored(make: Callable[[], Any], driver: Driver) -> Driver:
    env = make()
    env.set_state(driver.env.get_state())
    return driver.taken_over(env)


@law(active)
def states_are_copies(subject: Subject, seed: int) -> None:
    """A state is not changed by later steps, and writing into it changes nothing."""
    for kind, make in subject.all_kinds().items():
        with Driver(make()) as driver, Driver(make()) as other:
            env: Any = driver.env.unwrapped
            actions = subject.actions(driver.env, seed, 3)
            expected = other.play(actions, seed=seed)
            driver.play(actions[:1], seed=seed)
            state, again = env.get_state(), driver.taken_over(driver.env)
            before = deepcopy(state)
            found = driver.go_on(actions[1:])
            expect_same_data(state, before, f"a state of {kind}, after later steps")
            env.set_state(state)
            for _, array in arrays_in(state):
                array[...] = 0
            expect_same_run(again.go_on(actions[1:]), found, f"{kind}, after its state was written to")
            expect_same_run(found, expected[2:], f"{kind}, after its state was asked for")


@law(active)
def wrong_states_are_refused(subject: Subject, seed: int) -> None:
    """A state of another kind of environment is refused, naming what does not fit, and changes nothing."""
    for kind, make in subject.all_kinds().items():
        with Driver(make()) as driver:
            driver.reset(seed=seed)
            env: Any = driver.env.unwrapped
            state = env.get_state()
            expect(state.keys() >= {"core", "sensor", "task"}, f"a state of {kind} has parts {sorted(state)}")
            for part, arrays in state.items():
                without = {other: state[other] for other in state if other != part}
                for name in arrays:
                    for wrong in (without, {**state, part: {**arrays, name: arrays[name][:0]}}):
                        what = f"a state of {kind} without {part}.{name}"
                        expect_refused(partial(env.set_state, wrong), ValueError, what, f"{part}.{name}")
            expect_same_data(env.get_state(), state, f"the state of {kind}, after wrong ones were refused,")
