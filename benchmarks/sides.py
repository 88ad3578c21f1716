"""Sides that take turns, each in a process of its own, on one core."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from typing import Protocol

from rich.progress import Progress

from benchmarks.rounds import Measured
from benchmarks.session import Session, one_core
from benchmarks.worker import End

__all__ = ["Side", "measure_sides"]


class Side(Protocol):
    """What is measured of one side: a frozen dataclass, whose fields are kept with the figures."""

    @property
    def count(self) -> int:
        """How many things a step makes, such as those of as many environments."""

    def session(self) -> AbstractContextManager[Session]:
        """Run a process of it while a block lasts."""


def measure_sides(sides: Iterable[Side], rounds: int, seconds: float) -> tuple[list[Measured], list[End]]:
    """Run rounds of all sides in turn, after one round each that does not count, and show how far it is.

    Args:
        sides: In the order of their turns.
        rounds: How many count.
        seconds: Least length of a round of one side.

    Returns:
        Their figures, and what their processes held in the end.
    """
    measured = [Measured(side) for side in sides]
    # The display is refreshed between rounds alone: the clock is running in between.
    with one_core(), ExitStack() as stack, Progress(auto_refresh=False) as progress:
        shown = progress.add_task("measuring", total=rounds + 1)
        running = [stack.enter_context(each.case.session()) for each in measured]
        for number in range(rounds + 1):
            for each, session in zip(measured, running, strict=True):
                finished = session.round(seconds)
                if number:
                    each.per_s.append(each.case.count * finished.steps / finished.seconds)
            progress.update(shown, completed=number + 1, refresh=True)
        return measured, [session.end() for session in running]
