"""How spaces are divided: partitions that fit the factors of a space, by construction."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from hypothesis import strategies as st

from envspecs.testing.describing import Fields
from imagespaces.factors import Domain, Factor, Finite, Interval, RandomCompositionSplit, RandomSplit
from imagespaces.factors.partitioner import Partitioner
from imagespaces.space import ImageSpace

__all__ = ["draw_partition"]

_MOST_STATES = 4096
"""Combinations of values that are sent to splits by chance in no time."""

_HALVES = {"train": 0.5, "test": 0.5}
_SHARE = 0.3


def draw_partition(draw: st.DrawFn, space: ImageSpace) -> Fields | None:
    """Draw how a space, which is not divided yet, may be divided, or None.

    Its splits are called train and test.
    """
    ways = list(_ways(space.domain))
    chosen = draw(st.sampled_from(range(len(ways) + 1)))
    return ways[chosen - 1]() if chosen else None


def _ways(domain: Domain) -> Iterator[Callable[[], Fields]]:
    """Give all ways to divide a domain, of which none leaves a split empty."""
    is_whole = type(domain) is Domain  # of others not all combinations of values are there, nor even all values
    for factor in domain.factors:
        if isinstance(factor, Finite):
            yield from _of_values(factor) if is_whole else ()
        elif type(factor) is Interval:  # of its sub-classes a part may hold no value, or names
            yield from _of_range(factor)
    if 1 < domain.num_states <= _MOST_STATES:
        yield partial(_random, domain)
        yield from _of_combinations(domain) if is_whole else ()


def _of_combinations(domain: Domain) -> Iterator[Callable[[], Fields]]:
    """Give ways that hold out combinations of two factors' values."""
    several = [factor for factor in domain.finite if factor.size > 1]
    if len(several) > 1:
        yield partial(_composition, several[0], several[1])
        yield partial(_random_composition, domain, several[0].name, several[1].name)


def _of_values(factor: Finite) -> Iterator[Callable[[], Fields]]:
    """Give ways that hold out a value: any, the greatest, or one between others."""
    if factor.size > 1:
        yield partial(_explicit, factor, factor.values[0])
    if factor.categorical:
        return
    values = sorted(factor.values, key=float)
    if factor.size > 1:
        yield partial(_held_out, "extrapolation", factor, values[-1])
    if factor.size > 2:
        yield partial(_held_out, "interpolation", factor, values[1])


def _of_range(factor: Interval) -> Iterator[Callable[[], Fields]]:
    """Give ways that hold out a part of an interval."""
    low, high = _plain(factor.low), _plain(factor.high)
    middle = (low + high) // 2 if factor.scale == "integer" else (low + high) / 2
    if not low < middle < high:
        return
    yield partial(_explicit, factor, [low, middle])
    if factor.scale != "circular":
        yield partial(_held_out, "extrapolation", factor, [middle, high])


def _explicit(factor: Factor, choice: Any) -> Fields:
    return {"kind": "explicit", "splits": {"train": {factor.name: _plain(choice)}}, "rest": "test"}


def _held_out(kind: str, factor: Factor, choice: Any) -> Fields:
    return {"kind": kind, "held_out": {factor.name: _plain(choice)}}


def _composition(first: Finite, second: Finite) -> Fields:
    combination = {factor.name: _plain(factor.values[0]) for factor in (first, second)}
    return {"kind": "composition", "held_out": [combination]}


def _random(domain: Domain) -> Fields:
    stream = _fitting(domain, lambda stream: RandomSplit(_HALVES, stream=stream))
    return {"kind": "random", "fractions": dict(_HALVES), "stream": stream}


def _random_composition(domain: Domain, *names: str) -> Fields:
    stream = _fitting(domain, lambda stream: RandomCompositionSplit(names, _SHARE, stream=stream))
    return {"kind": "random_composition", "of": list(names), "fraction": _SHARE, "stream": stream}


def _fitting(domain: Domain, partitioner: Callable[[int], Partitioner]) -> int:
    """Give the first stream by which chance leaves no split empty."""
    return next(stream for stream in itertools.count() if _divides(domain, partitioner(stream)))


def _divides(domain: Domain, partitioner: Partitioner) -> bool:
    try:
        partitioner.divide(domain)
    except ValueError:
        return False
    return True


def _plain(value: Any) -> Any:
    """Give a value as a file holds it."""
    return value.item() if hasattr(value, "item") else value
