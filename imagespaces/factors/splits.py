"""The named parts of a domain, and the members of each by rank.

Each cell of a divided domain is of one split, so that splits are disjoint in the factors' values by construction. An
index tells its cell, and so its split; and the indices of a split are ranked without gaps, so that a random index is a
random rank: one integer, however small or scattered the split is.

Axes: ``B`` indices or ranks, ``G`` groups of states, ``S`` strata of the intervals, ``N`` states.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imagespaces.factors.cells import Cells
from imagespaces.factors.domain import Domain
from imagespaces.factors.runs import Runs

__all__ = ["WHOLE", "Split"]

WHOLE = "all"
"""The name of the split that is the whole domain."""


class Split:
    """A named part of a domain.

    In a domain without intervals an index is a state, and ``size`` is ``num_states``. With intervals every state has
    endlessly many draws; ranks then reach the first 2ᵇ of each, one to one, with b as
    :mod:`~imagespaces.factors.strata` says (32 up to 2³⁰ states). Ranks are uniform over the split: a state of which a
    tenth is in the split has a tenth of the ranks of one that is wholly in it.

    Args:
        name: What it is called.
        cells: The cells of the domain.
        mask: bool ``[G, S]``, which of them are in the split.

    Raises:
        ValueError: If none are.

    >>> from imagespaces.factors import Domain, ExplicitSplit, Finite, Interval
    >>> domain = Domain([Finite("shape", ("square", "circle")), Interval("angle", 0, 360, "circular")])
    >>> corner = {"shape": "circle", "angle": (0, 90)}
    >>> test = ExplicitSplit({"test": corner}, rest="train").divide(domain).splits["test"]
    >>> test.measure, test.num_states, test.size == 2**30
    (Fraction(1, 8), 1, True)
    >>> test.contains(test.indices([0, 1, 2**30 - 1]))
    array([ True,  True,  True])
    """

    repeats: bool = False
    """Whether several ranks lead to one index."""

    def __init__(self, name: str, cells: Cells, mask: NDArray[np.bool_]) -> None:
        self.name = name
        self._cells = cells
        self._mask = mask
        self._members = np.flatnonzero(mask & (cells.strata.slots > 0))
        if not self._members.size:
            raise ValueError(f"a split must hold a part of its domain, got {name!r} with nothing in it")
        self._runs = Runs(cells.sizes(self._members))

    @classmethod
    def whole(cls, domain: Domain) -> Split:
        """Give the whole of a domain.

        >>> from imagespaces.factors import Domain, Finite
        >>> Split.whole(Domain([Finite("x", range(10))])).indices([9])
        array([9])
        """
        return cls(WHOLE, Cells.whole(domain), np.ones((1, 1), np.bool_))

    @property
    def size(self) -> int:
        """The number of indices that ranks reach."""
        return self._runs.total

    @property
    def num_states(self) -> int:
        """The number of states that are in the split, wholly or in part."""
        return self._state_runs[1].total

    @property
    def by_state(self) -> bool:
        """Whether each state is in the split wholly or not at all: no interval is divided."""
        return self._cells.strata.count == 1

    @cached_property
    def measure(self) -> Fraction:
        """The exact share of the domain; states are equally likely, and values are so on an interval's scale."""
        return self._cells.measure(self._mask)

    def indices(self, ranks: ArrayLike) -> NDArray[np.int64]:
        """Give the indices, int64 ``[B]``, of ranks ``[B]``, 0 to ``size`` − 1, in constant time each.

        Raises:
            ValueError: If a rank is out of range.
        """
        which, places = self._runs.find(self._check(ranks, self.size))
        return self._cells.indices(self._members[which], places)

    def states(self, ranks: ArrayLike) -> NDArray[np.int64]:
        """Give the states that are in the split, int64 ``[B]``, by ranks ``[B]``, 0 to ``num_states`` − 1.

        Raises:
            ValueError: If a rank is out of range.
        """
        groups, runs = self._state_runs
        which, places = runs.find(self._check(ranks, runs.total))
        return self._cells.groups.states(groups[which], places)

    def contains(self, indices: ArrayLike) -> NDArray[np.bool_]:
        """Tell which indices ``[B]`` are in the split, bool ``[B]``; those that the domain does not have are not."""
        given = np.asarray(indices, np.int64)
        known = self._cells.has(given)
        return known & self._mask.reshape(-1)[self._cells.of(np.where(known, given, 0))]

    def __repr__(self) -> str:
        return f"<Split {self.name!r}: {self.num_states} states, {float(self.measure):.3g} of the domain>"

    @cached_property
    def _state_runs(self) -> tuple[NDArray[np.int64], Runs]:
        """The groups of states that are in the split, and their lengths as runs."""
        groups = np.flatnonzero(self._mask.any(axis=1))
        return groups, Runs(self._cells.groups.counts[groups])

    def _check(self, ranks: ArrayLike, size: int) -> NDArray[np.int64]:
        given = np.asarray(ranks, np.int64)
        if given.size == 1 and 0 <= given.item() < size:  # quickly told
            return given
        if (outside := given[(given < 0) | (given >= size)]).size:
            raise ValueError(f"a rank in split {self.name!r} must be from 0 to {size - 1}, got {outside[0]}")
        return given
