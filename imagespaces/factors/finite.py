"""A factor of variation with finitely many values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

__all__ = ["Finite", "Value"]

Value = str | bool | int | float
"""A value of a finite factor."""


@dataclass(frozen=True)
class Finite:
    """A factor that takes one of a finite set of values, in the order given.

    Each value has a code, its place in that order. Arrays hold the values themselves where these are numbers, and the codes
    where they are strings: such a factor is *categorical*.

    Args:
        name: The factor's name.
        values: The values, at least one, all different: strings, booleans, or finite numbers.

    Raises:
        ValueError: If there is no value, one occurs twice, is not finite, or is of another kind than the others.

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

    @property
    def size(self) -> int:
        """The number of values."""
        return len(self.values)

    @property
    def categorical(self) -> bool:
        """Whether the values are strings."""
        return isinstance(self.values[0], str)

    def decode(self, codes: ArrayLike) -> NDArray[Any]:
        """Give what arrays hold of these codes: the values of a numeric factor, the codes of a categorical one.

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
        """Tell which of the values, taken as :meth:`encode` takes them, are of the factor: bool ``[B]``."""
        return self._find(np.asarray(values))[1]

    def describe(self, codes: Iterable[int] | None = None) -> str:
        """Give values in words, long lists shortened, for messages; all of them unless told which.

        >>> Finite("x", range(28)).describe()
        '0, 1, 2, …, 27'
        """
        chosen = self.values if codes is None else [self.values[code] for code in codes]
        shown = [repr(value) for value in chosen]
        return ", ".join(shown if len(shown) <= 8 else [*shown[:3], "…", shown[-1]])

    def _find(self, given: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Give the code of each value and whether it is one; where it is not, the code means nothing."""
        if self.categorical and given.dtype.kind in "iu":
            return given.astype(np.int64), (given >= 0) & (given < self.size)
        if self.categorical != (given.dtype.kind in "US"):
            return np.zeros(given.shape, np.int64), np.zeros(given.shape, np.bool_)
        table = self._table[self._order]
        places = np.minimum(np.searchsorted(table, given), self.size - 1)
        return self._order[places], np.asarray(table[places] == given)

    @cached_property
    def _table(self) -> NDArray[Any]:
        return np.array(self.values)

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        return np.argsort(self._table)


def _alike(name: str, values: tuple[Any, ...]) -> tuple[Value, ...]:
    """Bring values to one Python type: str, bool, int or float."""
    if not values:
        raise ValueError(f"factor {name!r} must have at least one value, got none")
    kinds = {_kind(name, value) for value in values}
    if len(kinds) > 1 and kinds != {int, float}:
        found = ", ".join(sorted(kind.__name__ for kind in kinds))
        raise ValueError(f"the values of factor {name!r} must be all strings, all booleans or all numbers, got {found}")
    kind = float if float in kinds else kinds.pop()
    alike = tuple(kind(value) for value in values)
    seen: set[Value] = set()
    twice = [value for value in alike if value in seen or seen.add(value)]  # type: ignore[func-returns-value]
    if twice:
        raise ValueError(f"the values of factor {name!r} must be different, got {twice[0]!r} twice")
    return alike


def _kind(name: str, value: object) -> type[Value]:
    for kind, types in ((str, str), (bool, (bool, np.bool_)), (int, (int, np.integer)), (float, (float, np.floating))):
        if isinstance(value, types):
            break
    else:
        raise ValueError(f"a value of factor {name!r} must be a string, a boolean or a number, got {value!r}")
    if kind in (int, float) and not (math.isfinite(value) and abs(value) < 2**63):
        raise ValueError(f"a number of factor {name!r} must be finite and fit 64 bits, got {value!r}")
    return kind
