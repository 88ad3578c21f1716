"""The first classes."""

from __future__ import annotations

from dataclasses import dataclass

from imagespaces.arguments import check_integer
from imagespaces.loaded.relabelling.base import Classed, renumbered

__all__ = ["FirstClasses"]


@dataclass(frozen=True)
class FirstClasses:
    """Leaves the first classes, and out the pictures of all others.

    Args:
        count: How many classes are left.

    Raises:
        ValueError: If the count is no integer of at least 1.

    >>> import numpy as np
    >>> FirstClasses(2)(Classed(np.array([0, 1, 2, 1]), ("cat", "cow", "dog")))
    Classed(labels=array([ 0,  1, -1,  1]), names=('cat', 'cow'), pictures=())
    """

    count: int

    def __post_init__(self) -> None:
        """Check the count."""
        object.__setattr__(self, "count", check_integer("count", self.count, least=1))

    def __call__(self, classed: Classed) -> Classed:
        """Give the classes that are left.

        Raises:
            ValueError: If there are fewer.
        """
        if self.count > len(classed.names):
            raise ValueError(f"count must be from 1 to {len(classed.names)}, the classes there are, got {self.count}")
        return renumbered(classed, {number: number for number in range(self.count)}, classed.names[: self.count])
