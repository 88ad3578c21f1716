"""Arrays of numbers in MATLAB's files of version 5, as which SVHN comes.

A header of 128 bytes is followed by elements: a tag of type and size, and so many bytes; each is a variable, as it is
or packed with zlib. A variable is made of elements again: flags, dimensions, name and values, the first dimension
changing fastest ("MAT-File Format", The MathWorks, chapter 1). Read here are full, real arrays in files written on
little-endian machines; sizes are compared with one another and with the file before anything is read by them.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Collection, Mapping
from io import BytesIO
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.streams import Readable, opened, read_up_to, wrong

__all__ = ["MAX_BYTES", "MAX_VARIABLES", "Variable", "read_mat"]

MAX_BYTES = 1 << 31
"""The values of a variable may take so many bytes, 2 GiB; SVHN's extra pictures take 1.6 thousand million."""

MAX_VARIABLES = 100
"""A file may hold so many variables."""

_HEADER = 128
_LITTLE_ENDIAN = b"\x00\x01IM"  # version 1.0, and how the letters MI read
_CHUNK = 1 << 16
_SHORT = 1 << 10  # bytes of dimensions or a name
_INT8, _INT32, _UINT32, _MATRIX, _COMPRESSED = 1, 5, 6, 14, 15
_FULL_ARRAYS = range(6, 16)  # classes of arrays: numbers of all types
_COMPLEX = 0x0800
_TYPES: Mapping[int, str] = {
    1: "<i1",
    2: "<u1",
    3: "<i2",
    4: "<u2",
    5: "<i4",
    6: "<u4",
    7: "<f4",
    9: "<f8",
    12: "<i8",
    13: "<u8",
}
"""How values are stored, by the type of their element."""


class Variable(NamedTuple):
    """A variable of a file.

    Attributes:
        sizes: Its dimensions, two or more.
        values: All values, the first dimension changing fastest, in the type that they are stored in.
    """

    sizes: tuple[int, ...]
    values: NDArray[np.generic]


def read_mat(file: ListedFile, names: Collection[str]) -> dict[str, Variable]:
    """Read variables.

    Args:
        file: The file.
        names: Which variables; others are left alone.

    Raises:
        ValueError: If one is not there or no array of numbers, or the file is no such file, damaged or cut short.
    """
    found: dict[str, Variable] = {}
    with opened(file) as stream:
        head = stream.read(_HEADER)
        if not head.startswith(b"MATLAB 5.0") or head[124:] != _LITTLE_ENDIAN:
            allowed = "begin with 'MATLAB 5.0' and, at byte 124, 00 01 49 4d, as a little-endian file of version 5 does"
            raise wrong(file, allowed, f"{head[:10]!r} and {head[124:].hex(' ') or 'none'}")
        for _ in range(MAX_VARIABLES):
            if stream.tell() == file.size or len(found) == len(names):
                break
            _element(file, stream, names, found)
    lacking = [name for name in names if name not in found]
    if lacking:
        raise wrong(file, f"hold the variables {', '.join(names)}", f"none called {', '.join(lacking)}")
    return found


def _element(file: ListedFile, stream: BinaryIO, names: Collection[str], found: dict[str, Variable]) -> None:
    """Read one variable, if it is wanted, and go on to the next."""
    kind, size = struct.unpack("<II", _exactly(file, stream, 8))
    start = stream.tell()
    if size > file.size - start:
        raise wrong(file, f"have {size} bytes after byte {start}, as it says", file.size - start)
    if kind == _COMPRESSED:
        packed = _Unpacking(stream, size)
        inner_kind, inner_size = struct.unpack("<II", _exactly(file, packed, 8))
        _matrix(file, packed, (inner_kind, inner_size), names, found)
    else:
        _matrix(file, stream, (kind, size), names, found)
    stream.seek(start + size)


def _matrix(
    file: ListedFile, stream: Readable, tag: tuple[int, int], names: Collection[str], found: dict[str, Variable]
) -> None:
    """Read an array, if it is wanted."""
    if tag[0] != _MATRIX:
        return
    (flags, _) = struct.unpack("<II", _part(file, stream, _UINT32, 8))
    raw_sizes = _part(file, stream, _INT32)
    name = _part(file, stream, _INT8).decode("latin-1")
    if name not in names or name in found:
        return
    sizes = struct.unpack(f"<{len(raw_sizes) // 4}i", raw_sizes[: len(raw_sizes) // 4 * 4])
    if flags & 0xFF not in _FULL_ARRAYS or flags & _COMPLEX or len(sizes) < 2 or min(sizes) < 1:
        raise wrong(file, f"hold {name} as a full array of real numbers", f"flags {flags:#x} and sizes {list(sizes)}")
    found[name] = Variable(sizes, _values(file, stream, name, sizes))
    if isinstance(stream, _Unpacking):
        stream.finish(file)


def _values(file: ListedFile, stream: Readable, name: str, sizes: tuple[int, ...]) -> NDArray[np.generic]:
    kind, size, small = _tag(file, stream)
    dtype = np.dtype(_TYPES[kind]) if kind in _TYPES else None
    if dtype is None or size != math.prod(sizes) * dtype.itemsize or size > MAX_BYTES:
        said = f"hold {name} as {math.prod(sizes)} numbers of up to {MAX_BYTES} bytes, as its sizes {list(sizes)} say"
        raise wrong(file, said, f"{size} bytes of type {kind}")
    content = read_up_to(stream if small is None else BytesIO(small), size)
    if len(content) != size:
        raise wrong(file, f"hold {size} bytes of {name}, as it says", len(content))
    return np.frombuffer(content, dtype)


def _part(file: ListedFile, stream: Readable, kind: int, size: int | None = None) -> bytes:
    """Give the content of a short element, of a given type and perhaps size; it is padded to 8 bytes."""
    found, length, small = _tag(file, stream)
    if found != kind or length > _SHORT or (size is not None and length != size):
        allowed = f"have an element of type {kind} and {size or f'up to {_SHORT}'} bytes"
        raise wrong(file, allowed, f"one of type {found} and {length} bytes")
    return _exactly(file, stream, length + -length % 8)[:length] if small is None else small


def _tag(file: ListedFile, stream: Readable) -> tuple[int, int, bytes | None]:
    """Read the tag of an element: its type, its size and, where it is put beside them, its content."""
    head = _exactly(file, stream, 8)
    kind, size = struct.unpack("<II", head)
    if kind >> 16 == 0:
        return kind, size, None
    length = kind >> 16
    if length > 4:
        raise wrong(file, "have up to 4 bytes beside the tag of a small element", length)
    return kind & 0xFFFF, length, head[4 : 4 + length]


def _exactly(file: ListedFile, stream: Readable, count: int) -> bytes:
    content = bytes(read_up_to(stream, count))
    if len(content) < count:
        raise wrong(file, f"have {count} more bytes where an element begins or goes on", len(content))
    return content


class _Unpacking:
    """Unpacks the next bytes of a file while they are read, and no more than is asked for.

    Args:
        stream: Where the packed bytes come from.
        size: How many there are.
    """

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._left = stream, size
        self._machine = zlib.decompressobj()

    def read(self, size: int, /) -> bytes:
        """Give the next bytes, at most so many; none at the end."""
        while not self._machine.eof:
            packed = self._machine.unconsumed_tail or self._next()
            unpacked = self._machine.decompress(packed, size)
            if unpacked or not packed:
                return unpacked
        return b""

    def _next(self) -> bytes:
        packed = self._stream.read(min(_CHUNK, self._left))
        self._left -= len(packed)
        return packed

    def finish(self, file: ListedFile) -> None:
        """Compare the checksum at the end; there may be up to 7 bytes before it that fill up an element.

        Raises:
            ValueError: If there is more, or no end.
        """
        if len(read_up_to(self, 8)) == 8 or not self._machine.eof:
            raise wrong(file, "end each packed variable after its values", "more, or no end")
