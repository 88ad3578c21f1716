"""Arrays as arguments of spaces: compared by what they hold, printed in short, and pickled by value."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any, ClassVar
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["HeldArray"]


class HeldArray:
    """An array that nobody writes to. Those of a process that are equal share one memory.

    Args:
        values: What it holds; copied, unless one is held already that is equal.
        fresh: Whether nobody else has it, so that it need not be copied.

    >>> HeldArray([1, 2]) == HeldArray([1, 2])
    True
    >>> held = HeldArray(np.zeros((2, 3), np.uint8))
    >>> held
    HeldArray.find('uint8 [2, 3] 3346a0d3f9b3a626')
    >>> eval(repr(held)) == held
    True
    """

    _alive: ClassVar[WeakValueDictionary[int, HeldArray]] = WeakValueDictionary()

    def __init__(self, values: ArrayLike, fresh: bool = False) -> None:  # noqa: FBT001, FBT002 - pickles give it so
        array = np.asarray(values, order="C")
        self.key = f"{array.dtype} {list(array.shape)} {_digest(array)}"
        equal = self._look(self.key)
        self.values: NDArray[Any] = (array if fresh else array.copy()) if equal is None else equal.values
        self.values.flags.writeable = False
        self._alive[id(self)] = self  # by its place, since of several that are equal each may be the last

    @classmethod
    def of(cls, values: ArrayLike | HeldArray, convert: Callable[[NDArray[Any]], NDArray[Any]]) -> HeldArray:
        """Hold what is made of an array; it is copied only where that is the array itself, or a part of it.

        Args:
            values: The array.
            convert: Gives what is to be held; may raise an error where it can't be.
        """
        given = values.values if isinstance(values, HeldArray) else np.asarray(values)
        made = convert(given)
        if isinstance(values, HeldArray) and made is given:
            return values
        return cls(made, not np.may_share_memory(made, given))

    @classmethod
    def find(cls, key: str) -> HeldArray:
        """Give an array that is held somewhere in this process, by what :func:`repr` says of it.

        Raises:
            ValueError: If there is none.
        """
        found = cls._look(key)
        if found is None:
            raise ValueError(f"key must be that of an array that is held in this process, got {key!r}")
        return found

    @classmethod
    def _look(cls, key: str) -> HeldArray | None:
        return next((held for held in list(cls._alive.values()) if held.key == key), None)

    def __eq__(self, other: object) -> bool:
        """Compare what is held."""
        return isinstance(other, HeldArray) and other.key == self.key

    def __hash__(self) -> int:
        """Give the same for arrays that hold the same."""
        return hash(self.key)

    def __repr__(self) -> str:
        """Tell of it in short; evaluated in this process, that gives it back."""
        return f"{type(self).__name__}.find({self.key!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by value; what is unpickled nobody else has."""
        return HeldArray, (self.values, True)


def _digest(array: NDArray[Any]) -> str:
    return blake2b(array.reshape(-1).view(np.uint8).data, digest_size=8).hexdigest()
