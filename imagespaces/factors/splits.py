"""Named parts of a space, addressed by rank."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Split"]


@dataclass(frozen=True)
class Split:
    """A named part of a space: what it holds, and its members by rank.

    Args:
        num_states: The number of states that it holds, wholly or in part.
        measure: Its share of the space.
    """

    num_states: int
    measure: Fraction

    @classmethod
    def everything(cls, num_states: int) -> Split:
        """Give the whole of a space.

        >>> Split.everything(10).states(np.array([3]))
        array([3])
        """
        return cls(num_states, Fraction(1))

    def states(self, ranks: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the states of ranks 0 to ``num_states`` − 1, int64 ``[B]``."""
        return ranks

    def contains(self, states: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which states are of the split, bool ``[B]``."""
        return (states >= 0) & (states < self.num_states)
