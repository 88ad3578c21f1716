"""What a Parquet file says at its end: how many rows its groups have, and where each column of a group lies.

Read here and not with pyarrow, which ends the process where some of it is damaged. It is the struct ``FileMetaData`` of
Apache Parquet's format.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import NamedTuple

from imagespaces.loaded.huggingface.thrift import I64, STRUCT, Struct, number, read_struct, structs

__all__ = ["Chunk", "Group", "read_footer"]

MAX_BYTES = 1 << 24
"""A footer may take so many bytes, 16 MiB."""

_END = struct.Struct("<I4s")
_MAGIC = b"PAR1"

_GROUPS = 4  # field of FileMetaData
_COLUMNS, _ROWS = 1, 3  # fields of RowGroup
_ABOUT = 3  # field of ColumnChunk: a ColumnMetaData
_VALUES, _STORED, _DATA, _DICTIONARY = 5, 7, 9, 11  # fields of ColumnMetaData


class Chunk(NamedTuple):
    """A column of a group of rows.

    Attributes:
        start: The first byte of its pages.
        size: The bytes of these.
        values: How many values it says to have.
    """

    start: int
    size: int
    values: int


class Group(NamedTuple):
    """A group of rows.

    Attributes:
        rows: How many.
        chunks: Their columns, in the order of the schema: what they say to be called does not count.
    """

    rows: int
    chunks: tuple[Chunk, ...]


def read_footer(read: Callable[[int, int], bytes], size: int) -> list[Group]:
    """Read the groups of rows that a file says to have.

    Args:
        read: Gives bytes of the file, from a place and so many.
        size: The file's bytes.

    Raises:
        ValueError: If it has no footer, or that is damaged or too large.
    """
    end = read(max(0, size - _END.size), _END.size)
    length, magic = _END.unpack(end) if len(end) == _END.size else (0, end)
    if magic != _MAGIC:
        raise ValueError(f"it must end with {_MAGIC!r}, got {magic!r}")
    if length > min(MAX_BYTES, size - _END.size):
        raise ValueError(f"its footer must take up to {MAX_BYTES} of its {size} bytes, got {length}")
    footer, _ = read_struct(read(size - _END.size - length, length))
    return [_group(group) for group in structs(footer, _GROUPS)]


def _group(group: Struct) -> Group:
    return Group(number(group, _ROWS, I64), tuple(map(_chunk, structs(group, _COLUMNS))))


def _chunk(chunk: Struct) -> Chunk:
    about = chunk.get((_ABOUT, STRUCT))
    if not isinstance(about, dict):
        raise ValueError(f"a column must tell of its pages in field {_ABOUT}, got none")  # noqa: TRY004 - of the file
    start, before = number(about, _DATA, I64), about.get((_DICTIONARY, I64), 0)
    if isinstance(before, int) and 0 < before < start:
        start = before
    return Chunk(start, number(about, _STORED, I64), number(about, _VALUES, I64))
