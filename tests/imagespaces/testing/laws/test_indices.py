from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces import ImageSpace
from imagespaces.testing.laws.indices import (
    integers_of_any_kind,
    only_integers,
    only_subclasses_have_instances,
    out_of_range,
)
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught


class OnlyPythons(Shapes):
    """Takes Python's integers alone."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        if not isinstance(indices, list) or not all(type(index) is int for index in indices):
            raise TypeError(f"indices must be a list of integers, got {indices}")
        return super().check_indices(indices, split)


class Narrow(Shapes):
    """Reads all integers as if they had 64 bits with a sign."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        return super().check_indices(np.array(indices).astype(np.int64), split)


class Wrapping(Shapes):
    """Begins anew after the last instance."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        return super().check_indices([index % self.num_states for index in indices], split)


class Silent(Shapes):
    """Does not say what it was given."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        try:
            return super().check_indices(indices, split)
        except ValueError:
            raise ValueError("bad index") from None


class Truncating(Shapes):
    """Cuts what is no integer."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        return super().check_indices(np.array(indices, np.int64), split)


class Eager(ImageSpace):
    """Has an image of all images."""

    def at(self, *_arguments: Any) -> Any:
        return self.sample()


@each(
    Fault(integers_of_any_kind, OnlyPythons(), "raised TypeError: indices must be a list of integers, got "),
    Fault(out_of_range, Wrapping(), "at(-1) must raise ValueError, gave Instance("),
    Fault(out_of_range, Narrow(), "must raise ValueError, raised "),
    Fault(out_of_range, Silent(), "at(-1) is refused without showing '-1': bad index"),
    Fault(only_integers, Truncating(), "at(0.0) must raise TypeError, gave Instance("),
    Fault(only_subclasses_have_instances, Eager(2, 2, 1), "at(0) must raise ValueError, gave array("),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)
