"""What the headers of a Parquet file's pages say, before anything is unpacked that they are about.

A page's header says how many bytes its content will take; a library that believes it would ask for as much memory. A
header is a struct of Apache Thrift's compact protocol (its specification is part of Apache Thrift, the struct itself of
Apache Parquet's format): its second field is the size unpacked, and its third the size as stored.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

__all__ = ["PageSizes", "check_pages", "page_sizes"]

_HEADER = 1 << 16
"""Bytes in which a header must end; it holds the least and the largest value of a page if they are short."""

_LEAST, _RATIO = 1 << 24, 1100
"""What is stored in so few bytes may be unpacked to 16 MiB, and more than that to 1,100 times as much: zlib's best."""

_STOP, _TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 0, 1, 2, 3, 7, 8, 9, 10, 11, 12
_INTEGERS = {4, 5, 6}
_DEPTH = 16


class PageSizes(NamedTuple):
    """What a header says.

    Attributes:
        header: Its own bytes.
        unpacked: Bytes of the content.
        stored: Bytes of the content as they lie in the file.
    """

    header: int
    unpacked: int
    stored: int


def check_pages(read: Callable[[int, int], bytes], start: int, size: int) -> None:
    """Go from page to page of a column, and compare what they say with how much there is.

    Args:
        read: Gives bytes of the file, from a place and so many.
        start: Where the first page begins.
        size: Bytes of all pages.

    Raises:
        ValueError: If a header is none, a page ends after the column, or it is to be unpacked to too much.
    """
    at, end = start, start + size
    while at < end:
        page = page_sizes(read(at, min(_HEADER, end - at)))
        left = end - at - page.header
        if not 0 <= page.stored <= left:
            raise ValueError(
                f"the page at byte {at} must end before byte {end}, got {page.stored} bytes and {left} left"
            )
        most = max(_LEAST, _RATIO * page.stored)
        if not 0 <= page.unpacked <= most:
            raise ValueError(f"the page at byte {at} may take up to {most} bytes, got {page.unpacked}")
        at += page.header + page.stored


def page_sizes(data: bytes) -> PageSizes:
    """Read a header.

    Args:
        data: What begins with it.

    Raises:
        ValueError: If it is none.

    >>> page_sizes(bytes([0x15, 0, 0x15, 80, 0x15, 40, 0]))
    PageSizes(header=7, unpacked=40, stored=20)
    """
    reader = _Reader(data)
    try:
        sizes = reader.struct(depth=0)
    except IndexError:
        raise ValueError(f"a page's header must end within {len(data)} bytes, got none that does") from None
    if not {2, 3} <= sizes.keys():
        raise ValueError(f"a page's header must have fields 2 and 3, got {sorted(sizes)}")
    return PageSizes(reader.at, sizes[2], sizes[3])


class _Reader:
    """Reads values of the compact protocol, one after another; those that do not matter are passed over."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def struct(self, depth: int) -> dict[int, int]:
        """Give the integers among the fields of a struct."""
        if depth > _DEPTH:
            raise ValueError(f"a page's header may be nested {_DEPTH} times, got more")
        fields: dict[int, int] = {}
        number = 0
        while (kind := self._byte()) != _STOP:
            number = number + (kind >> 4) if kind >> 4 else self._integer()
            if kind & 15 in _INTEGERS:
                fields[number] = self._integer()
            else:
                self._skip(kind & 15, depth)
        return fields

    def _byte(self) -> int:
        self.at += 1
        return self._data[self.at - 1]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
            if shift > 63:
                raise ValueError(f"an integer of a page's header must take up to 10 bytes, got more at byte {self.at}")

    def _integer(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)

    def _skip(self, kind: int, depth: int) -> None:
        if kind in {_TRUE, _FALSE}:
            return
        if kind in {_BYTE, _DOUBLE}:
            self.at += 1 if kind == _BYTE else 8
        elif kind in _INTEGERS:
            self._varint()
        elif kind == _BINARY:
            size = self._varint()  # which goes on itself
            self.at += size
        elif kind in {_LIST, _SET}:
            self._skip_list(depth)
        elif kind == _STRUCT:
            self.struct(depth + 1)
        else:
            raise ValueError(f"a page's header may hold values of kinds 1 to 10 and 12, got {kind}")

    def _skip_list(self, depth: int) -> None:
        head = self._byte()
        count = head >> 4 if head >> 4 < 15 else self._varint()
        if count > len(self._data):
            raise ValueError(f"a list of a page's header may have up to {len(self._data)} items, got {count}")
        for _ in range(count):
            if head & 15 in {_TRUE, _FALSE}:
                self.at += 1  # in a list, truth takes a byte
            else:
                self._skip(head & 15, depth + 1)
