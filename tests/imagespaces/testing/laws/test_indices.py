from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces import ImageSpace, Instance
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


class Unsigned(Shapes):
    """Reads unsigned integers one too high."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        one = isinstance(indices, np.ndarray) and indices.dtype == np.uint64
        return super().check_indices((indices.astype(np.int64) + 1) % 60 if one else indices, split)


class ShortArrays(Shapes):
    """Reads arrays of short integers one too high."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        short = isinstance(indices, np.ndarray) and indices.itemsize == 1
        return super().check_indices(indices + 1 if short else indices, split)


class ShortScalars(Shapes):
    """Reads a short integer one too high."""

    def at(self, index: Any, split: str | None = None) -> Instance:
        return super().at(index + 1 if isinstance(index, np.int8) else index, split)


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


class Forgiving(Shapes):
    """Begins anew after the last instance, where there are several."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        several = np.size(np.asarray(indices, object)) > 1
        return super().check_indices([index % 60 for index in indices] if several else indices, split)


class LaxLabels(Shapes):
    """Has labels of instances that it has not."""

    def labels(self, indices: Any) -> NDArray[np.int64]:
        return super().labels(np.asarray(indices) % 60)


class StrictAlone(Shapes):
    """Cuts what is no integer, where there are several."""

    def at(self, index: Any, split: str | None = None) -> Instance:
        return Shapes().at(index, split)

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        return super().check_indices(np.array(indices, np.int64), split)


class Flattening(Shapes):
    """Takes indices of any shape."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        return super().check_indices(np.asarray(super().check_indices(np.ravel(indices), split)), split)


class Truncating(Shapes):
    """Cuts what is no integer."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        return super().check_indices(np.array(indices, np.int64), split)


class Eager(ImageSpace):
    """Has an image of all images."""

    def at(self, *_arguments: Any) -> Any:
        return self.sample()


class Countable(ImageSpace):
    """Counts all images of a shape."""

    size = 0


class Undeclared(ImageSpace):
    """Renders a gray image, of no factors."""

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return np.full((1, *self.shape), 0.5, np.float32)


@each(
    Fault(integers_of_any_kind, OnlyPythons(), "raised TypeError: indices must be a list of integers, got "),
    Fault(integers_of_any_kind, Unsigned(), "instances of a ndarray: "),
    Fault(integers_of_any_kind, ShortScalars(), "the instance at int8(0): "),
    Fault(integers_of_any_kind, ShortArrays(), "the instance of an array of int8: "),
    Fault(out_of_range, Forgiving(), "instances([0, -1, 0]) must raise ValueError, gave "),
    Fault(out_of_range, LaxLabels(), "labels([60]) must raise ValueError, gave "),
    Fault(out_of_range, Wrapping(), "at(-1) must raise ValueError, gave Instance("),
    Fault(out_of_range, Narrow(), "must raise ValueError, raised "),
    Fault(out_of_range, Silent(), "at(-1) is refused without showing '-1': bad index"),
    Fault(only_integers, Truncating(), "at(0.0) must raise TypeError, gave Instance("),
    Fault(only_integers, StrictAlone(), "instances([0.0]) must raise TypeError, gave "),
    Fault(only_integers, Flattening(), "instances(0) must raise ValueError, gave "),
    Fault(only_subclasses_have_instances, Countable(2, 2, 1), "the size is 0 (int), not None (NoneType)"),
    Fault(
        only_subclasses_have_instances,
        Undeclared(2, 2, 1),
        "Undeclared declares no factors, so it has no instances; `_images` is never called",
    ),
    Fault(only_subclasses_have_instances, Eager(2, 2, 1), "at(0) must raise ValueError, gave array("),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)
