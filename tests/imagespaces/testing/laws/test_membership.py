from __future__ import annotations

from typing import Any

import numpy as np

from imagespaces.testing.laws.membership import bounded_by_the_type, contains_answers, strangers_are_not_contained
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught


class Signed(Shapes):
    """Has bounds of its own."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.low = self.low - 1


class Open(Shapes):
    """Excludes the ends."""

    def contains(self, x: Any) -> bool:
        return super().contains(x) and bool(x.min() > 0)


class Boundless(Shapes):
    """Does not know that it is bounded."""

    def is_bounded(self, manner: Any = "both") -> bool:
        return False


class Secretive(Shapes):
    """Denies with ``in`` what it admits otherwise."""

    def __contains__(self, x: Any) -> bool:
        return False


class Speechless(Shapes):
    """Gives None for what it does not know."""

    def contains(self, x: Any) -> bool:
        return super().contains(x) if isinstance(x, np.ndarray) else None  # type: ignore[return-value]


class NumPys(Shapes):
    """Answers with a bool of NumPy."""

    def contains(self, x: Any) -> bool:
        return np.bool_(super().contains(x))  # type: ignore[return-value]


class Casting(Shapes):
    """Takes what can become an array, as Gymnasium's Box does."""

    def contains(self, x: Any) -> bool:
        try:
            return super().contains(np.asarray(x, self.dtype))
        except (TypeError, ValueError):
            return False


class Trusting(Shapes):
    """Asks an array for its shape, whatever it is."""

    def contains(self, x: Any) -> bool:
        return bool(x.shape == self.shape)


class ShapeAlone(Shapes):
    """Looks at the shape alone."""

    def contains(self, x: Any) -> bool:
        return isinstance(x, np.ndarray) and x.shape == self.shape


class Lenient(Shapes):
    """Lets NaN pass."""

    def contains(self, x: Any) -> bool:
        return isinstance(x, np.ndarray) and super().contains(np.nan_to_num(x, posinf=2, neginf=-2))


@each(
    Fault(
        bounded_by_the_type, Signed(), "the bound 'low' differs in 30 of 30 values, first at [0, 0, 0]: -1.0, not 0.0"
    ),
    Fault(bounded_by_the_type, Open(), "whether an image of 0.0 everywhere is in the space is False (bool)"),
    Fault(bounded_by_the_type, Boundless(), "whether the space is bounded is False (bool), not True (bool)"),
    Fault(contains_answers, Secretive(), "whether a sample is in the space, asked with `in` is False (bool)"),
    Fault(contains_answers, Speechless(), "whether a NoneType is in the space is None (NoneType), not False (bool)"),
    Fault(contains_answers, NumPys(), "whether a sample is in the space is np.True_ (bool), not True (bool)"),
    Fault(contains_answers, Casting(), "whether a list is in the space is True (bool), not False (bool)"),
    Fault(contains_answers, Trusting(), "raised AttributeError: 'NoneType' object has no attribute 'shape'"),
    Fault(strangers_are_not_contained, ShapeAlone(), "is in the space is True (bool), not False (bool)"),
    Fault(strangers_are_not_contained, Lenient(), "whether an array with the value nan is in the space is True (bool)"),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)
