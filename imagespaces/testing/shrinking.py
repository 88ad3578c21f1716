"""The smallest example of a broken law: the law is checked again over less, as long as the same is found.

Hypothesis shrinks what it has drawn itself. Here the start is a list of indices that is known to break a law, so they
are shrunk as Hypothesis shrinks lists of integers, without it: fewer first, then smaller ones. How long this goes on is
counted in tries, so that the same is found on every machine.
"""

from __future__ import annotations

import numpy as np

from imagespaces.space import ImageSpace
from imagespaces.testing.law import BrokenLawError, Law

__all__ = ["smallest"]

TRIES = 100
"""How often a law is checked again, at most."""

_FEW = 10


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
    return search.broken if search.is_over else _cut_short(search.broken)


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
        self._tries, self.is_over = TRIES, True

    def run(self) -> None:
        """Make the seed 0, then the indices few, then each of them small."""
        indices = None if self.broken.indices is None else list(self.broken.indices)
        if self._seed and self._breaks(indices, seed=0):
            self._seed = 0
        if not indices:
            return
        indices = self._half(indices)
        fewer = self._fewer(indices)
        for place in range(len(fewer)):
            fewer[place] = self._smaller(fewer, place)

    def _half(self, indices: list[int]) -> list[int]:
        """Take one half of what is many, as long as that is enough."""
        while len(indices) > _FEW:
            middle = len(indices) // 2
            halves = (half for half in (indices[:middle], indices[middle:]) if self._breaks(half))
            enough = next(halves, None)
            if enough is None:
                break
            indices = enough
        return indices

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
        state = index % max(1, self._space.num_states)
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
        if not self._tries:
            self.is_over = False
            return False
        self._tries -= 1
        found = self._law.broken_by(
            self._space,
            indices=None if indices is None else np.array(indices, np.int64),
            seed=self._seed if seed is None else seed,
        )
        if found is None or found.place != self.broken.place:
            return False
        self.broken = found
        return True


def _cut_short(broken: BrokenLawError) -> BrokenLawError:
    """Say of an example that there may be smaller ones."""
    example = f"{broken.example}  # there may be a smaller one: the search ended after {TRIES} tries"
    told = BrokenLawError(broken.law, broken.space, broken.reason, example, broken.place, broken.indices)
    told.__cause__ = broken.__cause__
    return told
