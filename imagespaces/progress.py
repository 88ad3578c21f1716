"""How long work tells that it goes on: to whoever asked to be told, and to nobody by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["Reporter", "report", "reporting"]

Reporter = Callable[[str, int, int], None]
"""Takes what is being done, how much of it is done, and how much there is to do."""

_reporter: ContextVar[Reporter | None] = ContextVar("imagespaces_reporter", default=None)


def report(what: str, done: int, total: int) -> None:
    """Tell that ``done`` of ``total`` parts of some work are done."""
    reporter = _reporter.get()
    if reporter is not None:
        reporter(what, done, total)


@contextmanager
def reporting(reporter: Reporter) -> Iterator[None]:
    """Have work inside the block report to ``reporter``.

    >>> with reporting(lambda what, done, total: print(what, f"{done}/{total}")):
    ...     report("reading pictures", 1, 2)
    reading pictures 1/2
    """
    token = _reporter.set(reporter)
    try:
        yield
    finally:
        _reporter.reset(token)
