"""A factor of variation with a continuum of values, or a run of integers too long to enumerate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["Interval", "Scale"]

Scale = Literal["linear", "log", "circular", "integer"]
"""How an interval is measured: see :class:`Interval`."""


@dataclass(frozen=True)
class Interval:
    """A factor that takes any value from ``low`` up to, and without, ``high``.

    All ranges of the library are half-open, so that neighbours share no value and leave none out. The scale says what a
    uniform draw means, and so how parts of the interval are measured:

    ============  ===========================================================================================
    ``linear``    equal differences are equally likely
    ``log``       equal ratios are equally likely; ``low`` must be above 0
    ``circular``  as linear, and ``high`` is ``low`` again, so that a range may wrap around (angle, hue)
    ``integer``   the integers ``low``, …, ``high − 1``, each equally likely, as in Python's ``range``
    ============  ===========================================================================================

    An interval is drawn anew for every instance; the integers of one that the state is to enumerate are a
    :class:`~imagespaces.factors.Finite` factor.

    Args:
        name: The factor's name.
        low: The least value.
        high: The end, above ``low``; no value itself.
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
            raise ValueError(
                f"the scale of {self.name!r} must be one of {', '.join(get_args(Scale))}, got {self.scale!r}"
            )
        self._check_range(self.low, self.high)
        if self.scale == "log" and self.low <= 0:
            raise ValueError(
                f"an interval on a logarithmic scale must begin above 0, got {self.name!r} from {self.low}"
            )

    @property
    def categorical(self) -> bool:
        """Whether the values are strings: never."""
        return False

    def from_unit(
        self, units: ArrayLike, low: ArrayLike | None = None, high: ArrayLike | None = None
    ) -> NDArray[np.float64] | NDArray[np.int64]:
        """Map uniform numbers to values, uniform on the scale.

        Args:
            units: ``[B]``, in [0, 1).
            low: Ends of the part to map into, one or ``[B]``; the whole interval unless given.
            high: The same.

        Returns:
            ``[B]`` values with ``low`` ≤ value < ``high`` in spite of rounding; int64 on the integer scale, else float64.
        """
        start = np.asarray(self.low if low is None else low, np.float64)
        end = np.asarray(self.high if high is None else high, np.float64)
        units = np.asarray(units, np.float64)
        if self.scale == "integer":
            return np.minimum(np.floor(start + units * (end - start)), end - 1).astype(np.int64)
        first, last = self._measure(start), self._measure(end)
        values = first + units * (last - first)
        return np.clip(np.exp(values) if self.scale == "log" else values, start, np.nextafter(end, start))

    def to_unit(self, values: ArrayLike) -> NDArray[np.float64]:
        """Map values to [0, 1): the inverse of :meth:`from_unit`, up to rounding; an integer maps to its step's middle.

        Args:
            values: ``[B]``, of the interval; they are not checked.
        """
        middle = 0.5 if self.scale == "integer" else 0.0
        first, last = self._measure(np.float64(self.low)), self._measure(np.float64(self.high))
        return (self._measure(np.asarray(values, np.float64)) + middle - first) / (last - first)

    def contains(self, values: ArrayLike) -> NDArray[np.bool_]:
        """Tell which values are of the interval, bool ``[B]``; strings are not."""
        given = np.asarray(values)
        if given.dtype.kind not in "iuf":
            return np.zeros(given.shape, np.bool_)
        inside = (given >= self.low) & (given < self.high)
        return np.asarray(inside & (given == np.floor(given)) if self.scale == "integer" else inside)

    def _measure(self, values: NDArray[np.float64] | np.float64) -> Any:
        """Bring values to the axis on which equal lengths are equally likely."""
        return np.log(values) if self.scale == "log" else values

    def _check_range(self, low: float, high: float) -> None:
        """Refuse ends that can be no part of such an interval."""
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise ValueError(f"a range of {self.name!r} must have finite ends, low below high, got {low} to {high}")
        if self.scale == "integer" and (low != math.floor(low) or high != math.floor(high)):
            raise ValueError(f"a range of {self.name!r} must begin and end at integers, got {low} to {high}")
