"""Runs of numbers laid end to end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Runs"]


class Runs:
    """Runs of numbers laid end to end: which run a number falls into, and at which place.

    Runs of equal length take one division, however many they are. Others take a search that halves them, at most
    22 times where the runs are the cells of a domain.

    Args:
        lengths: int64 ``[R]``, at least one run, each of at least 1, with a sum below 2⁶³.

    >>> import numpy as np
    >>> Runs(np.array([2, 1, 3])).find(np.array([0, 1, 2, 3]))
    (array([0, 0, 1, 2]), array([0, 1, 0, 0]))
    """

    def __init__(self, lengths: NDArray[np.int64]) -> None:
        self.total = int(lengths.sum())
        self._length = int(lengths[0])
        self._even = bool((lengths == self._length).all())
        if not self._even:
            self._ends = np.cumsum(lengths)
            self._starts = self._ends - lengths

    def find(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the runs ``[B]`` and the places in them ``[B]`` of numbers ``[B]``, 0 to ``total`` − 1."""
        if self._even:
            return np.divmod(numbers, self._length)
        runs = np.searchsorted(self._ends, numbers, side="right")
        return runs, numbers - self._starts[runs]
