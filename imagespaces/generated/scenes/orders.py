"""Classes that tell which of two objects comes first, from left to right or from top to bottom.

Axes: ``B`` instances.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from imagespaces.generated.scenes.attributes import Attribute, Values
from imagespaces.generated.scenes.relations import Bound, Member, Relation, chosen, trait_of

__all__ = ["ORDER", "Above", "LeftOf", "Order"]

ORDER = "order"
"""The factor that tells which object comes first, where the scene places both."""


@dataclass(frozen=True)
class Order(Relation, ABC):
    """Which of two objects comes first along an axis.

    Where the scene places both, a factor tells, and they are put into different rows or columns of cells: no part of
    one is beside the other. Where both have positions that are not drawn, these tell.

    Args:
        first: The object that comes first in class 0.
        second: The object that comes first in class 1.
    """

    first: str
    second: str

    axis: ClassVar[Literal["x", "y"]]
    words: ClassVar[str]

    @property
    def class_names(self) -> tuple[str, str]:
        """What the two classes are called."""
        return f"{self.first} {self.words} {self.second}", f"{self.second} {self.words} {self.first}"

    def bind(self, members: Mapping[str, Member], distractors: Attribute) -> Bound:  # noqa: ARG002 - of named objects
        """Put it to the objects of a scene."""
        names = chosen(members, (self.first, self.second), least=2)
        if all(self.axis not in members[name].attributes for name in names):
            return Bound(self.class_names, lambda codes: codes[ORDER])
        traits = [trait_of(members, name, self.axis) for name in names]
        tables = [np.array(trait.choices, np.float64) for trait in traits]
        if (shared := np.intersect1d(tables[0], tables[1])).size:
            raise ValueError(
                f"{self.axis} of {self.first!r} and {self.second!r} must differ, but both can be {shared[0]:g}"
            )

        def labels(codes: Values) -> NDArray[np.int64]:
            one, other = (table[trait.codes(codes)] for trait, table in zip(traits, tables, strict=True))
            return np.asarray(one > other, np.int64)

        return Bound(self.class_names, labels)


@dataclass(frozen=True)
class LeftOf(Order):
    """Which of two objects is left of the other.

    >>> LeftOf("ball", "box").class_names
    ('ball left of box', 'box left of ball')
    """

    axis = "x"
    words = "left of"


@dataclass(frozen=True)
class Above(Order):
    """Which of two objects is above the other.

    >>> Above("ball", "box").class_names
    ('ball above box', 'box above ball')
    """

    axis = "y"
    words = "above"
