"""The parameters of transforms: each is fixed by one number, or drawn from a range for every instance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from imagespaces.factors import Interval
from imagespaces.factors.stepped import Stepped
from imagespaces.factors.weighted import Weighted

__all__ = [
    "Fixed",
    "Parameter",
    "Range",
    "check_range",
    "check_share",
    "check_step",
    "choice",
    "ends",
    "is_number",
    "keep",
    "ranging",
    "turning",
]

Range: TypeAlias = float | tuple[float, float]
"""A number, which is fixed, or (low, high), low ≤ value < high, of which a value is drawn for every instance."""


@dataclass(frozen=True)
class Fixed:
    """A parameter that is the same for all instances.

    Attributes:
        name: What it is called.
        value: The number, or the code of a choice.
    """

    name: str
    value: float | int


Parameter: TypeAlias = Interval | Fixed
"""What a transform must know of each instance."""


def is_number(value: object) -> bool:
    """Tell whether something is a finite number, of Python or NumPy; booleans are none."""
    return isinstance(value, (int, float, np.number)) and not isinstance(value, bool) and math.isfinite(value)


def check_range(name: str, given: Any, low: float = -math.inf, high: float = math.inf) -> Range:
    """Give a range as it is kept: a number, or a pair of numbers in ascending order.

    Args:
        name: What the argument is called.
        given: What was given.
        low: The least that is allowed.
        high: The most that is allowed.

    Raises:
        ValueError: If it is neither a number nor an ascending pair, or not within what is allowed.

    >>> check_range("factor", [0.5, 2]), check_range("factor", 1)
    ((0.5, 2.0), 1.0)
    """
    several = isinstance(given, Sequence) and not isinstance(given, str)
    values = tuple(given) if several else (given,)
    fits = len(values) == 1 + several and all(is_number(value) and low <= value <= high for value in values)
    if not fits or (several and not values[0] < values[1]):
        bounds = "" if math.isinf(low) and math.isinf(high) else f" from {low} to {high}"
        raise ValueError(
            f"{name} must be a number{bounds}, or a pair (low, high) of such with low < high, got {given!r}"
        )
    return (float(values[0]), float(values[1])) if several else float(values[0])


def check_share(name: str, given: Any) -> float:
    """Give a number from 0 to 1.

    Raises:
        ValueError: If it is none.
    """
    if not (is_number(given) and 0 <= given <= 1):
        raise ValueError(f"{name} must be a number from 0 to 1, got {given!r}")
    return float(given)


def check_step(name: str, given: Any) -> float | None:
    """Give a number above 0, or None.

    Raises:
        ValueError: If it is neither.
    """
    if given is None:
        return None
    if not (is_number(given) and given > 0):
        raise ValueError(f"{name} must be a number above 0, or None, got {given!r}")
    return float(given)


def keep(owner: object, **values: Any) -> None:
    """Set fields of a frozen dataclass to their checked values."""
    for name, value in values.items():
        object.__setattr__(owner, name, value)


def ends(given: Range) -> tuple[float, float]:
    """Give the least and the largest value of a range."""
    return given if isinstance(given, tuple) else (given, given)


def ranging(
    name: str,
    given: Range,
    scale: Literal["linear", "log", "circular", "integer"] = "linear",
    step: float | None = None,
) -> Parameter:
    """Give the parameter of a range.

    Args:
        name: What it is called.
        given: A number or (low, high).
        scale: What a uniform draw means; see :class:`~imagespaces.factors.Interval`.
        step: From one value to the next, where not all values in between are allowed.

    >>> ranging("scale", 1.0)
    Fixed(name='scale', value=1.0)
    >>> ranging("scale", (0.5, 2.0), "log")
    Interval(name='scale', low=0.5, high=2.0, scale='log')
    """
    if not isinstance(given, tuple):
        return Fixed(name, given)
    return Interval(name, *given, scale) if step is None else Stepped(name, *given, scale, step)


def turning(name: str, given: Range, turn: float = 360.0, step: float | None = None) -> Parameter:
    """Give the parameter of an angle: circular where its range is a whole turn, of so many degrees.

    >>> turning("hue", (-180.0, 180.0)).scale, turning("hue", (0.0, 90.0)).scale
    ('circular', 'linear')
    """
    low, high = ends(given)
    return ranging(name, given, "circular" if high - low == turn else "linear", step)


def choice(name: str, weights: dict[str, float]) -> Parameter:
    """Give the parameter of a choice; its value is the place in ``weights``. What weighs nothing is never chosen.

    >>> choice("invert", {"no": 0.0, "yes": 1.0})
    Fixed(name='invert', value=1)
    """
    possible = [value for value, weight in weights.items() if weight > 0]
    if len(possible) == 1:
        return Fixed(name, list(weights).index(possible[0]))
    return Weighted(name, tuple(weights), tuple(weights.values()))
