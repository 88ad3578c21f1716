"""The factors of a space together, and how its states enumerate the finite ones."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imagespaces.factors.finite import Finite
from imagespaces.factors.groups import Groups, OneGroup, ProductGroups
from imagespaces.factors.interval import Interval

__all__ = ["MAX_CELLS", "MAX_STATES", "Domain", "Factor"]

Factor = Finite | Interval
"""A factor of variation."""

MAX_STATES = 2**62
"""The most states: an index, which is a state and a draw in one, must fit 63 bits."""

MAX_CELLS = 2**22
"""The most cells that a domain is cut into, and the most states that are listed one by one (32 MiB a table)."""


class Domain:
    """All combinations of the values of some factors.

    A *state* is a combination of values of the finite factors, numbered in mixed radix by their codes, the first factor
    fastest. An instance is a state and a value of each interval.

    Args:
        factors: Finite factors and intervals, with different names.

    Raises:
        ValueError: If two factors have one name, or there are more than :data:`MAX_STATES` combinations.

    >>> domain = Domain([Finite("shape", ("square", "circle")), Finite("x", range(3))])
    >>> domain.num_states, domain.codes([5])
    (6, {'shape': array([1]), 'x': array([2])})
    >>> domain.states({"shape": [1], "x": [2]})
    array([5])
    """

    def __init__(self, factors: Iterable[Factor]) -> None:
        self.factors = tuple(factors)
        names = [factor.name for factor in self.factors]
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"the factors of a domain must have different names, got {twice[0]!r} twice")
        self.finite = tuple(factor for factor in self.factors if isinstance(factor, Finite))
        self.intervals = tuple(factor for factor in self.factors if isinstance(factor, Interval))
        self.num_states = self._count()

    def factor(self, name: str) -> Factor:
        """Give a factor by name.

        Raises:
            ValueError: If there is none of that name.
        """
        known = {factor.name: factor for factor in self.factors}
        if name not in known:
            close = difflib.get_close_matches(name, known, 1)
            hint = f" (did you mean {close[0]!r}?)" if close else ""
            raise ValueError(f"there is no factor {name!r}{hint}; the factors are {', '.join(map(repr, known))}")
        return known[name]

    def finite_factor(self, name: str) -> Finite:
        """Give a finite factor by name.

        Raises:
            ValueError: If there is none of that name.
        """
        factor = self.factor(name)
        if not isinstance(factor, Finite):
            found = f"an interval from {factor.low} to {factor.high}"
            raise ValueError(f"factor {name!r} must be a finite one, got {found}")  # noqa: TRY004 - the name is wrong
        return factor

    def codes(self, states: ArrayLike) -> dict[str, NDArray[np.int64]]:
        """Give the code of each finite factor, int64 ``[B]``, for states ``[B]``; they are not checked."""
        rest = np.asarray(states, np.int64)
        codes = {}
        for factor in self.finite:
            rest, codes[factor.name] = np.divmod(rest, factor.size)
        return codes

    def states(self, codes: Mapping[str, ArrayLike]) -> NDArray[np.int64]:
        """Give the states, int64 ``[B]``, of codes ``[B]`` of all finite factors: the inverse of :meth:`codes`.

        Raises:
            ValueError: If a code is out of range, or (in a sparse domain) no state has these codes, or several have.
        """
        return self._combinations({factor.name: np.asarray(codes[factor.name], np.int64) for factor in self.finite})

    def list_states(self) -> NDArray[np.int64]:
        """Give all states, int64 ``[N]``, for what must look at each.

        Raises:
            ValueError: If there are more than :data:`MAX_CELLS`.
        """
        if self.num_states > MAX_CELLS:
            raise ValueError(f"a domain of {self.num_states} states can't be listed; at most {MAX_CELLS} can")
        return np.arange(self.num_states)

    def group(self, classes: Mapping[str, NDArray[np.int64]]) -> Groups:
        """Group the states by the classes that their codes are of.

        Args:
            classes: For finite factors the class of each code, int64 ``[size]``, numbered from 0 without gaps. Factors
                left out tell no states apart.
        """
        if not classes:
            return OneGroup(self.num_states)
        return ProductGroups({factor.name: factor.size for factor in self.finite}, classes)

    def _count(self) -> int:
        count = math.prod(factor.size for factor in self.finite)
        if count > MAX_STATES:
            sizes = " × ".join(f"{factor.size} of {factor.name!r}" for factor in self.finite)
            raise ValueError(f"finite factors must have at most 2**62 combinations, got {count}: {sizes}")
        return count

    def _combinations(self, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        """Number the combinations ``[B]`` of codes ``[B]``, whether or not they are states."""
        numbers, stride = np.zeros((), np.int64), 1
        for factor in self.finite:
            digits = codes[factor.name]
            if (outside := digits[(digits < 0) | (digits >= factor.size)]).size:
                allowed = f"from 0 to {factor.size - 1}"
                raise ValueError(f"a code of factor {factor.name!r} must be {allowed}, got {outside.flat[0]}")
            numbers = numbers + digits * stride
            stride *= factor.size
        return numbers
