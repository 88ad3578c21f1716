"""A factor of variation whose values lie at equal steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imagespaces.factors.interval import Interval

__all__ = ["Stepped"]

_ROUNDING = 1e-9
"""Of a step: ends of ranges that are so near to a value mean that value, in spite of decimal fractions."""


@dataclass(frozen=True)
class Stepped(Interval):
    """An interval that takes only the values ``low``, ``low + step``, … below ``high``, all equally likely.

    As of any interval, a value is drawn for every instance, and ranges of it can be held out.

    Args:
        name: The factor's name.
        low: The least value.
        high: The end, above ``low``; itself no value.
        scale: ``"linear"`` or ``"circular"``.
        step: From one value to the next, above 0.

    Raises:
        ValueError: If the ends or the step are not finite or not in order, or the scale is another.

    >>> turn = Stepped("turn", 0, 360, "circular", step=90)
    >>> turn.from_unit([0.0, 0.3, 0.99])
    array([  0.,  90., 270.])
    >>> turn.share(0, 180)
    Fraction(1, 2)
    """

    step: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.scale not in {"linear", "circular"}:
            raise ValueError(f"the scale of factor {self.name!r} must be linear or circular, got {self.scale!r}")
        if not (self.step > 0 and math.isfinite(self.step)):
            raise ValueError(f"the step of factor {self.name!r} must be finite and above 0, got {self.step}")

    def from_unit(
        self, units: ArrayLike, low: ArrayLike | None = None, high: ArrayLike | None = None
    ) -> NDArray[np.float64]:
        """Map numbers that are uniform in [0, 1) to values, as :meth:`Interval.from_unit` does."""
        first = 0.0 if low is None else self._steps_below(low)
        end = self._count if high is None else self._steps_below(high)
        steps = np.floor(first + np.asarray(units, np.float64) * (end - first))
        return np.asarray(self.low + self.step * np.minimum(steps, end - 1))

    def to_unit(self, values: ArrayLike) -> NDArray[np.float64]:
        """Map values to the middles of their shares of [0, 1)."""
        steps = (np.asarray(values, np.float64) - self.low) / self.step
        return np.asarray((np.rint(steps) + 0.5) / self._count)

    def contains(self, values: ArrayLike) -> NDArray[np.bool_]:
        """Tell which values are of the factor, bool ``[B]``."""
        inside = super().contains(values)
        if not inside.any():
            return inside
        given = np.asarray(values, np.float64)
        return np.asarray(inside & (given == self.from_unit(self.to_unit(given))))

    def ranges(self, low: float, high: float) -> tuple[tuple[float, float], ...]:
        """Bring a range to one or two ranges within the interval, each with a value in it.

        Raises:
            ValueError: If the range holds no value, or reaches outside.
        """
        ranges = tuple(span for span in super().ranges(low, high) if self.share(*span))
        if not ranges:
            raise ValueError(
                f"a range of factor {self.name!r} must hold one of its values, which begin at {self.low} and lie "
                f"{self.step} apart, got {low} to {high}"
            )
        return ranges

    def ranges_of(self, values: Sequence[Any]) -> tuple[tuple[float, float], ...]:
        """Give the ranges that hold the given values alone, each a step wide.

        Raises:
            ValueError: If one is not of the factor.

        >>> Stepped("turn", 0, 360, "circular", step=90).ranges_of([90])
        ((90.0, 180.0),)
        """
        for value in values:
            if not self.contains(value):
                allowed = f"begin at {self.low} and lie {self.step} apart, below {self.high}"
                raise ValueError(f"the values of factor {self.name!r} {allowed}, got {value!r}")
        return tuple((float(value), min(float(value) + self.step, self.high)) for value in values)

    def share(self, low: float, high: float) -> Fraction:
        """Give the exact probability of a range within the interval: its share of the values."""
        first, end = (int(self._steps_below(value)) for value in (low, high))
        return Fraction(end - first, int(self._count))

    @cached_property
    def _count(self) -> float:
        """How many values there are."""
        return float(self._steps_below(self.high))

    def _steps_below(self, value: ArrayLike) -> NDArray[np.float64]:
        """Give how many of the factor's values are below a value."""
        return np.ceil((np.asarray(value, np.float64) - self.low) / self.step - _ROUNDING)
