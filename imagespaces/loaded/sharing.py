"""One copy of what is costly to make, for all in a process who ask for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

__all__ = ["Shared"]

T = TypeVar("T")


class Shared(Generic[T]):
    """Things by key, made when they are first asked for.

    A thing stays as long as somebody holds it; the one that was asked for last stays until another is. So processes
    that are forked have it, even if the parent held it only briefly, as Gymnasium's ``AsyncVectorEnv`` does.
    """

    def __init__(self) -> None:
        self._things: WeakValueDictionary[Hashable, T] = WeakValueDictionary()
        self._latest: T | None = None
        self._lock = RLock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give the thing of a key, which ``make`` makes if there is none: once, however many threads ask."""
        with self._lock:
            thing = self._things.get(key)
            if thing is None:
                self._latest = None  # its memory may be needed
                thing = self._things[key] = make()
            self._latest = thing
            return thing
