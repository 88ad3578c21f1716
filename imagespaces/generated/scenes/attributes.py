"""What is said of an attribute of an object, and the factors of variation that come of it.

An attribute is fixed by a value, takes one of several, which the states of the space enumerate, or is drawn from an
interval for every instance.

Axes: ``B`` instances.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors import Factor, Finite, Interval, Scale, Value
from imagespaces.transforms.parameters import is_number

__all__ = ["Attribute", "Drawn", "Number", "Values", "check_number", "ends_of", "is_several"]

Values: TypeAlias = Mapping[str, NDArray[Any]]
"""For each factor ``[B]`` values, or codes."""


@dataclass(frozen=True)
class Drawn:
    """A number that is drawn for every instance, low ≤ value < high.

    Args:
        low: The least value.
        high: The end, above ``low``; itself no value.
        scale: ``"linear"``, ``"log"`` or ``"circular"``; see :class:`~imagespaces.factors.Interval`.

    Raises:
        ValueError: If the ends are not finite or not in order, or do not fit the scale.

    >>> Drawn(0, 360, "circular")
    Drawn(low=0, high=360, scale='circular')
    """

    low: float
    high: float
    scale: Scale = "linear"

    def __post_init__(self) -> None:
        if not (is_number(self.low) and is_number(self.high)):
            raise ValueError(f"the ends of what is drawn must be finite numbers, got {self.low!r} and {self.high!r}")
        if self.scale == "integer":
            raise ValueError(f"the scale of what is drawn must be linear, log or circular, got {self.scale!r}")
        self.factor("drawn")

    def factor(self, name: str) -> Interval:
        """Give the factor."""
        return Interval(name, self.low, self.high, self.scale)


Number: TypeAlias = float | Sequence[float] | Drawn
"""A number, which is fixed; several, each of which the states have; or an interval of which instances draw theirs."""


def is_several(given: object) -> bool:
    """Tell whether something is a sequence of values; a string is a single one."""
    return isinstance(given, Sequence) and not isinstance(given, str)


def check_number(what: str, given: Any, low: float, high: float) -> Number:
    """Give what is said of a number as it is kept.

    Args:
        what: What it is said of.
        given: What was given.
        low: The least that is allowed.
        high: The most that is allowed.

    Raises:
        ValueError: If it is no number, nor several, nor drawn, or is out of range.

    >>> check_number("size", [0.2, 0.4], 0, 1)
    (0.2, 0.4)
    """
    listed = tuple(given) if is_several(given) else (given,)
    values = tuple(value.item() if isinstance(value, np.generic) else value for value in listed)
    limits = (given.low, given.high) if isinstance(given, Drawn) else values
    if not limits or not all(is_number(value) and low <= value <= high for value in limits):
        raise ValueError(
            f"{what} must be a number from {low:g} to {high:g}, several of such, or Drawn(low, high), got {given!r}"
        )
    if not is_several(given):
        return given if isinstance(given, Drawn) else float(values[0])
    Finite(what, values)
    return values


def ends_of(number: Number) -> tuple[float, float]:
    """Give the least and the largest value of what :func:`check_number` gave.

    >>> ends_of((0.5, 0.2))
    (0.2, 0.5)
    """
    if isinstance(number, Drawn):
        return number.low, number.high
    values = number if isinstance(number, Sequence) else (number,)
    return min(values), max(values)


class Attribute:
    """One attribute of one object: what it can be, and what it is in given instances.

    Args:
        name: What its factor is called.
        given: A value, a sequence of values, or :class:`Drawn`; checked.

    Attributes:
        factor: The factor of variation; None where the value is fixed.
        choices: The possible values, in the order of their codes; None where it is drawn.

    >>> Attribute("a.color", ("red", "blue")).choices
    ('red', 'blue')
    """

    def __init__(self, name: str, given: Value | Sequence[Value] | Drawn) -> None:
        self.name = name
        self.factor: Factor | None = None
        self.choices: tuple[Value, ...] | None = None
        if isinstance(given, Drawn):
            self.factor = given.factor(name)
            return
        self.choices = tuple(given) if isinstance(given, Sequence) and not isinstance(given, str) else (given,)
        self._table = np.array(self.choices)
        if len(self.choices) > 1:
            self.factor = Finite(name, self.choices)

    @property
    def drawn(self) -> bool:
        """Whether its values are drawn, and no state tells them."""
        return self.choices is None

    def codes(self, codes: Values) -> NDArray[np.int64]:
        """Give which of the choices it is, int64 ``[B]``, or ``[1]`` where it is fixed, from the factors' codes."""
        return np.zeros(1, np.int64) if self.factor is None else codes[self.name]

    def places(self, values: Values) -> NDArray[np.int64]:
        """Give which of the choices it is, int64 ``[B]``, or ``[1]`` where it is fixed, from the factors' values."""
        if not isinstance(self.factor, Finite):
            return np.zeros(1, np.int64)
        return self.factor.encode(values[self.name])

    def numbers(self, values: Values) -> NDArray[np.float64]:
        """Give its values, float64 ``[B]``, or ``[1]`` where it is fixed, from those of the factors."""
        return np.asarray(self._table if self.factor is None else values[self.name], np.float64)
