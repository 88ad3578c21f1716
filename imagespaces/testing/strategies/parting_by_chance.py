"""Strategies for ways to part a domain by chance: they choose what leaves something in every split."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.factors import Domain, Partitioner, RandomCompositionSplit, RandomSplit
from imagespaces.factors.chance import chances
from imagespaces.testing.strategies.parts import MOST_LISTED, Parts

__all__ = ["random", "random_composition"]

_FRACTIONS = (0.5, 0.75, 0.25, 0.9)
_STREAMS = st.integers(0, 2**32)


def random(parts: Parts) -> st.SearchStrategy[Partitioner]:
    """Share states out, or combinations of the values of some factors."""
    if not parts.domain.finite:
        return st.nothing()
    choices: list[tuple[str, ...] | None] = []
    if parts.domain.num_states <= MOST_LISTED:
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


def random_composition(parts: Parts) -> st.SearchStrategy[Partitioner]:
    """Hold some combinations of the values of two factors out."""
    several = [factor for factor in parts.finite if factor.size > 1]
    pairs = [
        (one.name, other.name)
        for one, other in itertools.combinations(several, 2)
        if one.size * other.size <= MOST_LISTED
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
