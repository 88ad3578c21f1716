"""A factor of variation with a continuum of values, or a run of integers that need not be enumerated."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Interval", "Scale"]

Scale = Literal["linear", "log", "circular", "integer"]
"""What a uniform draw from an interval means: see :class:`Interval`."""

_BELOW_ONE = 1 - 2.0**-53
_EXACT = 2.0**53
"""Up to this size float64 tells every integer from the next."""


@dataclass(frozen=True)
class Interval:
    """A factor that takes any value from ``low`` up to, and without, ``high``.

    All ranges are half-open, so that neighbours share no value and leave none out. The scale says which parts of the
    interval are equally likely:

    ============  ===========================================================================================
    ``linear``    those of equal length
    ``log``       those of equal ratio of their ends; ``low`` must be above 0
    ``circular``  those of equal length; ``high`` is ``low`` again (an angle, a hue), and ranges may wrap around
    ``integer``   the integers ``low``, …, ``high − 1``, as in Python's ``range``
    ============  ===========================================================================================

    An interval is drawn anew for every instance. Integers that the states of a space are to enumerate are a
    :class:`~imagespaces.factors.Finite` factor instead.

    Args:
        name: The factor's name.
        low: The least value.
        high: The end, above ``low``; itself no value.
        scale: ``"linear"``, ``"log"``, ``"circular"`` or ``"integer"``.

    Raises:
        ValueError: If the ends are not finite or not in order, or do not fit the scale.

    >>> angle = Interval("angle", 0, 360, "circular")
    >>> angle.from_unit([0.0, 0.25])
    array([ 0., 90.])
    >>> Interval("size", 1, 100, "log").from_unit([0.5]).round(6)
    array([10.])
    """

    name: str
    low: float
    high: float
    scale: Scale = "linear"

    def __post_init__(self) -> None:
        if self.scale not in get_args(Scale):
            allowed = ", ".join(get_args(Scale))
            raise ValueError(f"the scale of factor {self.name!r} must be one of {allowed}, got {self.scale!r}")
        if not (self.low < self.high and math.isfinite(self.high - self.low)):
            raise ValueError(f"factor {self.name!r} must have finite ends, low < high, got {self.low} and {self.high}")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"factor {self.name!r} on a log scale must begin above 0, got {self.low}")
        if self.scale == "integer":
            self._check_integers(self.low, self.high)

    @property
    def categorical(self) -> bool:
        """Whether the values are strings: never."""
        return False

    def from_unit(
        self, units: ArrayLike, low: ArrayLike | None = None, high: ArrayLike | None = None
    ) -> NDArray[np.float64] | NDArray[np.int64]:
        """Map numbers that are uniform in [0, 1) to values that are uniform on the scale.

        Args:
            units: ``[B]``, in [0, 1).
            low: Where to map 0 to, one or ``[B]``; the interval's low end unless given.
            high: Where to map 1 to; the interval's high end unless given.

        Returns:
            ``[B]`` values, ``low`` ≤ value < ``high`` also after rounding; int64 on the integer scale, else float64.
        """
        units = np.asarray(units, np.float64)
        start = np.asarray(self.low if low is None else low, np.float64)
        end = np.asarray(self.high if high is None else high, np.float64)
        if self.scale == "integer":
            return np.minimum(np.floor(start + units * (end - start)), end - 1).astype(np.int64)
        if self.scale == "log":
            values = np.exp(np.log(start) + units * (np.log(end) - np.log(start)))
        else:
            values = start + units * (end - start)
        return np.asarray(np.clip(values, start, np.nextafter(end, start)))

    def to_unit(self, values: ArrayLike) -> NDArray[np.float64]:
        """Map values to [0, 1): the inverse of :meth:`from_unit` up to rounding, and exactly on the integer scale.

        Args:
            values: ``[B]``, of the interval; they are not checked.
        """
        given = np.asarray(values, np.float64)
        if self.scale == "log":
            units = np.log(given / self.low) / np.log(self.high / self.low)
        else:  # of an integer the middle of its share, which no rounding moves to a neighbour's
            units = (given - self.low + (self.scale == "integer") / 2) / (self.high - self.low)
        return np.asarray(np.clip(units, 0.0, _BELOW_ONE))

    def contains(self, values: ArrayLike) -> NDArray[np.bool_]:
        """Tell which values are of the interval, bool ``[B]``; strings and booleans are not."""
        given = np.asarray(values)
        if given.dtype.kind not in "iuf":
            return np.zeros(given.shape, np.bool_)
        inside = (given >= self.low) & (given < self.high)
        return np.asarray(inside & (given == np.floor(given)) if self.scale == "integer" else inside)

    def ranges(self, low: float, high: float) -> tuple[tuple[float, float], ...]:
        """Bring a range to one or two ranges, ascending, that lie within the interval.

        Two come of a range on a circular scale that passes the end, as 350 to 10 or −10 to 10 degrees do.

        Raises:
            ValueError: If the range is empty or reaches outside, or its ends do not fit the scale.

        >>> Interval("angle", 0, 360, "circular").ranges(-10, 10)
        ((0, 10), (350, 360))
        """
        if self.scale == "circular":
            return self._wrapped(low, high)
        if not self.low <= low < high <= self.high:
            raise ValueError(
                f"a range of factor {self.name!r} must be ascending and within {self.low} to {self.high}, "
                f"got {low} to {high}"
            )
        if self.scale == "integer":
            self._check_integers(low, high)
        return ((low, high),)

    def ranges_of(self, values: Sequence[Any]) -> tuple[tuple[float, float], ...]:
        """Give the ranges that hold the given values alone.

        Raises:
            ValueError: If the scale is not the integer one, where single values have no measure, or a value is not of
                the interval.

        >>> Interval("count", 0, 10, "integer").ranges_of([3, 5])
        ((3, 4), (5, 6))
        """
        if self.scale != "integer":
            allowed = f"ranges (low, high) from {self.low} to {self.high}"
            raise ValueError(f"of factor {self.name!r} {allowed} can be chosen, got {', '.join(map(repr, values))}")
        for value in values:
            if not self.contains(value):
                allowed = f"integers from {self.low} to {self.high - 1}"
                raise ValueError(f"the values of factor {self.name!r} are {allowed}, got {value!r}")
        return tuple((value, value + 1) for value in values)

    def share(self, low: float, high: float) -> Fraction:
        """Give the exact probability of a range within the interval.

        On the log scale the logarithms are taken as the rational numbers that float64 rounds them to, so that there
        too the shares of parts add up to that of the whole.

        >>> Interval("angle", 0, 360, "circular").share(0, 90)
        Fraction(1, 4)
        """
        first, last, start, end = (Fraction(self._position(value)) for value in (self.low, self.high, low, high))
        return (end - start) / (last - first)

    def _position(self, value: float) -> float:
        return math.log(value) if self.scale == "log" else value

    def _wrapped(self, low: float, high: float) -> tuple[tuple[float, float], ...]:
        if math.inf > high - low >= self.high - self.low:
            return ((self.low, self.high),)
        start, end = self._on_circle(low), self._on_circle(high)
        if start == end or not math.isfinite(high - low):
            raise ValueError(f"a range of factor {self.name!r} must be finite and not empty, got {low} to {high}")
        if start < end:
            return ((start, end),)
        tail = (start, self.high)
        return (tail,) if end == self.low else ((self.low, end), tail)

    def _on_circle(self, value: float) -> float:
        if self.low <= value < self.high:
            return value
        turned = self.low + (value - self.low) % (self.high - self.low)
        return turned if turned < self.high else self.low  # a hair below the low end rounds to the high one

    def _check_integers(self, low: float, high: float) -> None:
        if any(value != math.floor(value) or abs(value) > _EXACT for value in (low, high)):
            raise ValueError(f"factor {self.name!r} must have integer ends within ±2**53, got {low} and {high}")
