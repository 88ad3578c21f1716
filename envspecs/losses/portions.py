"""Rows of large predictions, a few at a time: what is worked out of them stays in the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["portions"]

_BYTES = 1 << 20


def portions(count: int, size: int) -> Iterator[slice]:
    """Part rows into portions of a MiB, or of one row where that is more.

    Args:
        count: How many rows there are.
        size: Bytes that are worked with for each.

    >>> list(portions(5, 1 << 19))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    step = max(1, _BYTES // max(1, size))
    return (slice(first, min(first + step, count)) for first in range(0, count, step))
