"""Reading one file of a directory, as it was when the directory was listed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple

from imagespaces.loaded.faults import PictureError, reason_of
from imagespaces.loaded.pictures import Form, decode
from imagespaces.loaded.records import Decoded

__all__ = ["MAX_FILE_BYTES", "ListedFile"]

MAX_FILE_BYTES = 1 << 29
"""A picture file may take so many bytes, 512 MiB: the largest picture allowed, at 8 bytes a pixel."""

# What some systems lack is not needed there. Opening a pipe without O_NONBLOCK would wait for somebody to write.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"))


class ListedFile(NamedTuple):
    """A file, and what was known of it when its directory was listed.

    Attributes:
        name: Its path from the directory, with ``/`` between the parts.
        path: Where it is, absolute and without links.
        size: Bytes.
        written: When its content last changed, in nanoseconds since 1970.
        changed: When anything about it last changed, also its name or who may read it.
    """

    name: str
    path: str
    size: int
    written: int
    changed: int

    def read(self) -> bytes:
        """Give what is in the file.

        Raises:
            PictureError: If it is too large, is gone or can't be read, or is not what it was.
        """
        return self.read_part(0, self.size)

    def read_part(self, start: int, size: int) -> bytes:
        """Give some of what is in the file.

        Args:
            start: The first byte.
            size: How many bytes; no more are given than there are.

        Raises:
            PictureError: If they are too many, or the file is gone or can't be read, or is not what it was.
        """
        if size > MAX_FILE_BYTES:
            raise PictureError(f"takes {size} bytes, allowed are up to {MAX_FILE_BYTES}")
        with self.opened() as file:
            file.seek(start)
            return file.read(size)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the file while a block lasts.

        Raises:
            PictureError: If it is gone or can't be read, or is not what it was, before the block or after it.
        """
        changed = PictureError(f"has changed since it was listed, as a file of {self.size} bytes")
        try:
            if os.path.realpath(self.path) != self.path:  # a folder above it was replaced by a link
                raise changed
            with open(os.open(self.path, _FLAGS), "rb") as file:  # noqa: PTH123 - a descriptor, not a path
                if not self._is_same(os.fstat(file.fileno())):
                    raise changed
                yield file
                if not self._is_same(os.fstat(file.fileno())):
                    raise changed
        except OSError as error:
            raise PictureError(f"cannot be read: {reason_of(error)}") from error

    def decode(self, form: Form) -> Decoded:
        """Give the picture that the file holds.

        Raises:
            PictureError: If it can't be read, or holds none.
        """
        return Decoded(decode(self.read(), form))

    def _is_same(self, found: os.stat_result) -> bool:
        return stat.S_ISREG(found.st_mode) and (found.st_size, found.st_mtime_ns) == (self.size, self.written)
