"""Which instances of a space a law is shown: some for all laws, all of a small space for those that look one by one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from imagespaces.space import ImageSpace
from imagespaces.testing.law import Law, small

__all__ = ["MOST", "looked_at"]

MOST = 2000
"""How many instances of a small space are looked at one by one, if it is not said otherwise."""

_BATCH = 256
_BATCH_BYTES = 1 << 20


def looked_at(
    law: Law, space: ImageSpace, seed: int, examples: int | None = None
) -> Iterator[NDArray[np.int64] | None]:
    """Give the instances that a law is to look at, batch by batch, int64 ``[B]``.

    Args:
        law: The law.
        space: The space. It may be faulty, and then is given to the law all the same.
        seed: Where not all are looked at, they are drawn from it.
        examples: How many are looked at by a law that does so one by one; None for all of a small space, up to
            :data:`MOST`, and some of others.

    Yields:
        None first: what the law looks at by itself, some indices where it takes any.
    """
    yield None
    if law.one_by_one and law.takes_indices:
        yield from _batches(space, _many(space, seed, examples))


def _many(space: ImageSpace, seed: int, examples: int | None) -> NDArray[np.int64]:
    """Give many indices: all, if there are no more of them."""
    try:
        count = (MOST if small(space) else 0) if examples is None else examples
        size: object = space.size
    except Exception:  # noqa: BLE001 - other laws say what is wrong with the size
        return np.array([], np.int64)
    if not isinstance(size, int | None):  # a faulty one
        return np.array([], np.int64)
    if size is not None and size <= count:
        return np.arange(size)
    bound = 2**63 if size is None else size
    drawn = np.random.default_rng(seed).integers(bound, size=count, dtype=np.uint64)
    return np.unique(drawn.astype(np.int64))


def _batches(space: ImageSpace, indices: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    image_bytes = int(np.prod(space.shape)) * space.dtype.itemsize
    length = max(1, min(_BATCH, _BATCH_BYTES // image_bytes))
    yield from (indices[first : first + length] for first in range(0, len(indices), length))
