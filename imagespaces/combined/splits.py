"""Splits of spaces made of spaces, which keep those of their children.

Axes: ``B`` indices or ranks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imagespaces.factors import Split

__all__ = ["MixtureSplit", "ProductSplit", "cover"]

_MOST_RANKS = 2**62
_MOST_DRAWS = 2**32


def cover(splits: Mapping[str, Split]) -> bool:
    """Tell whether the named splits, if there are any, hold all that ``"all"`` does."""
    return sum((split.measure for name, split in splits.items() if name != "all"), Fraction(0)) in {0, 1}


class ProductSplit(Split):
    """The instances of which each part is in a split of its own space.

    Args:
        name: What it is called.
        parts: For each child its split, which must hold states wholly or not at all.
        sizes: For each child the number of its states.
        drawn: Whether instances have draws beside their states.

    Raises:
        ValueError: If a child's split divides intervals.
    """

    def __init__(self, name: str, parts: Sequence[Split], sizes: Sequence[int], *, drawn: bool) -> None:
        for part in parts:
            if not part.by_state:
                raise ValueError(
                    f"a space side by side with others must be split by its finite factors, but {part!r} divides an "
                    "interval: give the partition to the whole instead"
                )
        self.name, self._parts, self._sizes = name, tuple(parts), tuple(sizes)
        self._num_states = math.prod(part.num_states for part in parts)
        self._total = math.prod(sizes)
        self._draws = min(_MOST_DRAWS, _MOST_RANKS // self._total) if drawn else 1

    @property
    def size(self) -> int:
        """The number of indices that ranks reach."""
        return self._num_states * self._draws

    @property
    def num_states(self) -> int:
        """The number of states that are in the split."""
        return self._num_states

    @property
    def by_state(self) -> bool:
        """Whether each state is in the split wholly or not at all: always."""
        return True

    @cached_property
    def measure(self) -> Fraction:
        """The exact share of the space."""
        return Fraction(self._num_states, self._total)

    def indices(self, ranks: ArrayLike) -> NDArray[np.int64]:
        """Give the indices, int64 ``[B]``, of ranks ``[B]``, 0 to ``size`` − 1.

        Raises:
            ValueError: If a rank is out of range.
        """
        draws, rest = np.divmod(self._check(ranks, self.size), self._num_states)
        return np.asarray(self.states(rest) + self._total * draws)

    def states(self, ranks: ArrayLike) -> NDArray[np.int64]:
        """Give the states, int64 ``[B]``, of ranks ``[B]``, 0 to ``num_states`` − 1.

        Raises:
            ValueError: If a rank is out of range.
        """
        rest, stride = self._check(ranks, self._num_states), 1
        states = np.zeros(rest.shape, np.int64)
        for part, size in zip(self._parts, self._sizes, strict=True):
            rest, rank = np.divmod(rest, part.num_states)
            states += part.states(rank) * stride
            stride *= size
        return states

    def contains(self, indices: ArrayLike) -> NDArray[np.bool_]:
        """Tell which indices ``[B]`` are in the split, bool ``[B]``."""
        given = np.asarray(indices, np.int64)
        inside = (given >= 0) & ((self._draws > 1) | (given < self._total))
        rest = np.where(inside, given, 0) % self._total
        for part, size in zip(self._parts, self._sizes, strict=True):
            rest, state = np.divmod(rest, size)
            inside &= part.contains(state)
        return np.asarray(inside)


class MixtureSplit(Split):
    """The instances that are in a split of the space that they come from.

    Args:
        name: What it is called.
        parts: For each child its split.
        sizes: For each child the number of its states.
        weights: For each child its chance; None for chances in proportion to the numbers of states in the split.
    """

    def __init__(
        self, name: str, parts: Sequence[Split], sizes: Sequence[int], weights: Sequence[float] | None
    ) -> None:
        self.name, self._parts = name, tuple(parts)
        self._sizes = np.array(sizes, np.int64)
        self._offsets = np.cumsum(self._sizes) - self._sizes
        shares = [part.num_states for part in parts] if weights is None else [Fraction(weight) for weight in weights]
        self._shares = [share / Fraction(sum(shares)) for share in shares]
        self._drawn = [part.size > part.num_states for part in parts]
        exact = weights is None and not any(self._drawn)
        self.repeats = not exact
        ranks = [part.size for part in parts] if exact else self._share_out()
        self._ends = np.cumsum(ranks)

    def _share_out(self) -> list[int]:
        """Give each child ranks for its share: whole rounds of its own split's, where one round fits."""
        wanted = [int(share * _MOST_RANKS) for share in self._shares]
        return [
            want // part.size * part.size if want > part.size else want
            for want, part in zip(wanted, self._parts, strict=True)
        ]

    @property
    def size(self) -> int:
        """The number of ranks; with weights several of them lead to one index."""
        return int(self._ends[-1])

    @property
    def num_states(self) -> int:
        """The number of states that are in the split, wholly or in part."""
        return sum(part.num_states for part in self._parts)

    @property
    def by_state(self) -> bool:
        """Whether each state is in the split wholly or not at all."""
        return all(part.by_state for part in self._parts)

    @cached_property
    def measure(self) -> Fraction:
        """The exact share of the space."""
        total = int(self._sizes.sum())
        return sum(
            (part.measure * Fraction(int(size), total) for part, size in zip(self._parts, self._sizes, strict=True)),
            Fraction(0),
        )

    def indices(self, ranks: ArrayLike) -> NDArray[np.int64]:
        """Give the indices, int64 ``[B]``, of ranks ``[B]``, 0 to ``size`` − 1.

        Raises:
            ValueError: If a rank is out of range.
        """
        given = self._check(ranks, self.size)
        child = np.searchsorted(self._ends, given, side="right")
        indices = np.zeros(given.shape, np.int64)
        for number, part in enumerate(self._parts):
            rows = np.flatnonzero(child == number)
            first = int(self._ends[number - 1]) if number else 0
            count = int(self._ends[number]) - first
            step = max(1, part.size // max(1, count))
            own = part.indices((given[rows] - first) * step % part.size)
            indices[rows] = self._whole(number, own)
        return indices

    def states(self, ranks: ArrayLike) -> NDArray[np.int64]:
        """Give the states, int64 ``[B]``, of ranks ``[B]``, 0 to ``num_states`` − 1, child by child.

        Raises:
            ValueError: If a rank is out of range.
        """
        given = self._check(ranks, self.num_states)
        ends = np.cumsum([part.num_states for part in self._parts])
        child = np.searchsorted(ends, given, side="right")
        states = np.zeros(given.shape, np.int64)
        for number, part in enumerate(self._parts):
            rows = np.flatnonzero(child == number)
            own = given[rows] - (int(ends[number - 1]) if number else 0)
            states[rows] = self._offsets[number] + part.states(own)
        return states

    def contains(self, indices: ArrayLike) -> NDArray[np.bool_]:
        """Tell which indices ``[B]`` are in the split, bool ``[B]``."""
        given = np.asarray(indices, np.int64)
        draws, states = np.divmod(np.maximum(given, 0), int(self._sizes.sum()))
        child = np.searchsorted(self._offsets + self._sizes, states, side="right")
        inside = (given >= 0) & (any(self._drawn) | (draws == 0))
        for number, part in enumerate(self._parts):
            rows = np.flatnonzero(child == number)
            own = states[rows] - self._offsets[number]
            # Beside spaces that draw, one that does not has each of its instances at all draws.
            inside[rows] &= part.contains(own + self._sizes[number] * draws[rows] * self._drawn[number])
        return np.asarray(inside)

    def _whole(self, number: int, own: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give indices of the mixture from those of a child."""
        draws, states = np.divmod(own, self._sizes[number])
        return np.asarray(states + self._offsets[number] + int(self._sizes.sum()) * draws)
