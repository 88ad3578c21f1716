"""Several classes as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from imagespaces.loaded.relabelling.base import Classed, class_numbers, renumbered

__all__ = ["Merge", "Rest"]

Rest: TypeAlias = Literal["drop", "keep"]
"""What becomes of classes that go into no other: their pictures are left out, or they stay as they are."""


@dataclass(frozen=True)
class Merge:
    """Makes one class of several, in the order given; classes that stay as they are come after these, in their order.

    Args:
        classes: For each new class, by what it is called, old ones by name or number.
        rest: ``"drop"`` leaves the pictures of all other classes out, ``"keep"`` keeps these classes.

    Raises:
        ValueError: If there is no new class, one is made of none, or the rest is another.

    >>> import numpy as np
    >>> farm = Classed(np.array([0, 1, 2, 3]), ("cat", "cow", "dog", "hen"))
    >>> Merge({"pet": ["cat", "dog"]})(farm)
    Classed(labels=array([ 0, -1,  0, -1]), names=('pet',), pictures=())
    >>> Merge({"pet": ["cat", "dog"]}, rest="keep")(farm)
    Classed(labels=array([0, 1, 0, 2]), names=('pet', 'cow', 'hen'), pictures=())
    """

    classes: Mapping[str, Sequence[str | int]]
    rest: Rest = "drop"

    def __post_init__(self) -> None:
        """Keep the classes as tuples, so that nobody changes them."""
        if not self.classes:
            raise ValueError(f"classes must name at least one new class, got {self.classes!r}")
        empty = next((name for name, old in self.classes.items() if isinstance(old, str) or not old), None)
        if empty is not None:
            raise ValueError(f"class {empty!r} must be made of a list of classes, got {self.classes[empty]!r}")
        if self.rest not in get_args(Rest):
            raise ValueError(f"rest must be one of {', '.join(map(repr, get_args(Rest)))}, got {self.rest!r}")
        object.__setattr__(self, "classes", {name: tuple(old) for name, old in self.classes.items()})

    def __call__(self, classed: Classed) -> Classed:
        """Give the new classes.

        Raises:
            ValueError: If there is no such class, one is named twice, or a new one is called as one that stays.
        """
        class_numbers([which for old in self.classes.values() for which in old], classed.names)  # each once in all
        become = {
            number: new for new, old in enumerate(self.classes.values()) for number in class_numbers(old, classed.names)
        }
        kept = [number for number in range(len(classed.names)) if number not in become] if self.rest == "keep" else []
        names = (*self.classes, *(classed.names[number] for number in kept))
        twice = next((name for name in self.classes if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"new classes must be called other than those that stay, got {twice!r}")
        return renumbered(classed, become | {old: new for new, old in enumerate(kept, len(self.classes))}, names)
