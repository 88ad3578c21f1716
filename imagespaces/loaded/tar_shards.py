"""Tar archives whose members are read where they lie: nothing is unpacked to disk.

One pass over the headers of an archive says where each member begins and how long it is. Headers are not believed: a
member must lie within the file and after the one before it, and no header may ask for more than a mebibyte.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from imagespaces.loaded.faults import PictureError, reason_of
from imagespaces.loaded.files import MAX_FILE_BYTES, ListedFile
from imagespaces.loaded.pictures import Form, decode
from imagespaces.loaded.records import Decoded

__all__ = ["Member", "TarPicture", "members_of"]

MAX_HEADER_BYTES = 1 << 20
"""So much may be read at once for a header; a real one takes 512 bytes, and with a long name a few thousand."""


class Member(NamedTuple):
    """A file in an archive.

    Attributes:
        name: What it is called there.
        start: Its first byte in the archive.
        size: Bytes.
        fault: Why it can't be read; nothing where it can.
    """

    name: str
    start: int
    size: int
    fault: str = ""


@dataclass(frozen=True)
class TarPicture:
    """A picture in an archive.

    Attributes:
        shard: The archive.
        name: What the picture is called: the archive and the name in it.
        start: Its first byte in the archive.
        size: Bytes.
    """

    shard: ListedFile
    name: str
    start: int
    size: int

    def decode(self, form: Form) -> Decoded:
        """Give the picture.

        Raises:
            PictureError: If it can't be read, or is none.
        """
        return Decoded(decode(self.shard.read_part(self.start, self.size), form))


class _Headers:
    """An open archive of which little is read at a time, whatever its headers ask for."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.tell, self.seek = file.tell, file.seek

    def read(self, size: int) -> bytes:
        if not 0 <= size <= MAX_HEADER_BYTES:
            raise PictureError(f"has a header of {size} bytes, allowed are up to {MAX_HEADER_BYTES}")
        return self._file.read(size)


def members_of(file: BinaryIO, size: int) -> Iterator[Member]:
    """Go through the files in an archive, in order; folders are passed over.

    Args:
        file: The archive, which may be read elsewhere in between.
        size: The bytes that it takes.

    Raises:
        PictureError: Where a header is damaged; what was given before is good.
    """
    try:
        # Of the arguments' types this is no file, but it has all that is asked of one.
        with tarfile.open(fileobj=_Headers(file), mode="r:") as archive:  # type: ignore[call-overload]
            yield from _members(archive, size)
            _check_end(file, archive.offset)
    except PictureError:
        raise
    except Exception as error:  # damaged headers lead tarfile to raise whatever there is
        raise PictureError(f"is no tar archive, or is damaged: {reason_of(error)}") from error


def _members(archive: tarfile.TarFile, size: int) -> Iterator[Member]:
    before = -1
    while (found := archive.next()) is not None:
        archive.members.clear()  # type: ignore[attr-defined]  # which would grow with the archive
        if found.offset <= before:
            raise PictureError(f"has a header at byte {found.offset} that comes after the one at {before}")
        before = found.offset
        if not found.isdir():
            yield Member(found.name, found.offset_data, found.size, _fault(found, size))


def _fault(found: tarfile.TarInfo, size: int) -> str:
    """Say why a member can't be read; nothing where it can."""
    if not found.isreg() or found.issparse():
        return f"is of the type {found.type!r}, allowed are plain files"
    if found.name.startswith("/") or ".." in found.name.split("/"):
        return "has a name that leads out of the archive, allowed are relative ones without '..'"
    if found.size > MAX_FILE_BYTES:
        return f"takes {found.size} bytes, allowed are up to {MAX_FILE_BYTES}"
    if found.size < 0 or found.offset_data + found.size > size:
        return f"takes {found.size} bytes from byte {found.offset_data} on, but the archive ends at byte {size}"
    return ""


def _check_end(file: BinaryIO, end: int) -> None:
    """Compare what comes after the last member with what must: zeros or nothing; else a header there is damaged."""
    file.seek(end)
    if file.read(tarfile.BLOCKSIZE).strip(b"\0"):
        raise PictureError(f"has a damaged header at byte {end}")
