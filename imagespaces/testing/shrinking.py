"""The smallest example of a broken law: the law is checked again over less, as long as the same is found.

Hypothesis shrinks what it has drawn itself. Here the start is a list of indices that is known to break a law, so they
are shrunk as Hypothesis shrinks lists of integers, without it: fewer first, then smaller ones.
"""

from __future__ import annotations

import time

from imagespaces.space import ImageSpace
from imagespaces.testing.law import BrokenLawError, Law, some_indices

__all__ = ["smallest"]

TRIES = 200
"""How often a law is checked again, at most."""

SECONDS = 2.0
"""How long this may take, but for the check that is under way by then."""


def smallest(law: Law, space: ImageSpace, seed: int, broken: BrokenLawError) -> BrokenLawError:
    """Give the error of the smallest example that was found: seed 0, few indices, small ones.

    Args:
        law: What is broken.
        space: The space that breaks it.
        seed: With which it does.
        broken: What was found with it.
    """
    search = _Search(law, space, seed, broken)
    search.run()
    return search.broken


class _Search:
    """A search for a smaller example, which holds the smallest so far.

    Args:
        law: What is broken.
        space: The space that breaks it.
        seed: With which it does.
        broken: What was found with it.
    """

    def __init__(self, law: Law, space: ImageSpace, seed: int, broken: BrokenLawError) -> None:
        self._law, self._space, self._seed, self.broken = law, space, seed, broken
        self._tries, self._ends = TRIES, time.monotonic() + SECONDS

    def run(self) -> None:
        """Make the seed 0, then the indices few, then each of them small."""
        indices = some_indices(self._space, self._seed).tolist() if self._law.takes_indices else None
        if self._seed and self._breaks(indices, seed=0):
            self._seed = 0
        if indices is None:
            return
        fewer = self._fewer(indices)
        for place in range(len(fewer)):
            fewer[place] = self._smaller(fewer, place)

    def _fewer(self, indices: list[int]) -> list[int]:
        """Leave out what is not needed: all but one index, where that is enough, else one after the other."""
        for index in sorted(set(indices)):
            if self._breaks([index]):
                return [index]
        for place in reversed(range(len(indices))):
            rest = indices[:place] + indices[place + 1 :]
            if rest and self._breaks(rest):
                indices = rest
        return indices

    def _smaller(self, indices: list[int], place: int) -> int:
        """Give the smallest index that serves in a place: 0, or what comes of halving, from its state's first draw."""

        def serves(index: int) -> bool:
            return self._breaks([*indices[:place], index, *indices[place + 1 :]])

        index = indices[place]
        state = index % self._space.num_states
        if index and serves(0):
            return 0
        if state < index and serves(state):
            index = state
        too_small = 0
        while index - too_small > 1:
            middle = (too_small + index) // 2
            if serves(middle):
                index = middle
            else:
                too_small = middle
        return index

    def _breaks(self, indices: list[int] | None, seed: int | None = None) -> bool:
        """Tell whether the same is found with these indices."""
        if not self._tries or time.monotonic() > self._ends:
            return False
        self._tries -= 1
        try:
            self._law(self._space, indices=indices, seed=self._seed if seed is None else seed)
        except BrokenLawError as found:
            if found.place == self.broken.place:
                self.broken = found
                return True
        return False
