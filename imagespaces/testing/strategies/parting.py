"""Strategies for each way to part a domain: they choose what leaves something in every split."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.factors import (
    CompositionSplit,
    Domain,
    ExplicitSplit,
    ExtrapolationSplit,
    Finite,
    InterpolationSplit,
    Interval,
    Partitioner,
    RandomCompositionSplit,
    RandomSplit,
)
from imagespaces.factors.chance import chances

__all__ = ["PARTINGS", "Parts"]

_MOST_LISTED = 2**12
"""Up to so many states, or combinations of values, are looked at one by one."""

_FRACTIONS = (0.5, 0.75, 0.25, 0.9)
_EIGHTHS = 8

Cut: TypeAlias = tuple[str, Any]
"""A factor, and what is chosen of it: some of its values and not all, or a part of its range."""


@dataclass(frozen=True)
class Parts:
    """A domain, and what of it can be parted.

    Attributes:
        domain: The domain.
    """

    domain: Domain

    @property
    def is_full(self) -> bool:
        """Whether all combinations of the factors' values are states."""
        return type(self.domain) is Domain

    @cached_property
    def values(self) -> dict[str, list[Any]]:
        """The values of each finite factor that states have, where there are several."""
        found = {factor.name: list(factor.values) for factor in self.domain.finite}
        if not self.is_full:
            states = self.domain.list_states() if self.domain.num_states <= _MOST_LISTED else None
            codes = {} if states is None else self.domain.codes(states)
            found = {name: [found[name][code] for code in np.unique(each)] for name, each in codes.items()}
        return {name: values for name, values in found.items() if len(values) > 1}

    @property
    def ordered(self) -> dict[str, list[Any]]:
        """Those whose values have an order, ascending."""
        return {name: sorted(values) for name, values in self.values.items() if type(values[0]) in {int, float}}

    @property
    def intervals(self) -> list[Interval]:
        """The intervals that can be cut anywhere, or between integers."""
        return [each for each in self.domain.intervals if type(each) is Interval and len(_places(each)) > 2]

    @property
    def finite(self) -> list[Finite]:
        """The finite factors of which there are not too many values to look at each."""
        return [factor for factor in self.domain.finite if factor.size <= _MOST_LISTED]


Parting: TypeAlias = Callable[[Parts], st.SearchStrategy[Partitioner]]
"""A way to part: nothing where there is nothing to be parted so."""


def _places(interval: Interval) -> list[float]:
    """Give places to cut an interval, both ends included: at eighths, or between integers."""
    low, high = interval.low, interval.high
    if interval.scale == "integer":
        step = max(1, (int(high) - int(low)) // _EIGHTHS)
        return [*range(int(low), int(high), step), int(high)]
    return [low + (high - low) * place / _EIGHTHS for place in range(_EIGHTHS)] + [high]


# ------------------------------------------------------------------------------------------------------ written down


def _explicit(parts: Parts) -> st.SearchStrategy[Partitioner]:
    cuts = [_some(name, values) for name, values in parts.values.items()]
    cuts += [_stretch(each.name, _places(each), inner=False) for each in parts.intervals]
    several = 2 if parts.is_full else 1  # elsewhere two factors may have no values in common
    return _choices(cuts, several).map(lambda chosen: ExplicitSplit({"test": chosen}, rest="train"))


def _interpolation(parts: Parts) -> st.SearchStrategy[Partitioner]:
    cuts = [_some(name, values[1:-1], spare=0) for name, values in parts.ordered.items() if len(values) > 2]
    for each in parts.intervals:
        cuts += [_stretch(each.name, _places(each), inner=True)] if len(_places(each)) > 3 else []
    return _choices(cuts, 2).map(InterpolationSplit) if parts.is_full else st.nothing()


def _extrapolation(parts: Parts) -> st.SearchStrategy[Partitioner]:
    cuts = [_ends(name, values) for name, values in parts.ordered.items()]
    for each in parts.intervals:
        cuts += [_outside(each.name, _places(each))] if each.scale != "circular" else []
    return _choices(cuts, 2).map(ExtrapolationSplit) if parts.is_full else st.nothing()


def _choices(cuts: list[st.SearchStrategy[Cut]], most: int) -> st.SearchStrategy[dict[str, Any]]:
    """Choose of one factor, or of several."""
    if not cuts:
        return st.nothing()
    numbers = st.lists(st.sampled_from(range(len(cuts))), min_size=1, max_size=min(most, len(cuts)), unique=True)
    return numbers.flatmap(lambda some: st.tuples(*(cuts[number] for number in some))).map(dict)


def _some(name: str, values: list[Any], spare: int = 1) -> st.SearchStrategy[Cut]:
    """Choose a value or several, and leave some to spare."""
    most = min(3, len(values) - spare)
    several = st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True).map(tuple)
    return st.tuples(st.just(name), st.sampled_from(values) | several)


def _ends(name: str, values: list[Any]) -> st.SearchStrategy[Cut]:
    """Choose the first or the last values of some in order."""
    counts = st.integers(1, len(values) - 1)
    first_or_last = counts.flatmap(lambda count: st.sampled_from([tuple(values[-count:]), tuple(values[:count])]))
    return st.tuples(st.just(name), first_or_last)


def _stretch(name: str, places: list[float], *, inner: bool) -> st.SearchStrategy[Cut]:
    """Choose a part of a range; an inner one leaves both ends."""
    first, last = (1, len(places) - 2) if inner else (0, len(places) - 1)
    pairs = [(low, high) for low in range(first, last) for high in range(low + 1, last + 1)]
    ranges = [(places[low], places[high]) for low, high in pairs if high - low < len(places) - 1]
    return st.tuples(st.just(name), st.sampled_from(ranges))


def _outside(name: str, places: list[float]) -> st.SearchStrategy[Cut]:
    """Choose the low or the high end of a range."""
    ranges = [(place, places[-1]) for place in places[1:-1]] + [(places[0], place) for place in places[1:-1]]
    return st.tuples(st.just(name), st.sampled_from(ranges))


def _composition(parts: Parts) -> st.SearchStrategy[Partitioner]:
    if not parts.is_full or len(parts.values) < 2:
        return st.nothing()
    pairs = st.sampled_from(list(itertools.combinations(parts.values.items(), 2)))
    return pairs.flatmap(lambda pair: _diagonal(*pair))


def _diagonal(first: tuple[str, list[Any]], second: tuple[str, list[Any]]) -> st.SearchStrategy[Partitioner]:
    """Hold combinations out that share no value: so each value is left in others."""
    most = min(3, len(first[1]), len(second[1]))
    counts = st.integers(1, most)
    chosen = counts.flatmap(lambda count: st.tuples(*(_distinct(values, count) for _, values in (first, second))))
    return chosen.map(
        lambda both: CompositionSplit(
            tuple({first[0]: one, second[0]: other} for one, other in zip(*both, strict=True))
        )
    )


def _distinct(values: list[Any], count: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), min_size=count, max_size=count, unique=True)


# ---------------------------------------------------------------------------------------------------------- by chance

_STREAMS = st.integers(0, 2**32)


def _random(parts: Parts) -> st.SearchStrategy[Partitioner]:
    if not parts.domain.finite:
        return st.nothing()
    choices: list[tuple[str, ...] | None] = []
    if parts.domain.num_states <= _MOST_LISTED:
        choices.append(None)
    if parts.is_full:
        choices += [(factor.name,) for factor in parts.finite]
    if not choices:
        return st.just(RandomSplit({"train": 1.0}))  # of any number of states
    return st.tuples(st.sampled_from(choices), _STREAMS).flatmap(lambda chosen: _shared_out(parts.domain, *chosen))


def _shared_out(domain: Domain, of: tuple[str, ...] | None, stream: int) -> st.SearchStrategy[Partitioner]:
    """Choose fractions that leave something in every split."""
    drawn = np.sort(_chances(domain, of, stream))
    whole = st.just({"train": 1.0})
    fractions = whole if len(drawn) < 2 else st.sampled_from(_two_fractions(drawn)) | whole
    if len(drawn) > 2:
        third = len(drawn) // 3
        low, high = _between(drawn, third), _between(drawn, 2 * third)
        fractions |= st.just({"train": low, "validate": high - low, "test": 1 - high})
    return fractions.map(lambda shares: RandomSplit(shares, of, stream))


def _two_fractions(drawn: NDArray[np.float64]) -> list[dict[str, float]]:
    """Give fractions between the least and the largest number drawn; simple ones first."""
    simple = [fraction for fraction in _FRACTIONS if drawn[0] < fraction < drawn[-1]]
    return [{"train": one, "test": 1 - one} for one in [*simple, _between(drawn, 1), _between(drawn, len(drawn) - 1)]]


def _between(drawn: NDArray[np.float64], place: int) -> float:
    """Give the number halfway from one number drawn to the next."""
    return float(drawn[place - 1] + drawn[place]) / 2


def _random_composition(parts: Parts) -> st.SearchStrategy[Partitioner]:
    several = [factor for factor in parts.finite if factor.size > 1]
    pairs = [
        (one.name, other.name)
        for one, other in itertools.combinations(several, 2)
        if one.size * other.size <= _MOST_LISTED
    ]
    if not parts.is_full or not pairs:
        return st.nothing()
    return st.tuples(st.sampled_from(pairs), _STREAMS).flatmap(lambda chosen: _held_out(parts.domain, *chosen))


def _held_out(domain: Domain, of: tuple[str, ...], stream: int) -> st.SearchStrategy[Partitioner]:
    """Choose a fraction above the least number drawn, whose combination is never the one that its values keep."""
    least = float(_chances(domain, of, stream).min())
    fractions = [fraction for fraction in _FRACTIONS if fraction > least] or [(1 + least) / 2]
    return st.sampled_from(fractions).map(lambda fraction: RandomCompositionSplit(of, fraction, stream))


def _chances(domain: Domain, of: tuple[str, ...] | None, stream: int) -> NDArray[np.float64]:
    """Give the number that each combination of some factors' values draws; of all factors' for None."""
    among = domain if of is None else Domain(domain.finite_factor(name) for name in of)
    codes = among.codes(among.list_states())
    return chances([among.finite_factor(name) for name in codes], list(codes.values()), stream)


PARTINGS: Mapping[str, Parting] = MappingProxyType(
    {
        "random": _random,
        "explicit": _explicit,
        "interpolation": _interpolation,
        "extrapolation": _extrapolation,
        "composition": _composition,
        "random_composition": _random_composition,
    }
)
"""How each kind of partition is built, by the name that task files have for it."""
