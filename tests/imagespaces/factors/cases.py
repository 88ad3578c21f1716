"""Small domains and regions of them, each region with a predicate on single points that was made independently.

Every interval is marked at seven places, `mark(interval, 0)` to `mark(interval, 6)`, equally far apart on its scale,
and ranges of regions begin and end there: six parts of equal measure are all that can be told apart.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, get_args
from unittest import mock

from hypothesis import strategies as st

from imagespaces.factors import Between, Domain, Finite, Interval, Only, Region, Scale, SparseDomain

__all__ = [
    "PARTS",
    "Case",
    "cases",
    "domains",
    "few_slots",
    "finite_factors",
    "intervals",
    "mark",
    "points",
    "sparse_domains",
]

PARTS = 6

Point = Mapping[str, Any]


class Case(NamedTuple):
    """A region, and whether it holds at a point."""

    region: Region
    holds: Callable[[Point], bool]


@st.composite
def finite_factors(draw: st.DrawFn, name: str, most: int = 4) -> Finite:
    kinds: list[st.SearchStrategy[Any]] = [
        st.sampled_from("abcdef"),
        st.integers(-5, 5),
        st.integers(-9, 9).map(lambda value: value / 4),
    ]
    return Finite(name, draw(st.lists(draw(st.sampled_from(kinds)), min_size=1, max_size=most, unique=True)))


@st.composite
def intervals(draw: st.DrawFn, name: str) -> Interval:
    scale: Scale = draw(st.sampled_from(get_args(Scale)))
    if scale == "log":
        return Interval(name, 0.25, 0.25 * 2.0**PARTS, "log")
    low = draw(st.integers(-20, 20))
    return Interval(name, low, low + PARTS * draw(st.integers(1, 60)), scale)


@st.composite
def domains(draw: st.DrawFn, most_intervals: int = 2) -> Domain:
    finite = [draw(finite_factors(f"finite {number}")) for number in range(draw(st.integers(1, 3)))]
    free = [draw(intervals(f"interval {number}")) for number in range(draw(st.integers(0, most_intervals)))]
    return Domain(draw(st.permutations([*finite, *free])))


@st.composite
def sparse_domains(draw: st.DrawFn) -> SparseDomain:
    """Domains that lack some combinations, and have the others in any order."""
    full = draw(domains())
    kept = draw(st.lists(st.integers(0, full.num_states - 1), min_size=1, unique=True))
    return SparseDomain(full.factors, len(kept), lambda states: full.codes([kept[state] for state in states]))


def mark(interval: Interval, place: int) -> float:
    if interval.scale == "log":
        return interval.low * 2.0**place
    return interval.low + place * (interval.high - interval.low) // PARTS


def points(domain: Domain) -> Iterator[dict[str, Any]]:
    """Give points that are all there is to tell apart: each combination of values, with a few of each part."""
    choices = [factor.values if isinstance(factor, Finite) else list(_few(factor)) for factor in domain.factors]
    names = [factor.name for factor in domain.factors]
    return (dict(zip(names, choice, strict=True)) for choice in itertools.product(*choices))


def _few(interval: Interval) -> Iterator[float]:
    """Give the first and the last value of each part."""
    for place in range(PARTS):
        low, high = mark(interval, place), mark(interval, place + 1)
        yield low
        yield high - 1 if interval.scale == "integer" else math.nextafter(high, low)


@st.composite
def cases(draw: st.DrawFn, domain: Domain, depth: int = 3) -> Case:
    """Regions made of conditions on the domain's factors by up to ``depth`` operators above each other."""
    kind = draw(st.sampled_from(["condition", "or", "and", "minus", "not"])) if depth else "condition"
    if kind == "condition":
        return draw(_conditions(domain))
    left = draw(cases(domain, depth - 1))
    if kind == "not":
        return Case(~left.region, lambda point: not left.holds(point))
    right = draw(cases(domain, depth - 1))
    if kind == "or":
        return Case(left.region | right.region, lambda point: left.holds(point) or right.holds(point))
    if kind == "and":
        return Case(left.region & right.region, lambda point: left.holds(point) and right.holds(point))
    return Case(left.region - right.region, lambda point: left.holds(point) and not right.holds(point))


@st.composite
def _conditions(draw: st.DrawFn, domain: Domain) -> Case:
    factor = draw(st.sampled_from(domain.factors))
    if isinstance(factor, Interval):
        return draw(_ranges(factor))
    name = factor.name
    if not factor.categorical and draw(st.booleans()):
        low, high = sorted(float(draw(st.sampled_from(factor.values))) for _ in range(2))
        return Case(Between(name, low, high + 0.125), lambda point: low <= point[name] <= high)
    chosen = draw(st.lists(st.sampled_from(factor.values), min_size=1, unique=True))
    return Case(Only(name, chosen), lambda point: point[name] in chosen)


@st.composite
def _ranges(draw: st.DrawFn, interval: Interval) -> Case:
    name = interval.name
    first, last = draw(st.integers(0, PARTS - 1)), draw(st.integers(1, PARTS))
    if interval.scale == "circular" and first != last % PARTS:
        low, high = mark(interval, first), mark(interval, last)
        turns = (interval.high - interval.low) * draw(st.integers(-2, 2))
        region = Between(name, low + turns, high + turns)
        if low < high:
            return Case(region, lambda point: low <= point[name] < high)
        return Case(region, lambda point: point[name] >= low or point[name] < high)
    first, last = min(first, last - 1), max(first + 1, last)
    low, high = mark(interval, first), mark(interval, last)
    return Case(Between(name, low, high), lambda point: low <= point[name] < high)


def few_slots(bits: int = 8) -> Any:
    """Let a state have few slots, so that all of them can be looked at."""
    return mock.patch.multiple("imagespaces.factors.strata", _MOST_BITS=bits, _LEAST_BITS=bits)
