"""What the messages of an Arrow stream say of themselves, before anything in them is read.

Their buffers may be compressed, and whoever unpacks them believes them how many bytes that gives. ``save_to_disk``
writes none of these, and they could not be mapped into memory: they are refused. A message is a table of Google's
FlatBuffers; its fields are those of ``Message.fbs`` in Apache Arrow's format.
"""

from __future__ import annotations

import struct

__all__ = ["check_plain"]

_HEADER_TYPE, _HEADER = 1, 2  # fields of Message
_DICTIONARY, _BATCH = 2, 3  # what a header may be, beside a schema
_DATA = 1  # field of DictionaryBatch: a RecordBatch
_COMPRESSION = 3  # field of RecordBatch


def check_plain(message: memoryview) -> None:
    """Look at a message, which was verified to be one.

    Raises:
        ValueError: If it holds compressed buffers.
    """
    (root,) = struct.unpack_from("<I", message)
    kind, header = _field(message, root, _HEADER_TYPE), _table(message, root, _HEADER)
    if kind is None or header is None:
        return
    batch: int | None = header if message[kind] == _BATCH else None
    if message[kind] == _DICTIONARY:
        batch = _table(message, header, _DATA)
    if batch is not None and _field(message, batch, _COMPRESSION) is not None:
        raise ValueError("its batches must not be compressed, as save_to_disk writes them, got one that is")


def _field(message: memoryview, table: int, number: int) -> int | None:
    """Give where a field of a table is; None where it is left out."""
    (back,) = struct.unpack_from("<i", message, table)
    (size,) = struct.unpack_from("<H", message, table - back)
    place = 4 + 2 * number
    (offset,) = struct.unpack_from("<H", message, table - back + place) if place < size else (0,)
    return table + offset if offset else None


def _table(message: memoryview, table: int, number: int) -> int | None:
    """Give where the table is that a field of a table holds; None where it is left out."""
    at = _field(message, table, number)
    return None if at is None else at + int(struct.unpack_from("<I", message, at)[0])
