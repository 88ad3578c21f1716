"""A factor of variation with named values, which is drawn for each instance and not enumerated by the states."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imagespaces.factors.interval import Interval, Scale

__all__ = ["Weighted"]


@dataclass(frozen=True)
class Weighted(Interval):
    """An interval of the codes 0, 1, … of some named values, each with a probability of its own.

    Ranges of it are ranges of codes: 1 to 2 is the second value.

    Args:
        name: The factor's name.
        values: What the values are called, at least one, all different.
        weights: For each value a number that is not negative; its share of their sum is its probability. Equal unless
            given. A value of weight 0 is never drawn.

    Raises:
        ValueError: If there is no value, one occurs twice, or the weights do not fit.

    >>> flip = Weighted("flip", ("none", "left_right"), (3, 1))
    >>> flip.from_unit([0.0, 0.74, 0.75])
    array([0, 0, 1])
    >>> flip.share(1, 2)
    Fraction(1, 4)
    """

    low: float = field(init=False, default=0)
    high: float = field(init=False, default=0)
    scale: Scale = field(init=False, default="integer")
    values: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", tuple(self.values))
        object.__setattr__(self, "weights", tuple(self.weights) or (1.0,) * len(self.values))
        if not self.values or len(set(self.values)) != len(self.values):
            raise ValueError(f"factor {self.name!r} must have at least one value, all different, got {self.values}")
        usable = all(weight >= 0 for weight in self.weights) and 0 < sum(self.weights) < math.inf
        if len(self.weights) != len(self.values) or not usable:
            raise ValueError(
                f"factor {self.name!r} must have a weight for each of {self.values}, none negative and one above 0, "
                f"got {self.weights}"
            )
        object.__setattr__(self, "high", len(self.values))
        super().__post_init__()

    @property
    def size(self) -> int:
        """The number of values."""
        return len(self.values)

    @property
    def categorical(self) -> bool:
        """Whether the values are strings: always, so that arrays hold their codes."""
        return True

    def from_unit(
        self, units: ArrayLike, low: ArrayLike | None = None, high: ArrayLike | None = None
    ) -> NDArray[np.int64]:
        """Map numbers that are uniform in [0, 1) to codes, as :meth:`Interval.from_unit` does."""
        first = np.asarray(0 if low is None else low, np.int64)
        end = np.asarray(self.size if high is None else high, np.int64)
        start, stop = self._edges[first], self._edges[end]
        places = start + np.asarray(units, np.float64) * (stop - start)
        places = np.minimum(places, np.nextafter(stop, start))  # which rounding would otherwise reach
        return np.asarray(np.searchsorted(self._edges, places, side="right") - 1, np.int64)

    def to_unit(self, values: ArrayLike) -> NDArray[np.float64]:
        """Map codes to the middles of their shares of [0, 1)."""
        codes = np.asarray(values, np.int64)
        return np.asarray((self._edges[codes] + self._edges[codes + 1]) / 2)

    def ranges_of(self, values: Sequence[Any]) -> tuple[tuple[float, float], ...]:
        """Give the ranges of codes that are those of the given values alone.

        Args:
            values: Of the factor, by name or by code.

        Raises:
            ValueError: If one is not of the factor.

        >>> Weighted("flip", ("none", "left_right")).ranges_of(["left_right"])
        ((1, 2),)
        """
        return super().ranges_of([self._code(value) for value in values])

    def _code(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value not in self.values:
            raise ValueError(f"the values of factor {self.name!r} are {self.values}, got {value!r}")
        return self.values.index(value)

    def share(self, low: float, high: float) -> Fraction:
        """Give the exact probability of a range of codes."""
        exact = [Fraction(weight) for weight in self.weights]
        return sum(exact[int(low) : int(high)], Fraction(0)) / sum(exact, Fraction(0))

    @cached_property
    def _edges(self) -> NDArray[np.float64]:
        """Where in [0, 1] the share of each code begins, and the end: float64 ``[size + 1]``."""
        return np.array([float(self.share(0, code)) for code in range(self.size + 1)])
