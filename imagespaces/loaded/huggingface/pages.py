"""What the headers of a Parquet file's pages say, before anything is unpacked that they are about.

A page's header says how many bytes its content will take; a library that believes it would ask for as much memory. It
is the struct ``PageHeader`` of Apache Parquet's format.
"""

from __future__ import annotations

from collections.abc import Callable

from imagespaces.loaded.huggingface.thrift import I32, number, read_struct

__all__ = ["check_pages"]

_HEADER = 1 << 16
"""Bytes in which a header must end; it holds the least and the largest value of a page if they are short."""

_LEAST, _RATIO = 1 << 24, 1100
"""What is stored in so few bytes may be unpacked to 16 MiB, and more than that to 1,100 times as much: zlib's best."""

_UNPACKED, _STORED = 2, 3  # fields of PageHeader


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
        header, length = read_struct(read(at, min(_HEADER, end - at)))
        stored, unpacked = number(header, _STORED, I32), number(header, _UNPACKED, I32)
        left = end - at - length
        if not 0 <= stored <= left:
            raise ValueError(f"the page at byte {at} must end before byte {end}, got {stored} bytes and {left} left")
        most = max(_LEAST, _RATIO * stored)
        if not 0 <= unpacked <= most:
            raise ValueError(f"the page at byte {at} may take up to {most} bytes, got {unpacked}")
        at += length + stored
