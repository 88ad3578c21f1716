"""Making ahead of need, in a few threads, what will probably be asked for next.

What is made is a pure function of what is asked for, so that a wrong guess costs time alone, and so does anything that
goes wrong in a thread: who asks makes it anew, and is told then.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

__all__ = ["Ahead"]

_WORKERS = min(4, os.cpu_count() or 1)

T = TypeVar("T")


class Ahead(Generic[T]):
    """Makes at most one thing for each of some lanes.

    Threads begin with the first guess, and end with :meth:`close` or when nobody holds this any more. A forked process
    has none of them, and begins anew.

    Args:
        make: Makes what belongs to an index, in several threads at once.

    >>> squares = Ahead(lambda index: index**2)
    >>> squares.expect(0, 5)
    >>> squares.take(0, 5), squares.take(0, 5)
    (25, None)
    >>> squares.close()
    """

    def __init__(self, make: Callable[[int], T]) -> None:
        self._make = make
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._guesses: dict[int, tuple[int, Future[T]]] = {}
        self._pool: ThreadPoolExecutor | None = None

    def expect(self, lane: int, index: int) -> None:
        """Make what belongs to ``index``, which a lane will probably ask for, in place of what it was to ask for."""
        if self._process != os.getpid():
            self._begin()
        if lane in self._guesses:
            self._guesses[lane][1].cancel()
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_WORKERS, "imagespaces-ahead")
            weakref.finalize(self, self._pool.shutdown, wait=False, cancel_futures=True)
        self._guesses[lane] = index, self._pool.submit(self._make, index)

    def take(self, lane: int, index: int) -> T | None:
        """Give what belongs to ``index`` if it was made for the lane; None if it was not, or could not be."""
        guess, future = self._guesses.pop(lane, (None, None))
        if future is None or self._process != os.getpid():
            return None
        if guess != index:
            future.cancel()
            return None
        try:
            return future.result()
        except Exception:  # noqa: BLE001 - whatever it was, it is told to who makes it anew
            return None

    def close(self) -> None:
        """End the threads, and forget all guesses."""
        if self._pool is not None and self._process == os.getpid():
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._begin()
