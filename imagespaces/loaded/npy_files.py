"""NumPy's files of one array (npy) or several (npz), read without NumPy's own reader.

That one evaluates a file's header as Python's literals, and can be told to unpickle. Here a header is matched with a
pattern, only arrays of numbers are read, and sizes are compared with one another before anything is read by them (NumPy
Enhancement Proposal 1, "A Simple File Format for NumPy Arrays").
"""

from __future__ import annotations

import math
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.faults import reason_of
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.streams import Readable, opened, read_up_to, wrong

__all__ = ["MAX_BYTES", "MAX_DIRECTORY", "read_npy", "read_npz"]

MAX_BYTES = 1 << 32
"""An array may take so many bytes, 4 GiB."""

MAX_DIRECTORY = 1 << 20
"""The directory of an npz file may take so many bytes, 1 MiB: some ten thousand arrays."""

_MAGIC = b"\x93NUMPY"
_LENGTHS = {1: "<H", 2: "<I", 3: "<I"}  # how long the header is, by the version of the format
_MAX_HEADER = 1 << 12
_HEADER = re.compile(
    rb"\{'descr': ?'([<>|=]?[buif][1248])', ?'fortran_order': ?(False|True), ?"
    rb"'shape': ?\(((?:\d{1,19}, ?)*(?:\d{1,19})?)\),? ?\}\s*"
)
_END, _END_SIZE = b"PK\5\6", 22
_LARGE_END, _LARGE_END_SIZE = b"PK\6\7", 20


def read_npy(file: ListedFile) -> NDArray[np.generic]:
    """Read the array of an npy file.

    Raises:
        ValueError: If it is no such file, damaged, cut short, or holds anything else than numbers.
    """
    with opened(file) as stream:
        return _array(file, stream, file.size, "")


def read_npz(file: ListedFile, names: tuple[str, ...]) -> Mapping[str, NDArray[np.generic]]:
    """Read arrays of an npz file.

    Args:
        file: The file.
        names: Which arrays; those that are not there are left out.

    Raises:
        ValueError: If it is no such file, damaged, cut short, or one of the arrays is there twice or is of anything
            else than numbers.
    """
    with opened(file) as stream:
        _check_directory(file, stream)
        with _unpacking(file):
            archive = zipfile.ZipFile(stream)
        members: dict[str, zipfile.ZipInfo] = {}
        for member in archive.infolist():
            if (name := member.filename.removesuffix(".npy")) in names and name != member.filename:
                if name in members:  # reading any number of them would take any time
                    raise wrong(file, f"hold {member.filename!r} once", "it twice")
                members[name] = member
        return {name: _member(file, archive, member) for name, member in members.items()}


@contextmanager
def _unpacking(file: ListedFile) -> Iterator[None]:
    """Name the file in whatever zipfile raises where it is none or damaged."""
    try:
        yield
    except Exception as error:
        raise ValueError(f"{file.path!r} cannot be read: {reason_of(error)}") from error


def _check_directory(file: ListedFile, stream: BinaryIO) -> None:
    """Compare the size of an archive's directory with what is allowed: all of it is read at once."""
    stream.seek(max(0, file.size - _END_SIZE - _LARGE_END_SIZE))
    end = stream.read(_END_SIZE + _LARGE_END_SIZE)
    large, end = end[:-_END_SIZE], end[-_END_SIZE:]
    if len(end) < _END_SIZE or not end.startswith(_END) or large.startswith(_LARGE_END):
        raise wrong(file, "end with the directory of a zip file of less than 4 GiB, as npz files do", end[:4])
    (size,) = struct.unpack_from("<I", end, 12)
    if size > MAX_DIRECTORY:
        raise wrong(file, f"have a directory of at most {MAX_DIRECTORY} bytes", size)
    stream.seek(0)


def _member(file: ListedFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> NDArray[np.generic]:
    locked = member.flag_bits & 1
    if locked or member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        found = "it encrypted" if locked else f"compression {member.compress_type}"
        raise wrong(file, f"hold {member.filename!r} as it is or deflated", found)
    with _unpacking(file):
        stream = archive.open(member)
    with stream:
        return _array(file, _Unpacked(file, stream), member.file_size, f" in {member.filename!r}")


class _Unpacked(NamedTuple):
    """What is unpacked from an archive, one byte after another."""

    file: ListedFile
    stream: Readable

    def read(self, size: int, /) -> bytes:
        with _unpacking(self.file):
            return self.stream.read(size)


def _array(file: ListedFile, stream: Readable, size: int, where: str) -> NDArray[np.generic]:
    """Read an array from the beginning of a stream of ``size`` bytes."""
    dtype, last_fastest, sizes, begun = _header(file, stream, where)
    count = math.prod(sizes) * dtype.itemsize
    if count != size - begun or count > MAX_BYTES:
        said = f"hold {count} bytes{where}, at most {MAX_BYTES}, as the shape {list(sizes)} of {dtype} says"
        raise wrong(file, said, size - begun)
    content = read_up_to(stream, count)
    if len(content) < count or stream.read(1):  # the latter also compares a zip file's checksum
        raise wrong(file, f"hold {count} bytes{where} after the header", "fewer" if len(content) < count else "more")
    return np.frombuffer(content, dtype).reshape(sizes, order="C" if last_fastest else "F")


def _header(file: ListedFile, stream: Readable, where: str) -> tuple[np.dtype[np.generic], bool, tuple[int, ...], int]:
    """Read the header.

    Returns:
        The type, whether the last axis changes fastest, the shape, and how many bytes the header takes.
    """
    magic = bytes(read_up_to(stream, 8))
    form = _LENGTHS.get(magic[6]) if magic[:6] == _MAGIC and len(magic) == 8 and magic[7] == 0 else None
    if form is None:
        raise wrong(file, f"begin{where} with {_MAGIC!r} and version 1.0, 2.0 or 3.0", repr(magic))
    raw_length = bytes(read_up_to(stream, struct.calcsize(form)))
    length = struct.unpack(form, raw_length)[0] if len(raw_length) == struct.calcsize(form) else 0
    text = bytes(read_up_to(stream, min(length, _MAX_HEADER + 1)))
    found = _HEADER.fullmatch(text) if len(text) == length <= _MAX_HEADER else None
    if found is None:
        raise wrong(file, f"have a header{where} that tells of an array of numbers", repr(text[:100]))
    sizes = tuple(int(size) for size in found[3].replace(b",", b" ").split())
    if len(sizes) > 4 or 0 in sizes:
        raise wrong(file, f"hold an array{where} of up to four dimensions, none of them 0", list(sizes))
    begun = len(magic) + len(raw_length) + length
    return _dtype(file, found[1].decode(), where), found[2] == b"False", sizes, begun


def _dtype(file: ListedFile, name: str, where: str) -> np.dtype[np.generic]:
    try:
        return np.dtype(name)
    except TypeError:
        raise wrong(file, f"hold numbers{where} of a type that there is", repr(name)) from None
