"""The intervals of a domain cut to strata, and the draws of each state shared out among them.

A split may restrict intervals. Still an instance must be a pure function of its index, the index must tell which split
it is of, and an instance of a small split must cost no more than one of a large split. So the values drawn do not
decide: the index says which *stratum* they are drawn from (stratified sampling), and splits own strata. The intervals
are cut at the ends of all ranges that the splits name, and a stratum is one piece of each.

The address of an instance, version 1:

======== ==========================================================================================================
index    state + number of states × draw; the draw is any integer from 0, and is 0 in a domain without intervals
slot     (A × draw + B × state) mod 2ᵇ; A is 2ᵇ / φ and B is 2ᵇ (√2 − 1), rounded down and made odd; b is 32, or as much
         less, but at least 24, as keeps number of states × 2ᵇ within 2⁶²
stratum  the owner of the slot: strata own consecutive slots, the first interval's pieces fastest; each has one, if it
         has a measure at all, and of the other slots its share, rounded down at the ends
value    of each interval, uniform in the stratum's piece of it: the map of the uniform number that the sub-stream of
         the interval gives for the index
======== ==========================================================================================================

A is odd, so that draw and slot determine each other modulo 2ᵇ, and the draws of any slots are found without a search.
Multiples of the golden ratio are spread evenly (a Kronecker sequence), so that the first few draws of a state already
visit the strata in proportion. Over 2ᵇ draws each stratum has its share to within (S + 1) / 2ᵇ. Where no range is
named, there is one stratum, and values are uniform in the whole intervals. The cuts are part of the address: with other
ones an index has other values of the intervals, though the same state.

Axes: ``B`` instances, ``S`` strata.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors.domain import Domain
from imagespaces.factors.interval import Interval

__all__ = ["Strata"]

_GOLDEN = 0x9E3779B97F4A7C15  # 2⁶⁴ / φ
_SILVER = 0x6A09E667F3BCC908  # 2⁶⁴ (√2 − 1)
_INDEX_BITS = 62
_MOST_BITS = 32
_LEAST_BITS = 24


class Strata:
    """The strata of a domain: from an index to its stratum, and from a place in a stratum to its index.

    Args:
        domain: The domain.
        cuts: For the intervals that are cut the ends of their pieces, ascending, from the low end to the high one.

    Raises:
        ValueError: If the domain has intervals and more than 2³⁸ states.
    """

    def __init__(self, domain: Domain, cuts: Mapping[str, Sequence[float]]) -> None:
        self._num_states = domain.num_states
        self._pieces = [_Pieces(interval, cuts.get(interval.name, ())) for interval in domain.intervals]
        self.count = math.prod(pieces.count for pieces in self._pieces)
        bits = _slot_bits(domain)
        self._mask = np.uint64(2**bits - 1)
        self._per_draw, self._per_state = (np.uint64((ratio >> (64 - bits)) | 1) for ratio in (_GOLDEN, _SILVER))
        self._per_slot = np.uint64(pow(int(self._per_draw), -1, 2**bits))
        self._ends = self._share_out(2**bits)
        self._starts = np.concatenate(([0], self._ends[:-1]))

    @property
    def slots(self) -> NDArray[np.int64]:
        """The number of slots of each stratum, int64 ``[S]``; 0 where there is nothing to draw from."""
        return self._ends - self._starts

    @cached_property
    def shares(self) -> list[Fraction]:
        """The exact measure of each stratum, as a share of the whole."""
        shares = [Fraction(1)]
        for pieces in self._pieces:
            shares = [share * piece for piece in pieces.shares for share in shares]
        return shares

    def of(self, indices: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the strata ``[B]`` of indices ``[B]``."""
        if self.count == 1:
            return np.zeros_like(indices)
        draws, states = np.divmod(indices, self._num_states)
        slots = (draws.view(np.uint64) * self._per_draw + states.view(np.uint64) * self._per_state) & self._mask
        return np.asarray(np.searchsorted(self._ends, slots.view(np.int64), side="right"))

    def indices(
        self, states: NDArray[np.int64], strata: NDArray[np.int64], places: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Give the indices ``[B]`` of states ``[B]`` whose slots are at places ``[B]``, from 0, of strata ``[B]``."""
        if not self._mask:
            return states
        slots = (self._starts[strata] + places).view(np.uint64)
        draws = ((slots - states.view(np.uint64) * self._per_state) * self._per_slot) & self._mask
        return states + self._num_states * draws.view(np.int64)

    def values(
        self, indices: NDArray[np.int64], units: Mapping[str, NDArray[np.float64]]
    ) -> dict[str, NDArray[np.float64] | NDArray[np.int64]]:
        """Give the values ``[B]`` of each interval.

        Args:
            indices: ``[B]``.
            units: For each interval ``[B]`` uniform numbers in [0, 1), the draws of these indices.
        """
        strata = self.of(indices)
        return {pieces.name: pieces.values(strata // radix, units[pieces.name]) for pieces, radix in self._digits()}

    def within(self, name: str, ranges: Iterable[tuple[float, float]]) -> NDArray[np.bool_]:
        """Tell which strata are in ranges of an interval, bool ``[S]``; the ranges' ends must be cuts."""
        pieces, radix = next(digit for digit in self._digits() if digit[0].name == name)
        return pieces.within(ranges)[np.arange(self.count) // radix % pieces.count]

    def ranges(self, stratum: int) -> dict[str, tuple[float, float]]:
        """Give the range of each interval that is cut."""
        digits = ((pieces, stratum // radix % pieces.count) for pieces, radix in self._digits() if pieces.count > 1)
        return {pieces.name: (pieces.ends[which], pieces.ends[which + 1]) for pieces, which in digits}

    def _digits(self) -> Iterator[tuple[_Pieces, int]]:
        """Give the pieces of each interval, and how many strata there are to each."""
        radix = 1
        for pieces in self._pieces:
            yield pieces, radix
            radix *= pieces.count

    def _share_out(self, slots: int) -> NDArray[np.int64]:
        """Give the end of each stratum's slots, int64 ``[S]``."""
        weights = np.ones(1)
        for pieces in self._pieces:
            weights = np.outer([float(share) for share in pieces.shares], weights).reshape(-1)
        ends = np.cumsum(weights)
        own = np.cumsum(weights > 0)
        return np.asarray(np.floor(ends / ends[-1] * (slots - own[-1])).astype(np.int64) + own)


class _Pieces:
    """One interval, cut."""

    def __init__(self, interval: Interval, ends: Sequence[float]) -> None:
        self.name = interval.name
        self.ends = list(ends) or [interval.low, interval.high]
        self.count = len(self.ends) - 1
        self.shares = [interval.share(low, high) for low, high in itertools.pairwise(self.ends)]
        self._interval = interval
        self._table = np.array(self.ends, np.float64)

    def values(self, which: NDArray[np.int64], units: NDArray[np.float64]) -> NDArray[np.float64] | NDArray[np.int64]:
        """Map uniform numbers ``[B]`` into pieces ``[B]``, whose numbers count modulo the number of pieces."""
        if self.count == 1:
            return self._interval.from_unit(units)
        which = which % self.count
        return self._interval.from_unit(units, self._table[which], self._table[which + 1])

    def within(self, ranges: Iterable[tuple[float, float]]) -> NDArray[np.bool_]:
        """Tell which pieces are in ranges that begin and end at cuts: bool ``[count]``."""
        inside = np.zeros(self.count, np.bool_)
        for low, high in ranges:
            inside |= (self._table[:-1] >= low) & (self._table[:-1] < high)
        return inside


def _slot_bits(domain: Domain) -> int:
    """Give b, the number of bits of a slot."""
    if not domain.intervals:
        return 0
    bits = min(_MOST_BITS, _INDEX_BITS - (domain.num_states - 1).bit_length())
    if bits < _LEAST_BITS:
        most = f"2**{_INDEX_BITS - _LEAST_BITS}"
        raise ValueError(f"a domain with intervals must have at most {most} states, got {domain.num_states}")
    return bits
