"""Domains whose states are not all the combinations of the factors' values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imagespaces.factors.domain import MAX_STATES, Domain, Factor
from imagespaces.factors.groups import Groups, ListedGroups

__all__ = ["SparseDomain"]


class SparseDomain(Domain):
    """A domain whose states are not all combinations, each once: objects that may not overlap, pictures of a folder.

    Args:
        factors: Finite factors and intervals, with different names.
        num_states: The number of states.
        codes_of: Gives for states int64 ``[B]`` the code of each finite factor, int64 ``[B]``.

    Raises:
        ValueError: If two factors have one name, or there are more than :data:`MAX_STATES` combinations, or no state.

    >>> from imagespaces.factors import Finite
    >>> first, second = Finite("first", "abc"), Finite("second", "abc")
    >>> apart = SparseDomain([first, second], 3, lambda state: {"first": state // 2, "second": 1 + (state + 1) // 2})
    >>> apart.codes([0, 1, 2])
    {'first': array([0, 0, 1]), 'second': array([1, 2, 2])}
    >>> apart.states({"first": [1, 0], "second": [2, 1]})
    array([2, 0])
    """

    def __init__(
        self,
        factors: Iterable[Factor],
        num_states: int,
        codes_of: Callable[[NDArray[np.int64]], Mapping[str, NDArray[np.int64]]],
    ) -> None:
        super().__init__(factors)
        if not 1 <= num_states <= MAX_STATES:
            raise ValueError(f"a domain must have from 1 to 2**62 states, got {num_states}")
        self.num_states = int(num_states)
        self._codes_of = codes_of

    def codes(self, states: ArrayLike) -> dict[str, NDArray[np.int64]]:
        """Give the code of each finite factor, int64 ``[B]``, for states ``[B]``; they are not checked."""
        return dict(self._codes_of(np.asarray(states, np.int64)))

    def states(self, codes: Mapping[str, ArrayLike]) -> NDArray[np.int64]:
        """Give the states, int64 ``[B]``, of codes ``[B]``: as in a full product, from a list made at the first call.

        Raises:
            ValueError: If a code is out of range, no state has these codes, several have, or there are more than
                :data:`MAX_CELLS` states.
        """
        wanted = super().states(codes)
        combinations, states = self._listed
        first = np.searchsorted(combinations, wanted, side="left")
        found = np.searchsorted(combinations, wanted, side="right") - first
        if (found != 1).any():
            row = np.flatnonzero(found != 1)[0]
            given = {name: np.broadcast_to(code, found.shape).flat[row].item() for name, code in codes.items()}
            raise ValueError(f"codes must be those of one state, but {found.flat[row]} states have {given}")
        return states[first]

    def group(self, classes: Mapping[str, NDArray[np.int64]]) -> Groups:
        """Group the states by the classes that their codes are of, as in a full product; each state is looked at.

        Raises:
            ValueError: If there are more than :data:`MAX_CELLS` states.
        """
        if not classes:
            return super().group(classes)
        codes = self.codes(self.list_states())
        group_of = np.zeros(self.num_states, np.int64)
        for factor in self.finite:
            if (class_of := classes.get(factor.name)) is not None:
                joint = group_of * factor.size + class_of[codes[factor.name]]
                group_of = np.unique(joint, return_inverse=True)[1].reshape(-1)
        return ListedGroups(group_of)

    @cached_property
    def _listed(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The combination of each state, ascending, and the state."""
        combinations = self._combinations(self.codes(self.list_states()))
        states = np.argsort(combinations, kind="stable")
        return combinations[states], states
