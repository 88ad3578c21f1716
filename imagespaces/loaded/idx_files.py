"""The IDX format, in which MNIST and its relatives come: arrays of bytes, packed with gzip or not.

Two zero bytes, a byte for the type (8: unsigned bytes), a byte for the number of dimensions, each dimension as a
big-endian integer of 4 bytes, and then the values, the last dimension changing fastest (LeCun, Cortes and Burges,
"The MNIST database of handwritten digits", section "File formats").
"""

from __future__ import annotations

import math
import struct

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.streams import Readable, inflated, read_up_to, wrong

__all__ = ["MAX_BYTES", "read_idx"]

MAX_BYTES = 1 << 30
"""A file may hold so many values, 1 GiB: twice the largest of EMNIST's."""

_UNSIGNED_BYTES = 8


def read_idx(file: ListedFile, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Read an array.

    Args:
        file: An IDX file, packed with gzip or not.
        shape: What its dimensions must be after the first.

    Returns:
        uint8 ``[N, *shape]``, with N of at least 1.

    Raises:
        ValueError: If it is no such file, or is damaged or cut short.
    """
    with inflated(file) as stream:
        dimensions = _header(file, stream, shape)
        values = read_up_to(stream, math.prod(dimensions))
        more = bool(stream.read(1))  # which also compares gzip's checksum
    if more or len(values) != math.prod(dimensions):
        said = f"hold {math.prod(dimensions)} values, as its header of {list(dimensions)} says"
        raise wrong(file, said, "more" if more else len(values))
    return np.frombuffer(values, np.uint8).reshape(dimensions)


def _header(file: ListedFile, stream: Readable, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Read the dimensions, and compare them with what is expected before anything is read."""
    rank = 1 + len(shape)
    magic = bytes([0, 0, _UNSIGNED_BYTES, rank])
    head = bytes(read_up_to(stream, 4 + 4 * rank))
    if head[:4] != magic:
        raise wrong(file, f"begin with the bytes {magic.hex(' ')}, as an IDX file does", head[:4].hex(" ") or "none")
    if len(head) < 4 + 4 * rank:
        raise wrong(file, f"have a header of {4 + 4 * rank} bytes", len(head))
    dimensions: tuple[int, ...] = struct.unpack(f">{rank}I", head[4:])
    if dimensions[1:] != shape or not 0 < math.prod(dimensions) <= MAX_BYTES:
        allowed = f"[N{''.join(f', {size}' for size in shape)}]"
        raise wrong(file, f"hold {allowed} values, at least 1 and at most {MAX_BYTES}", list(dimensions))
    return dimensions
