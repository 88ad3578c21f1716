from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from gymnasium.spaces import Box
from gymnasium.spaces.utils import flatten
from gymnasium.vector.utils import batch_space, iterate, write_to_shared_memory
from numpy.typing import NDArray

from imagespaces.testing.laws.generic import (
    batching_of_spaces,
    concatenating_and_iterating,
    flattening,
    json_round_trip,
    nested_in_other_spaces,
    shared_memory,
)
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught


class Doubled(Shapes):
    """Is batched to images of doubles."""


@batch_space.register(Doubled)
def _(space: Doubled, n: int = 1) -> Box:
    return Box(0, 1, (n, *space.shape), np.float64)


class Capped(Shapes):
    """Is batched to at most two."""


@batch_space.register(Capped)
def _(space: Capped, n: int = 1) -> Box:
    return Box(0, 1, (min(n, 2), *space.shape), np.float32)


class Backward(Shapes):
    """Is iterated over from the last to the first."""


@iterate.register(Backward)
def _(_space: Backward, items: NDArray[Any]) -> Iterator[Any]:  # type: ignore[misc]  # typed for all spaces
    return iter(items[::-1])


class Columnwise(Shapes):
    """Is flattened column by column."""


@flatten.register(Columnwise)
def _(_space: Columnwise, x: NDArray[Any]) -> NDArray[Any]:  # type: ignore[misc]  # the same
    return x.swapaxes(0, 1).reshape(-1)


class Unwritten(Shapes):
    """Is not written to shared memory."""


@write_to_shared_memory.register(Unwritten)
def _(*_arguments: Any) -> None:
    return None


class Rounding(Shapes):
    """Rounds what becomes JSON."""

    def to_jsonable(self, sample_n: Any) -> Any:
        return [sample.round(3).tolist() for sample in sample_n]


class Unserialised(Shapes):
    """Does not make JSON of arrays."""

    def to_jsonable(self, sample_n: Any) -> Any:
        return list(sample_n)


class OutOfBatch(Shapes):
    """Leaves the space in batches."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        return super()._sample(random, count) + np.float32(count > 1)


@each(
    Fault(batching_of_spaces, Doubled(), "the type of a batch is dtype('float64')"),
    Fault(batching_of_spaces, Capped(), "the shape of a batch is (2, 5, 6, 1) (tuple), not (3, 5, 6, 1) (tuple)"),
    Fault(concatenating_and_iterating, Backward(), "a row of an image iterated over differs"),
    Fault(flattening, Columnwise(), "a flattened image differs"),
    Fault(shared_memory, Unwritten(), "what is read from shared memory differs"),
    Fault(json_round_trip, Rounding(), "an image from JSON differs"),
    Fault(json_round_trip, Unserialised(), "raised TypeError: Object of type ndarray is not JSON serializable"),
    Fault(nested_in_other_spaces, OutOfBatch(), "a sample of a batched Dict of image spaces is not in it"),
    Fault(nested_in_other_spaces, Capped(), "raised "),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)
