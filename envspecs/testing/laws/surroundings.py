"""An environment keeps to itself: generators, output, threads, and what is left after ``close``."""

from __future__ import annotations

import gc
import random
import threading
import time
import warnings
from collections.abc import Callable, Container
from functools import partial
from typing import Any

import numpy as np
from gymnasium.error import ClosedEnvironmentError

from envspecs.testing.children import children
from envspecs.testing.comparing import expect_refused, expect_same_data, expect_same_run
from envspecs.testing.driver import Driver
from envspecs.testing.law import active, always, law
from envspecs.testing.printing import printing
from envspecs.testing.subject import Environment, Subject
from imagespaces.testing.checks import expect, expect_alike

__all__ = [
    "closed_environments_say_so",
    "closing_leaves_nothing_behind",
    "global_generators_are_left_alone",
    "nothing_is_printed",
]

PATIENCE = 0.5
"""Seconds that a process has to end after it was told to."""


@law(always)
def global_generators_are_left_alone(subject: Subject, seed: int) -> None:
    """Python's and NumPy's global generators are neither read nor written."""
    kept = random.getstate(), np.random.get_state()  # noqa: NPY002 - the global generator is what this is about
    try:
        for kind, make in subject.all_kinds().items():
            first, second = (_with_globals(subject, make, number, seed, kind) for number in (1, 2))
            expect_same_run(second, first, f"{kind}, with other global seeds")
    finally:
        random.setstate(kept[0])
        np.random.set_state(kept[1])  # noqa: NPY002


def _with_globals(subject: Subject, make: Callable[[], Environment], number: int, seed: int, kind: str) -> list[Any]:
    """Seed the global generators, play, and demand that they are as they were."""
    random.seed(number)
    np.random.seed(number)  # noqa: NPY002
    before = random.getstate(), np.random.get_state()  # noqa: NPY002
    with Driver(make()) as driver:
        results = driver.play(subject.actions(driver.env, seed, subject.horizon + 2), seed=seed)
    expect_alike(random.getstate() == before[0], True, f"that {kind} left Python's generator alone")  # noqa: FBT003
    expect_same_data(np.random.get_state(), before[1], f"the state of NumPy's generator after {kind}")  # noqa: NPY002
    return results


@law(always)
def nothing_is_printed(subject: Subject, seed: int) -> None:
    """Making, resetting, stepping, showing and closing an environment writes nothing to the terminal.

    Warnings are no such writing: users say what becomes of them.
    """
    kinds, renders = subject.all_kinds(), subject.renders
    gc.collect()  # lest environments that were made before say their last words here
    with warnings.catch_warnings(), printing() as printed:
        warnings.simplefilter("ignore")
        for make in kinds.values():
            with Driver(make()) as driver:
                driver.play(subject.actions(driver.env, seed, 2), seed=seed)
        if renders:
            with Driver(subject.make(render_mode="rgb_array")) as driver:
                driver.reset(seed=seed)
                driver.env.render()
    expect_alike(printed.text, "", "what was printed")


@law(always, source="gymnasium")
def closing_leaves_nothing_behind(subject: Subject, seed: int) -> None:
    """``close`` ends every thread and process that the environment began, and may be called twice.

    Of processes that ``multiprocessing`` did not begin it knows where the system tells of them, as Linux does.
    """
    for kind, make in subject.all_kinds().items():
        threads, processes = threading.enumerate(), children()
        env = make()
        Driver(env).play(subject.actions(env, seed, 2), seed=seed)
        env.close()
        env.close()
        left = [thread.name for thread in threading.enumerate() if thread not in threads]
        expect(not left, f"threads {left} of {kind} run on after close()")
        left = _left(processes)
        expect(not left, f"processes {left} of {kind} run on after close()")


def _left(before: Container[int]) -> list[str]:
    """Give the processes that were not there before; those that were told to end are given the time to do so."""
    until = time.monotonic() + PATIENCE
    while left := [name for number, name in children().items() if number not in before]:
        if time.monotonic() > until:
            break
        time.sleep(PATIENCE / 100)
    return left


@law(active)
def closed_environments_say_so(subject: Subject, seed: int) -> None:
    """After ``close``, ``reset``, ``step`` and ``render`` are errors that say it is closed."""
    for kind, make in subject.all_kinds().items():
        env: Any = make()
        action = subject.actions(env, seed, 1)[0]
        env.reset(seed=seed)
        env.close()
        calls: dict[str, Callable[[], object]] = {
            "reset": env.unwrapped.reset,
            "step": partial(env.unwrapped.step, action),
            "render": env.unwrapped.render,
        }
        for name, call in calls.items():
            expect_refused(call, ClosedEnvironmentError, f"{name}() of {kind} after close()", "closed")
