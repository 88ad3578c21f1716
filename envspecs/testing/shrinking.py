"""The smallest example of a broken law: the law is checked again over less, as long as the same is found."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

from envspecs.testing.law import BrokenLawError, Law
from envspecs.testing.limits import UNLIMITED, Limits
from envspecs.testing.subject import LANES, MOST_STEPS, Subject

__all__ = ["Search"]

SECONDS = 30.0
"""How long a smaller example is looked for, at most."""


class _OutOfTimeError(BaseException):
    """The time is over; nothing that a law does may catch it."""


class Search:
    """A search for the smallest example of a broken law: seed 0, one environment, few steps, actions at rest.

    Args:
        law: What is broken.
        subject: The environments.
        seed: With which it is broken.
        broken: What was found with it.

    Attributes:
        broken: What was found with the smallest example so far.
    """

    def __init__(self, law: Law, subject: Subject, seed: int, broken: BrokenLawError) -> None:
        self._law, self._subject, self._seed, self.broken = law, subject, seed, broken
        self._limits = UNLIMITED
        self._ends = time.monotonic() + SECONDS

    def run(self) -> None:
        """Search, as long as there is time; laws about something else than environments have no smaller examples."""
        if self._law.part != "environment":
            return
        try:
            with _at_most(SECONDS):
                self._make_all_small()
        except _OutOfTimeError:
            pass

    def _make_all_small(self) -> None:
        """Make one thing after the other as small as may be."""
        if self._seed and self._breaks(self._limits, seed=0):
            self._seed = 0
        self._try(replace(self._limits, at_rest=True))
        self._take_fewer_steps()
        if self._subject.has_vectors:
            for num_envs in range(1, LANES):
                if self._try(replace(self._limits, num_envs=num_envs)):
                    break

    def _take_fewer_steps(self) -> None:
        """Double the steps until they are enough, and then halve what lies between too few and enough."""
        too_few = 0
        for steps in (*_powers_of_two(MOST_STEPS), MOST_STEPS):
            if self._try(replace(self._limits, steps=steps)):
                break
            too_few = steps
        while self._limits.steps is not None and self._limits.steps - too_few > 1:
            middle = (too_few + self._limits.steps) // 2
            if not self._try(replace(self._limits, steps=middle)):
                too_few = middle

    def _try(self, limits: Limits) -> bool:
        if not self._breaks(limits, self._seed):
            return False
        self._limits = limits
        return True

    def _breaks(self, limits: Limits, seed: int) -> bool:
        """Tell whether the same is found with less."""
        if time.monotonic() > self._ends:
            return False
        try:
            self._law(self._subject, seed=seed, **vars(limits))
        except BrokenLawError as found:
            if found.place == self.broken.place:
                self.broken = found
                return True
        return False


def _powers_of_two(most: int) -> Iterator[int]:
    number = 1
    while number < most:
        yield number
        number *= 2


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Break off what hangs, where there is a clock that can: on POSIX, in the main thread, if nobody else uses it.

    Raises:
        _OutOfTimeError: Out of what runs when the time is over.
    """
    has_clock = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not has_clock or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _OutOfTimeError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
