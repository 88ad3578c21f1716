from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Tuple
from gymnasium.spaces.utils import flatdim, flatten, flatten_space, unflatten
from gymnasium.vector.utils import batch_space, concatenate, create_empty_array, iterate, write_to_shared_memory
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


class Separate(Shapes):
    """Is batched to a tuple."""


@batch_space.register(Separate)
def _(space: Separate, n: int = 1) -> Tuple[Any]:
    return Tuple([space] * n)


class Dim(Shapes):
    """Is batched to darker images."""


@batch_space.register(Dim)
def _(space: Dim, n: int = 1) -> Box:
    return Box(0, 1e-3, (n, *space.shape), np.float32)


class Lax(Shapes):
    """Is batched to a space that holds everything."""


class LaxBox(Box):
    def contains(self, x: Any) -> bool:
        return True


@batch_space.register(Lax)
def _(space: Lax, n: int = 1) -> Box:
    return LaxBox(0, 1, (n, *space.shape), np.float32)


class Restless(Shapes):
    """Is batched to another space each time."""


TURNS = itertools.count(1)


@batch_space.register(Restless)
def _(space: Restless, n: int = 1) -> Box:
    return Box(0, next(TURNS), (n, *space.shape), np.float32)


class Glaring(Shapes):
    """Is batched to brighter images."""


@batch_space.register(Glaring)
def _(space: Glaring, n: int = 1) -> Box:
    return Box(0, 2, (n, *space.shape), np.float32)


class Unordered(Shapes):
    """Is batched to what is iterated over from the last to the first."""


class BackwardBox(Box):
    """Is iterated over from the last to the first."""


@batch_space.register(Unordered)
def _(space: Unordered, n: int = 1) -> Box:
    return BackwardBox(0, 1, (n, *space.shape), np.float32)


@iterate.register(BackwardBox)
def _(_space: BackwardBox, items: NDArray[Any]) -> Iterator[Any]:  # type: ignore[misc]  # Gymnasium types it for all spaces
    return iter(items[::-1])


class Ones(Shapes):
    """Starts with what is not empty."""


@create_empty_array.register(Ones)
def _(space: Ones, n: int = 1, fn: Any = np.zeros) -> NDArray[Any]:
    return np.ones_like(fn((n, *space.shape), dtype=space.dtype))


class Reversed(Shapes):
    """Is concatenated from the last to the first."""


@concatenate.register(Reversed)
def _(_space: Reversed, items: Any, out: NDArray[Any]) -> NDArray[Any]:
    return np.stack(list(items)[::-1], out=out)


class Backward(Shapes):
    """Is iterated over from the last to the first."""


@iterate.register(Backward)
def _(_space: Backward, items: NDArray[Any]) -> Iterator[Any]:  # type: ignore[misc]  # the same
    return iter(items[::-1])


class Columnwise(Shapes):
    """Is flattened column by column."""


@flatten.register(Columnwise)
def _(_space: Columnwise, x: NDArray[Any]) -> NDArray[Any]:  # type: ignore[misc]  # the same
    return x.swapaxes(0, 1).reshape(-1)


class Longer(Shapes):
    """Says that it is flattened to more."""


@flatdim.register(Longer)
def _(space: Longer) -> int:
    return int(np.prod(space.shape)) + 1


class Elsewhere(Shapes):
    """Is flattened to another space."""


@flatten_space.register(Elsewhere)
def _(_space: Elsewhere) -> Box:
    return Box(0, 1, (3,), np.float32)


class Turned(Shapes):
    """Is turned when it is unflattened."""


@unflatten.register(Turned)
def _(space: Turned, x: NDArray[Any]) -> NDArray[Any]:  # type: ignore[misc]  # the same
    return x.reshape(space.shape)[::-1]


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
    Fault(batching_of_spaces, Separate(), "no Box"),
    Fault(batching_of_spaces, Dim(), "whether images side by side are in the batch is False (bool)"),
    Fault(batching_of_spaces, Lax(), "whether fewer images are in the batch is True (bool)"),
    Fault(batching_of_spaces, Restless(), "is not equal to another batch of the space"),
    Fault(concatenating_and_iterating, Ones(), "an empty array differs"),
    Fault(concatenating_and_iterating, Reversed(), "images concatenated differs"),
    Fault(concatenating_and_iterating, Unordered(), "an image iterated over differs"),
    Fault(concatenating_and_iterating, Backward(), "a row of an image iterated over differs"),
    Fault(flattening, Columnwise(), "a flattened image differs"),
    Fault(flattening, Longer(), "the dimension of flattened images is 31 (int), not 30 (int)"),
    Fault(flattening, Elsewhere(), "a flattened image is not in Box("),
    Fault(flattening, Turned(), "an unflattened image differs"),
    Fault(shared_memory, Unwritten(), "what is read from shared memory differs"),
    Fault(json_round_trip, Rounding(), "an image from JSON differs"),
    Fault(json_round_trip, Unserialised(), "raised TypeError: Object of type ndarray is not JSON serializable"),
    Fault(nested_in_other_spaces, OutOfBatch(), "a sample of a batched Dict of image spaces is not in it"),
    Fault(nested_in_other_spaces, Capped(), ""),  # newer releases of Gymnasium find it themselves, and raise
    Fault(nested_in_other_spaces, Glaring(), "a member of a batched Dict holds what is not in the space"),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)
