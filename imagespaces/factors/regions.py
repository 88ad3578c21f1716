"""Sets of factor values: conditions on single factors, combined with ``|``, ``&``, ``-`` and ``~``.

A region leaves free what it does not name. It is only described here, and means something once it meets the factors of
a domain: a :class:`~imagespaces.factors.grid.Grid` compiles regions to disjoint boxes.

>>> red_circles = Only("shape", "circle") & Only("colour", "red")
>>> held_out = red_circles - Between("angle", 45, 135)
"""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors.finite import Finite, Value
from imagespaces.factors.interval import Interval

__all__ = ["Between", "Condition", "Only", "Region", "all_of", "any_of"]


class Region(ABC):
    """A set of factor values."""

    @abstractmethod
    def conditions(self) -> Iterator[Condition]:
        """Give the conditions on single factors that the region is made of."""

    @abstractmethod
    def evaluate(self, holds: Callable[[Condition], NDArray[np.bool_]]) -> NDArray[np.bool_]:
        """Tell where the region holds, from where its conditions hold; their arrays must broadcast together."""

    def __or__(self, other: Region) -> Region:
        """Give what is in either."""
        return any_of((self, other))

    def __and__(self, other: Region) -> Region:
        """Give what is in both."""
        return all_of((self, other))

    def __sub__(self, other: Region) -> Region:
        """Give what is in this and not in the other."""
        return all_of((self, ~other))

    def __invert__(self) -> Region:
        """Give what is not in this."""
        return _Complement(self)


class Condition(Region):
    """A region that restricts a single factor."""

    name: str

    @abstractmethod
    def codes(self, factor: Finite) -> NDArray[np.bool_]:
        """Tell which codes of a finite factor meet the condition, bool ``[size]``.

        Raises:
            ValueError: If it can't be put to this factor, or no value meets it.
        """

    @abstractmethod
    def ranges(self, factor: Interval) -> tuple[tuple[float, float], ...]:
        """Give the ranges (low, high) of an interval that meet the condition.

        Raises:
            ValueError: If it can't be put to this factor, or no value meets it.
        """

    def conditions(self) -> Iterator[Condition]:
        """Give this."""
        yield self

    def evaluate(self, holds: Callable[[Condition], NDArray[np.bool_]]) -> NDArray[np.bool_]:
        """Tell where this holds."""
        return holds(self)


@dataclass(frozen=True, init=False)
class Only(Condition):
    """Some values of a finite factor, or of an interval of integers.

    Args:
        name: The factor.
        values: One of its values, or several.

    Raises:
        TypeError: If a value is neither a string, a boolean nor a number.

    >>> Only("shape", "circle")
    Only(name='shape', values=('circle',))
    >>> Only("x", range(3))
    Only(name='x', values=(0, 1, 2))
    """

    name: str
    values: tuple[Value, ...]

    def __init__(self, name: str, values: Value | Iterable[Value]) -> None:
        several = values if isinstance(values, Iterable) and not isinstance(values, str) else (values,)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "values", tuple(several))
        for value in self.values:
            if not isinstance(value, str | Real | np.bool_):
                raise TypeError(f"a value of factor {name!r} must be a string, a boolean or a number, got {value!r}")

    def codes(self, factor: Finite) -> NDArray[np.bool_]:
        """Tell which codes are those of the values."""
        chosen = np.zeros(factor.size, np.bool_)
        chosen[factor.encode(self._given())] = True
        return chosen

    def ranges(self, factor: Interval) -> tuple[tuple[float, float], ...]:
        """Give the ranges of the values, of an interval of integers."""
        return factor.ranges_of(self._given())

    def _given(self) -> tuple[Value, ...]:
        if not self.values:
            raise ValueError(f"at least one value of factor {self.name!r} must be given, got none")
        return self.values


@dataclass(frozen=True)
class Between(Condition):
    """The values ``low`` ≤ value < ``high`` of an interval or of a numeric finite factor.

    On a circular interval the range may pass the end, as 350 to 10 or −10 to 10 degrees do.

    Args:
        name: The factor.
        low: The least value.
        high: The end; itself not in the range.
    """

    name: str
    low: float
    high: float

    def codes(self, factor: Finite) -> NDArray[np.bool_]:
        """Tell which codes are those of values in the range."""
        if factor.categorical:
            raise ValueError(f"factor {self.name!r} has no order; choose of {factor.describe()}, got {self}")
        values = factor.decode(np.arange(factor.size))
        chosen = (values >= self.low) & (values < self.high)
        if not chosen.any():
            raise ValueError(f"no value of factor {self.name!r} is in {self}; its values are {factor.describe()}")
        return np.asarray(chosen)

    def ranges(self, factor: Interval) -> tuple[tuple[float, float], ...]:
        """Give the range, in two where it passes the end of a circular interval."""
        return factor.ranges(self.low, self.high)


@dataclass(frozen=True, repr=False)
class _Combination(Region):
    """The intersection of regions, or their union."""

    parts: tuple[Region, ...]
    every: bool

    def conditions(self) -> Iterator[Condition]:
        return (condition for part in self.parts for condition in part.conditions())

    def evaluate(self, holds: Callable[[Condition], NDArray[np.bool_]]) -> NDArray[np.bool_]:
        join = np.logical_and if self.every else np.logical_or
        return functools.reduce(join, (part.evaluate(holds) for part in self.parts), np.array(self.every))

    def __repr__(self) -> str:
        if not self.parts:
            return "all_of([])" if self.every else "any_of([])"
        return f"({(' & ' if self.every else ' | ').join(map(repr, self.parts))})"


@dataclass(frozen=True, repr=False)
class _Complement(Region):
    part: Region

    def conditions(self) -> Iterator[Condition]:
        return self.part.conditions()

    def evaluate(self, holds: Callable[[Condition], NDArray[np.bool_]]) -> NDArray[np.bool_]:
        return np.logical_not(self.part.evaluate(holds))

    def __repr__(self) -> str:
        return f"~{self.part!r}"


def all_of(regions: Iterable[Region]) -> Region:
    """Give the intersection of regions: of none, everything."""
    return _combine(regions, every=True)


def any_of(regions: Iterable[Region]) -> Region:
    """Give the union of regions: of none, nothing."""
    return _combine(regions, every=False)


def _combine(regions: Iterable[Region], *, every: bool) -> Region:
    """Combine regions; a long chain of one operator is made flat, not deep."""
    parts: list[Region] = []
    for region in regions:
        parts.extend(region.parts if isinstance(region, _Combination) and region.every == every else (region,))
    return parts[0] if len(parts) == 1 else _Combination(tuple(parts), every)
