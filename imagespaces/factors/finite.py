"""A factor of variation with finitely many values."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Finite", "Value"]

Value = str | bool | int | float
"""A value of a finite factor."""

_KINDS: tuple[tuple[type[Value], tuple[type, ...]], ...] = (
    (str, (str,)),
    (bool, (bool, np.bool_)),  # before the integers, of which Python's booleans are some
    (int, (int, np.integer)),
    (float, (float, np.floating)),
)

_COMPARABLE: dict[type[Value], str] = {str: "U", bool: "b", int: "iuf", float: "iuf"}
"""The kinds of NumPy's types in which values may be given."""

_SHOWN = 8
"""So many values are listed in a message before the list is cut short."""


@dataclass(frozen=True, init=False)
class Finite:
    """A factor that takes one of a finite set of values, in the order given.

    Each value has a code, its place in that order. Arrays hold the values themselves where these are numbers, and the
    codes where they are strings: such a factor is *categorical*.

    Args:
        name: The factor's name.
        values: The values, at least one, all different: all strings, all booleans, or all finite numbers.

    Raises:
        ValueError: If there is no value, one occurs twice, is not finite or beyond 64 bits, or kinds are mixed.
        TypeError: If a value is neither a string, a boolean nor a number.

    >>> shape = Finite("shape", ("square", "circle"))
    >>> shape.size, shape.categorical, shape.encode(["circle", "square"])
    (2, True, array([1, 0]))
    >>> Finite("x", range(10, 40, 10)).decode([2, 0])
    array([30, 10])
    """

    name: str
    values: tuple[Value, ...]

    def __init__(self, name: str, values: Iterable[Value]) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "values", _alike(name, tuple(values)))
        ordered = self._table[self._order]
        if (twice := ordered[1:][ordered[1:] == ordered[:-1]]).size:
            raise ValueError(f"the values of factor {name!r} must be different, got {twice[0].item()!r} twice")

    @property
    def size(self) -> int:
        """The number of values."""
        return len(self.values)

    @property
    def categorical(self) -> bool:
        """Whether the values are strings."""
        return isinstance(self.values[0], str)

    def decode(self, codes: ArrayLike) -> NDArray[Any]:
        """Give what arrays hold for codes: the values of a numeric factor, the codes themselves of a categorical one.

        Args:
            codes: Integers ``[B]``, 0 to ``size`` − 1; they are not checked.
        """
        codes = np.asarray(codes, np.int64)
        return codes if self.categorical else self._table[codes]

    def encode(self, values: ArrayLike) -> NDArray[np.int64]:
        """Give the codes of values.

        Args:
            values: Values ``[B]``; of a categorical factor also codes, so that this undoes :meth:`decode`.

        Returns:
            int64 ``[B]``.

        Raises:
            ValueError: If a value is not of the factor.
        """
        given = np.asarray(values)
        codes, known = self._find(given)
        if not known.all():
            stranger = given[~known].reshape(-1)[0].item()
            raise ValueError(f"factor {self.name!r} has no value {stranger!r}; its values are {self.describe()}")
        return codes

    def contains(self, values: ArrayLike) -> NDArray[np.bool_]:
        """Tell which values, given as to :meth:`encode`, are of the factor: bool ``[B]``."""
        return self._find(np.asarray(values))[1]

    def describe(self) -> str:
        """Give the values in words, for messages; a long list is cut short.

        >>> Finite("x", range(28)).describe()
        '0, 1, 2, …, 27'
        """
        if self.size <= _SHOWN:
            return ", ".join(map(repr, self.values))
        return ", ".join(map(repr, self.values[:3])) + f", …, {self.values[-1]!r}"

    def _find(self, given: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Give the code of each value, and whether it is one; the code of a stranger means nothing."""
        if self.categorical and given.dtype.kind in "iu":
            return given.astype(np.int64), (given >= 0) & (given < self.size)
        if given.dtype.kind not in _COMPARABLE[type(self.values[0])]:
            return np.zeros(given.shape, np.int64), np.zeros(given.shape, np.bool_)
        places = np.searchsorted(self._table, given, sorter=self._order)
        codes = self._order[np.minimum(places, self.size - 1)]
        return codes, np.asarray(self._table[codes] == given)

    @cached_property
    def _table(self) -> NDArray[Any]:
        return np.array(self.values)

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        return np.argsort(self._table, kind="stable")


def _alike(name: str, values: tuple[Any, ...]) -> tuple[Value, ...]:
    """Bring values to one Python type: str, bool, int or float."""
    if not values:
        raise ValueError(f"factor {name!r} must have at least one value, got none")
    if set(map(type, values)) == {int} and min(values) >= -(2**63) and max(values) < 2**63:
        return values  # at once, for these may be the numbers of a million pictures
    kinds = {_kind(name, value) for value in values}
    if len(kinds) > 1 and kinds != {int, float}:
        found = " and ".join(sorted(kind.__name__ for kind in kinds))
        raise ValueError(f"the values of factor {name!r} must be all strings, all booleans or all numbers, got {found}")
    kind = float if float in kinds else kinds.pop()
    return tuple(kind(value) for value in values)


def _kind(name: str, value: Any) -> type[Value]:
    kind = next((kind for kind, types in _KINDS if isinstance(value, types)), None)
    if kind is None:
        raise TypeError(f"a value of factor {name!r} must be a string, a boolean or a number, got {value!r}")
    if kind is not str and not (math.isfinite(value) and -(2**63) <= int(value) < 2**63):
        raise ValueError(f"a number of factor {name!r} must be finite and fit 64 bits, got {value!r}")
    return kind
