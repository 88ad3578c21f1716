"""Splits at random."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors.chance import chances
from imagespaces.factors.domain import Domain
from imagespaces.factors.grid import Grid
from imagespaces.factors.partition import Partition

__all__ = ["RandomSplit"]


@dataclass(frozen=True)
class RandomSplit:
    """Combinations of finite factors' values, each sent to a split by chance.

    Each combination draws a number from [0, 1), which the splits share in the order given. The number depends on the
    combination's values alone, so that each stays where it is when the space grows. How many combinations a split gets
    is therefore as with so many tosses of a coin: of N, for a fraction p, p N give or take √(p (1 − p) N). (Exact
    numbers can only be had by moving old combinations when N grows.)

    Args:
        fractions: For each split its fraction, above 0; together 1.
        of: The finite factors whose combinations are sent; all of them unless given. Of ``("person",)``, all images of
            a person go to one split.
        stream: Another stream, other splits.

    >>> from imagespaces.factors import Domain, Finite
    >>> domain = Domain([Finite("x", range(100)), Finite("y", range(100))])
    >>> partition = RandomSplit({"train": 0.8, "test": 0.2}).divide(domain)
    >>> partition.splits["train"].num_states, partition.splits["test"].num_states
    (8073, 1927)
    """

    fractions: Mapping[str, float]
    of: Sequence[str] | None = None
    stream: int = 0

    def divide(self, domain: Domain) -> Partition:
        """Divide a domain.

        Raises:
            ValueError: If a fraction is not above 0, they are not 1 in sum, a factor is not a finite one of the domain,
                a split gets nothing, or there are more than 2²² combinations.
        """
        self._check(domain)
        if self.of is None:
            codes = domain.codes(domain.list_states())
            return Partition.of_owners(domain, list(self.fractions), self._owners(domain, codes))
        grid = Grid(domain, apart=self.of)
        owners = self._owners(domain, {name: grid.codes(name) for name in self.of})
        return Partition(grid.cells, list(self.fractions), owners[:, None])

    def _owners(self, domain: Domain, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        """Give the number of the split that each combination ``[M]`` of codes falls to."""
        factors = [domain.finite_factor(name) for name in codes]
        ends = np.cumsum(list(self.fractions.values()))
        chance = chances(factors, list(codes.values()), self.stream)
        owners = np.searchsorted(ends[:-1], chance, side="right")
        for number, (name, fraction) in enumerate(self.fractions.items()):
            if not (owners == number).any():
                raise ValueError(
                    f"split {name!r} must get one of the {len(owners)} combinations at least, got none by fraction "
                    f"{fraction} and stream {self.stream}: choose another stream or a larger fraction"
                )
        return owners

    def _check(self, domain: Domain) -> None:
        fractions = self.fractions.values()
        if not all(fraction > 0 for fraction in fractions) or not math.isclose(sum(fractions), 1):
            raise ValueError(f"the fractions of splits must be above 0 and 1 in sum, got {dict(self.fractions)}")
        if not (domain.finite if self.of is None else self.of):
            names = [factor.name for factor in domain.factors]
            raise ValueError(
                f"a random split must send combinations of one finite factor at least, got none of {names}"
            )
