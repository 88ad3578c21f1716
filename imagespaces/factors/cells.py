"""A domain cut to cells: groups of states times strata of the intervals."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors.domain import Domain
from imagespaces.factors.groups import Groups
from imagespaces.factors.strata import Strata

__all__ = ["Cells"]


@dataclass(frozen=True)
class Cells:
    """The cells of a domain, disjoint, together all of it: each is a group of states and a stratum.

    Attributes:
        domain: What is cut.
        groups: The ``G`` groups of its states.
        strata: The ``S`` strata of its intervals.
    """

    domain: Domain
    groups: Groups
    strata: Strata

    @classmethod
    def whole(cls, domain: Domain) -> Cells:
        """Leave a domain in one cell."""
        return cls(domain, domain.group({}), Strata(domain, {}))

    @property
    def shape(self) -> tuple[int, int]:
        """(``G``, ``S``)."""
        return len(self.groups.counts), self.strata.count

    def has(self, indices: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which indices ``[B]`` the domain has: those of its states, with intervals also of all later draws."""
        return (indices >= 0) & (bool(self.domain.intervals) | (indices < self.domain.num_states))

    def of(self, indices: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the numbers ``[B]`` of the cells of indices ``[B]`` that the domain has: group × ``S`` + stratum."""
        return self.groups.of(indices % self.domain.num_states) * self.strata.count + self.strata.of(indices)

    def sizes(self, cells: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the number of indices ``[B]`` that cells ``[B]``, by number, hold within one round of the slots."""
        groups, strata = np.divmod(cells, self.strata.count)
        return self.groups.counts[groups] * self.strata.slots[strata]

    def indices(self, cells: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the indices ``[B]`` at places ``[B]``, 0 to size − 1, of cells ``[B]``."""
        groups, strata = np.divmod(cells, self.strata.count)
        slots, members = np.divmod(places, self.groups.counts[groups])
        return self.strata.indices(self.groups.states(groups, members), strata, slots)

    def measure(self, mask: NDArray[np.bool_]) -> Fraction:
        """Give the exact measure of the cells in a mask ``[G, S]``, as a share of the domain.

        States are equally likely, and values of an interval are so on its scale.
        """
        states = self.groups.counts @ mask
        parts = (int(states[stratum]) * self.strata.shares[stratum] for stratum in np.flatnonzero(states))
        return sum(parts, Fraction(0)) / self.domain.num_states
