"""Strategies for each way to part a domain: they choose what leaves something in every split."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from hypothesis import strategies as st

from imagespaces.factors import CompositionSplit, ExplicitSplit, ExtrapolationSplit, InterpolationSplit, Partitioner
from imagespaces.testing.strategies.parting_by_chance import random, random_composition
from imagespaces.testing.strategies.parts import Parting, Parts, cut_places

__all__ = ["BUILT_IN"]

Cut: TypeAlias = tuple[str, Any]
"""A factor, and what is chosen of it: some of its values and not all, or a part of its range."""


def _explicit(parts: Parts) -> st.SearchStrategy[Partitioner]:
    cuts = [_some(name, values) for name, values in parts.values.items()]
    cuts += [_stretch(each.name, cut_places(each), inner=False) for each in parts.intervals]
    several = 2 if parts.is_full else 1  # elsewhere two factors may have no values in common
    return _choices(cuts, several).map(lambda chosen: ExplicitSplit({"test": chosen}, rest="train"))


def _interpolation(parts: Parts) -> st.SearchStrategy[Partitioner]:
    cuts = [_some(name, values[1:-1], spare=0) for name, values in parts.ordered.items() if len(values) > 2]
    for each in parts.intervals:
        cuts += [_stretch(each.name, cut_places(each), inner=True)] if len(cut_places(each)) > 3 else []
    return _choices(cuts, 2).map(InterpolationSplit) if parts.is_full else st.nothing()


def _extrapolation(parts: Parts) -> st.SearchStrategy[Partitioner]:
    cuts = [_ends(name, values) for name, values in parts.ordered.items()]
    for each in parts.intervals:
        cuts += [_outside(each.name, cut_places(each))] if each.scale != "circular" else []
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


BUILT_IN: Mapping[str, Parting] = MappingProxyType(
    {
        "random": random,
        "explicit": _explicit,
        "interpolation": _interpolation,
        "extrapolation": _extrapolation,
        "composition": _composition,
        "random_composition": random_composition,
    }
)
"""How each kind of partition of this library is built, by the name that task files have for it."""
