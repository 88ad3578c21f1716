from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces import Instance, Instances
from imagespaces.testing import BrokenLawError
from imagespaces.testing.laws.addressing import (
    any_batch_size,
    any_order,
    batch_equals_single,
    equal_spaces_agree,
    nothing_for_no_indices,
    results_are_fresh,
)
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught

Values = Mapping[str, NDArray[Any]]


class Normalised(Shapes):
    """Divides by the number of images, as one does who normalises over a batch."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        images = super()._images(values)
        return images / np.float32(len(images))


class Forgetful(Shapes):
    """Gives one instance without the label that a batch has."""

    def at(self, *arguments: Any) -> Instance:
        return replace(super().at(*arguments), label=None)


class MasksOfBatches(Shapes):
    """Knows masks of batches alone."""

    def at(self, *arguments: Any) -> Instance:
        return replace(super().at(*arguments), mask=None)


class Renumbered(Shapes):
    """Numbers its instances anew."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        return replace(super().instances(indices, split), indices=np.arange(len(indices)))


class MasksTurned(Shapes):
    """Knows of one image what is around the object."""

    def at(self, *arguments: Any) -> Instance:
        one = super().at(*arguments)
        return replace(one, mask=~np.asarray(one.mask))


class Sorted(Shapes):
    """Sorts what it is asked for, and says so."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        return super().instances(np.sort(indices), split)


class ByPlace(Shapes):
    """Darkens the second image of a batch."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        images = super()._images(values)
        images[1:2] /= 2
        return images


class Chunked(Shapes):
    """Renders the hundred-and-first image of a batch, and all after it, in lower precision."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        images = super()._images(values)
        images[100:] = images[100:].astype(np.float16)
        return images


class ByCount(Shapes):
    """Lets a label depend on how many are asked for."""

    def _labels(self, codes: Values) -> NDArray[np.int64]:
        labels = super()._labels(codes)
        return labels if len(labels) > 3 else 1 - labels


class Streamed(Shapes):
    """Draws a shade from a generator of its own, whenever it renders."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self._generator = np.random.default_rng(0)

    def _images(self, values: Values) -> NDArray[np.float32]:
        return super()._images(values) * np.float32(self._generator.random())


class BySeed(Shapes):
    """Lets its images depend on how it is seeded."""

    def __init__(self, *, seed: Any = None, **parameters: Any) -> None:
        super().__init__(seed=seed, **parameters)
        self._shade = np.random.default_rng(seed).random(dtype=np.float32)

    def _images(self, values: Values) -> NDArray[np.float32]:
        return super()._images(values) * self._shade


class Hoarding(Shapes):
    """Gives the same array for the same indices, whatever was written to it."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self._kept: dict[bytes, NDArray[np.float32]] = {}

    def _images(self, values: Values) -> NDArray[np.float32]:
        return self._kept.setdefault(values["x"].tobytes(), super()._images(values))


class Copying(Hoarding):
    """Gives what it keeps away once, and later copies of it."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        known = values["x"].tobytes() in self._kept
        images = super()._images(values)
        return images.copy() if known else images


class Guarded(Shapes):
    """Gives arrays that nobody can write to."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        images = super()._images(values)
        images.flags.writeable = False
        return images


class OneOfThem(Shapes):
    """Gives a single instance away again and again."""

    def at(self, index: Any, split: str | None = None) -> Instance:
        kept: dict[int, Instance] = vars(self).setdefault("_kept", {})
        return kept.setdefault(int(index), super().at(index, split))


class Sharing(Shapes):
    """Gives the caller's own indices back."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        super().check_indices(indices, split)
        return np.asarray(indices, np.int64)


class AtLeastOne(Shapes):
    """Has an image also for nothing."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        images = super()._images(values)
        return images if len(images) else np.zeros((1, *self.shape), np.float32)


@each(
    Fault(batch_equals_single, Normalised(), "the image at 0 differs in 30 of 30 values, first at [0, 0, 0]: "),
    Fault(batch_equals_single, Forgetful(), "the label at 0 is None (NoneType), not 0 (int)"),
    Fault(batch_equals_single, MasksOfBatches(), "at 0 a batch has a mask, a single one has not"),
    Fault(batch_equals_single, MasksTurned(), "the mask at 0 differs in 30 of 30 values, first at [0, 0]: "),
    Fault(batch_equals_single, Renumbered(), "the indices of the instances differs"),
    Fault(any_order, Sorted(), "images differs in"),
    Fault(any_order, ByPlace(), "images differs in"),
    Fault(any_batch_size, Chunked(), "256 instances together: images differs in"),
    Fault(any_batch_size, ByCount(), "1 of 8: labels differs in 1 of 1 values, first at [0]: 1, not 0"),
    Fault(equal_spaces_agree, Streamed(), "instances of an equal space: images differs"),
    Fault(equal_spaces_agree, BySeed(), "instances of an equal space: images differs"),
    Fault(results_are_fresh, Hoarding(), "the images of `instances` of two calls share memory"),
    Fault(
        results_are_fresh, Copying(), "the images of `instances`, after what was given earlier was written to, differs"
    ),
    Fault(results_are_fresh, Guarded(), "the images of `instances` can't be written to"),
    Fault(results_are_fresh, OneOfThem(), "the image of `at` of two calls share memory"),
    Fault(results_are_fresh, Sharing(), "the indices of `instances` share memory with the indices that were asked for"),
    Fault(nothing_for_no_indices, AtLeastOne(), "images is float32 [1, 5, 6, 1], not float32 [0, 5, 6, 1]"),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)


def test_a_space_is_not_spoilt_by_what_is_written() -> None:
    for space in (Hoarding(), Copying()):
        before = space.images([0]).copy()
        with pytest.raises(BrokenLawError):
            results_are_fresh(space, indices=[0])
        assert np.array_equal(space.images([0]), before)
        assert not space._kept.keys() - {space.factor_values([0])["x"].tobytes()}
