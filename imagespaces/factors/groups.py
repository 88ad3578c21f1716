"""Groups of states that a split need not tell apart, and their members by number, in constant time.

Axes: ``B`` states asked for together, ``G`` groups, ``N`` states of the domain.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Groups", "ListedGroups", "OneGroup", "ProductGroups"]


class Groups(Protocol):
    """Disjoint groups that hold all states, none of them empty.

    Attributes:
        counts: int64 ``[G]``, the number of states in each.
    """

    counts: NDArray[np.int64]

    def of(self, states: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the groups ``[B]`` of states ``[B]``."""

    def states(self, groups: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the states ``[B]`` at places ``[B]``, 0 to ``counts`` − 1, of groups ``[B]``."""


class OneGroup:
    """All states in one group.

    Args:
        num_states: How many they are.
    """

    def __init__(self, num_states: int) -> None:
        self.counts = np.array([num_states])

    def of(self, states: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the groups ``[B]`` of states ``[B]``."""
        return np.zeros_like(states)

    def states(self, groups: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:  # noqa: ARG002 - all 0
        """Give the states ``[B]`` at places ``[B]``."""
        return places


class ListedGroups:
    """Groups listed state by state; two tables of ``N`` integers.

    Args:
        group_of: int64 ``[N]``, the group of each state, numbered from 0 without gaps.

    >>> ListedGroups(np.array([0, 1, 0])).states(np.array([0, 0, 1]), np.array([0, 1, 0]))
    array([0, 2, 1])
    """

    def __init__(self, group_of: NDArray[np.int64]) -> None:
        self.counts: NDArray[np.int64] = np.bincount(group_of)
        self._group_of = group_of
        self._members = np.argsort(group_of, kind="stable")
        self._starts = np.cumsum(self.counts) - self.counts

    def of(self, states: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the groups ``[B]`` of states ``[B]``."""
        return self._group_of[states]

    def states(self, groups: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the states ``[B]`` at places ``[B]``, in ascending order, of groups ``[B]``."""
        return np.asarray(self._members[self._starts[groups] + places])


class ProductGroups:
    """Groups of a full product's states that are themselves products: a class of each factor's codes.

    No table is longer than a factor or than the number of groups, however many states there are.

    Args:
        sizes: The number of codes of each finite factor, in the order of the state's digits.
        classes: For factors whose codes are told apart int64 ``[size]``, the class of each code, from 0 without gaps.

    >>> groups = ProductGroups({"shape": 3, "x": 100}, {"shape": np.array([0, 1, 0])})
    >>> groups.counts, groups.of(np.array([0, 1, 2, 3]))
    (array([200, 100]), array([0, 1, 0, 0]))
    >>> groups.states(np.array([1]), np.array([99]))
    array([298])
    """

    def __init__(self, sizes: Mapping[str, int], classes: Mapping[str, NDArray[np.int64]]) -> None:
        self._digits = list(_digits(sizes, classes))
        self.counts = np.ones(1, np.int64)
        for _, codes in self._digits:
            self.counts = (codes.counts[:, None] * self.counts).reshape(-1)

    def of(self, states: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the groups ``[B]`` of states ``[B]``."""
        groups, radix = np.zeros_like(states), 1
        for size, codes in self._digits:
            states, digits = np.divmod(states, size)
            groups += codes.of(digits) * radix
            radix *= len(codes.counts)
        return groups

    def states(self, groups: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the states ``[B]`` at places ``[B]`` of groups ``[B]``."""
        states, stride = np.zeros_like(places), 1
        for size, codes in self._digits:
            groups, classes = np.divmod(groups, len(codes.counts))
            places, nth = np.divmod(places, codes.counts[classes])
            states += codes.states(classes, nth) * stride
            stride *= size
        return states


def _digits(sizes: Mapping[str, int], classes: Mapping[str, NDArray[np.int64]]) -> Iterator[tuple[int, Groups]]:
    """Give the digits of the state, each with its size and the groups of its codes.

    A factor that is told apart is a digit; neighbours that are not make one together.
    """
    for told, names in itertools.groupby(sizes, classes.__contains__):
        if told:
            yield from ((sizes[name], ListedGroups(classes[name])) for name in names)
        else:
            size = math.prod(sizes[name] for name in names)
            yield size, OneGroup(size)
