"""Values of factors as numbers to predict, and back.

Axes: ``B`` instances, ``D`` numbers that a value becomes: one, or two of a value on a circle.
"""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from imagespaces import Finite, Interval
from imagespaces.factors import Factor, Stepped

__all__ = ["Circle", "Range", "Scale", "ends_of", "scale_of"]

_BELOW_ONE = 1 - 2.0**-53


class Scale(Protocol):
    """How values of a factor become numbers.

    Attributes:
        variances: Of each of the ``D`` numbers, where every value is as likely as its factor has it.
    """

    variances: tuple[float, ...]

    def encode(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give numbers in [−1, 1], ``[B, D]``, for values ``[B]``."""

    def decode(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the values ``[B]`` that any numbers ``[B, D]`` stand for."""

    def error(self, found: NDArray[np.float64], true: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give how far values are from true ones, ``[B]``, in their own unit."""


class Range:
    """Values from a least to a greatest: these become −1 and 1, evenly or by logarithm.

    Numbers beyond −1 and 1 stand for the ends.

    Args:
        low: The least value.
        high: The greatest.
        variance: Of the number.
        logarithmic: Whether values of equal ratio are equally far apart.

    >>> size = Range(1, 100, 1 / 3, logarithmic=True)
    >>> size.encode(np.array([10.0])).round(12), size.decode(np.array([[0.0], [9.0]])).round(12)
    (array([[0.]]), array([ 10., 100.]))
    """

    def __init__(self, low: float, high: float, variance: float, *, logarithmic: bool = False) -> None:
        self.variances: tuple[float, ...] = (variance,)
        self._logarithmic = logarithmic
        self._low, self._high = (math.log(low), math.log(high)) if logarithmic else (low, high)

    def encode(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give numbers ``[B, 1]``."""
        even = np.log(values) if self._logarithmic else values
        numbers: NDArray[np.float64] = 2.0 * (even - self._low) / (self._high - self._low) - 1.0
        return np.clip(numbers, -1.0, 1.0)[:, None]

    def decode(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give values ``[B]``."""
        shares = (np.clip(np.ascontiguousarray(numbers[:, 0]), -1.0, 1.0) + 1.0) / 2
        even: NDArray[np.float64] = self._low + shares * (self._high - self._low)
        return np.exp(even) if self._logarithmic else even

    def error(self, found: NDArray[np.float64], true: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give differences, ``[B]``."""
        return np.abs(found - true)


class Circle:
    """Values that come round again, as angles and hues do: they become cosine and sine, of which the angle counts.

    Numbers that are both 0 stand for 0.

    Args:
        low: The least value.
        period: After how much it comes again.
        variance: Of each of the two numbers.

    >>> angle = Circle(0, 360, 1 / 2)
    >>> angle.encode(np.array([90.0])).round(12), angle.decode(np.array([[0.0, -2.0]])).round(12)
    (array([[0., 1.]]), array([270.]))
    """

    def __init__(self, low: float, period: float, variance: float) -> None:
        self.variances: tuple[float, ...] = (variance, variance)
        self._low, self._period = low, period

    def encode(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give cosines and sines ``[B, 2]``."""
        angles = 2.0 * np.pi * values / self._period
        return np.stack((np.cos(angles), np.sin(angles)), axis=1)

    def decode(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give values ``[B]``, from the least one on."""
        cosines, sines = (np.ascontiguousarray(column) for column in numbers.T)
        turned = np.arctan2(sines, cosines) * self._period / (2.0 * np.pi)
        values: NDArray[np.float64] = self._low + (turned - self._low) % self._period
        return values

    def error(self, found: NDArray[np.float64], true: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give differences the shorter way round, ``[B]``."""
        ahead = (found - true) % self._period
        return np.minimum(ahead, self._period - ahead)


def scale_of(factor: Factor) -> Scale:
    """Give the scale of a factor.

    Of an interval it is the interval's own, from end to end; finite values, and those that lie at steps, count from the
    least to the greatest, all equally likely.

    Raises:
        ValueError: If its values are no numbers, or there is only one.

    >>> scale_of(Interval("size", 1, 100, "log")).variances, scale_of(Finite("x", range(3))).variances
    ((0.3333333333333333,), (0.6666666666666666,))
    """
    ends = ends_of(factor)
    if ends is None:
        raise ValueError(f"factor {factor.name!r} must hold numbers, got names")
    low, high = ends
    if low == high:
        raise ValueError(f"factor {factor.name!r} must have several values, got {low:g} alone")
    if isinstance(factor, Finite):
        return Range(low, high, _variance([2.0 * (float(value) - low) / (high - low) - 1.0 for value in factor.values]))
    if factor.scale == "circular":
        return Circle(factor.low, factor.high - factor.low, _circular_variance(factor))
    count = _count(factor, low, high)
    variance = (count + 1) / (3 * (count - 1)) if count else 1 / 3  # of so many numbers, evenly from −1 to 1
    return Range(low, high, variance, logarithmic=factor.scale == "log")


def ends_of(factor: Factor) -> tuple[float, float] | None:
    """Give the least value of a factor and the greatest, or what all are below; None where values are no numbers.

    >>> ends_of(Interval("count", 0, 10, "integer")), ends_of(Interval("angle", 0, 360, "circular"))
    ((0.0, 9.0), (0.0, 360.0))
    """
    if factor.categorical:
        return None
    if isinstance(factor, Finite):
        numbers = [float(value) for value in factor.values]
        return min(numbers), max(numbers)
    has_last = isinstance(factor, Stepped) or factor.scale == "integer"
    return float(factor.low), float(factor.from_unit(_BELOW_ONE) if has_last else factor.high)


def _count(factor: Interval, low: float, high: float) -> int:
    """Give how many values there are; 0 for a continuum."""
    if isinstance(factor, Stepped):
        return round((high - low) / factor.step) + 1
    return round(high - low) + 1 if factor.scale == "integer" else 0


def _circular_variance(factor: Interval) -> float:
    """Give the mean variance of cosine and sine: half of what their mean's squared length is short of 1."""
    if not isinstance(factor, Stepped):
        return 1 / 2
    half = math.pi * factor.step / (factor.high - factor.low)  # of the angle from one value to the next
    count = _count(factor, factor.low, factor.from_unit(_BELOW_ONE).item())
    mean = math.sin(count * half) / (count * math.sin(half))  # its length: equal steps on a circle
    return (1 - mean * mean) / 2


def _variance(numbers: list[float]) -> float:
    """Give the variance of numbers that are equally likely."""
    mean = math.fsum(numbers) / len(numbers)
    return math.fsum((number - mean) ** 2 for number in numbers) / len(numbers)
