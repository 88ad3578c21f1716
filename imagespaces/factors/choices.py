"""Regions written as plain data: for each factor the values or ranges chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Real
from typing import Any

from imagespaces.factors.domain import Domain, Factor
from imagespaces.factors.finite import Finite, Value
from imagespaces.factors.regions import Between, Only, Region, all_of, any_of

__all__ = ["Choice", "where"]

Range = tuple[float, float]
Choice = Value | Range | Sequence[Value] | Sequence[Range] | Region
"""What is chosen of one factor: of a finite one a value or several; of an interval a range (low, high) or several; of
an interval of integers also single ones; of any a region that names no other, such as :class:`Between` for a range of
a numeric finite one."""


def where(domain: Domain, choices: Mapping[str, Choice]) -> Region:
    """Give the region where every named factor has one of the values chosen for it.

    Args:
        domain: Tells what the factors are.
        choices: For some factors, what is chosen of each.

    Raises:
        ValueError: If there is no such factor, or a region names another one.
        TypeError: If what is chosen is neither a value nor a range.

    >>> from imagespaces.factors import Domain, Interval
    >>> domain = Domain([Finite("shape", ("square", "circle")), Interval("angle", 0, 360)])
    >>> where(domain, {"shape": "circle", "angle": (0, 90)})
    (Only(name='shape', values=('circle',)) & Between(name='angle', low=0, high=90))
    """
    return all_of(_chosen(domain.factor(name), choice) for name, choice in choices.items())


def _chosen(factor: Factor, choice: Any) -> Region:
    if isinstance(choice, Region):
        others = {condition.name for condition in choice.conditions()} - {factor.name}
        if others:
            raise ValueError(f"what is chosen of factor {factor.name!r} must name no other, got {sorted(others)}")
        return choice
    if isinstance(factor, Finite):
        return Only(factor.name, choice)
    ranges = [choice] if _is_range(choice) else choice
    if isinstance(ranges, list | tuple) and ranges and all(map(_is_range, ranges)):
        return any_of(Between(factor.name, low, high) for low, high in ranges)
    return Only(factor.name, choice)


def _is_range(choice: Any) -> bool:
    return isinstance(choice, list | tuple) and len(choice) == 2 and all(isinstance(end, Real) for end in choice)
