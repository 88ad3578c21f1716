"""Some of the classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imagespaces.loaded.relabelling.base import Classed, class_numbers, renumbered

__all__ = ["OnlyClasses"]


@dataclass(frozen=True)
class OnlyClasses:
    """Leaves some classes, in the order given, and out the pictures of all others.

    Args:
        classes: By name or number.

    >>> import numpy as np
    >>> OnlyClasses(["dog", "cat"])(Classed(np.array([0, 1, 2, 1]), ("cat", "cow", "dog")))
    Classed(labels=array([ 1, -1,  0, -1]), names=('dog', 'cat'), pictures=())
    """

    classes: Sequence[str | int]

    def __post_init__(self) -> None:
        """Keep the classes as a tuple."""
        object.__setattr__(self, "classes", tuple(self.classes))

    def __call__(self, classed: Classed) -> Classed:
        """Give the classes that are left.

        Raises:
            ValueError: If there is no such class, or one is named twice.
        """
        numbers = class_numbers(self.classes, classed.names)
        become = {number: new for new, number in enumerate(numbers)}
        return renumbered(classed, become, tuple(classed.names[number] for number in numbers))
