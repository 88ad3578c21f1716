"""What of a domain can be parted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from hypothesis import strategies as st

from imagespaces.factors import Domain, Finite, Interval, Partitioner

__all__ = ["MOST_LISTED", "Parting", "Parts", "cut_places"]

MOST_LISTED = 2**12
"""Up to so many states, or combinations of values, are looked at one by one."""

_EIGHTHS = 8


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
            states = self.domain.list_states() if self.domain.num_states <= MOST_LISTED else None
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
        return [each for each in self.domain.intervals if type(each) is Interval and len(cut_places(each)) > 2]

    @property
    def finite(self) -> list[Finite]:
        """The finite factors of which there are not too many values to look at each."""
        return [factor for factor in self.domain.finite if factor.size <= MOST_LISTED]


Parting: TypeAlias = Callable[[Parts], st.SearchStrategy[Partitioner]]
"""A way to part: nothing where there is nothing to be parted so."""


def cut_places(interval: Interval) -> list[float]:
    """Give places to cut an interval, both ends included: at eighths, or between integers."""
    low, high = interval.low, interval.high
    if interval.scale == "integer":
        step = max(1, (int(high) - int(low)) // _EIGHTHS)
        return [*range(int(low), int(high), step), int(high)]
    return [low + (high - low) * place / _EIGHTHS for place in range(_EIGHTHS)] + [high]
