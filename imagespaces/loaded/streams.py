"""Reading large files of data bit by bit: never more than asked for, whatever a file says of itself."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from imagespaces.loaded.faults import PictureError, reason_of
from imagespaces.loaded.files import ListedFile

__all__ = ["Readable", "inflated", "opened", "read_up_to", "wrong"]

_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"


class Readable(Protocol):
    """What bytes can be read from, one after another."""

    def read(self, size: int, /) -> bytes:
        """Give the next bytes, at most so many; none at the end."""


def wrong(file: ListedFile, allowed: str, found: object) -> ValueError:
    """Give the error to raise where a file is not what it should be.

    Args:
        file: The file.
        allowed: What it may be, to be read after "must".
        found: What it is instead.
    """
    return ValueError(f"{file.path!r} must {allowed}, got {found}")


@contextmanager
def opened(file: ListedFile) -> Iterator[BinaryIO]:
    """Open a file of any size, and name it in whatever is wrong with it.

    Raises:
        ValueError: If it can't be read, or has changed since it was listed.
    """
    try:
        with file.opened() as stream:
            yield stream
    except PictureError as error:
        raise ValueError(f"{file.path!r} {error}") from error
    except (EOFError, zlib.error) as error:  # of compressed ones that are damaged
        raise ValueError(f"{file.path!r} cannot be read: {reason_of(error)}") from error


@contextmanager
def inflated(file: ListedFile) -> Iterator[Readable]:
    """Open a file, and unpack it while it is read if it is packed with gzip; its content tells, not its name.

    Raises:
        ValueError: If it can't be read, has changed since it was listed, or is damaged.
    """
    with opened(file) as stream:
        packed = stream.read(len(_GZIP)) == _GZIP
        stream.seek(0)
        if not packed:
            yield stream
            return
        with gzip.GzipFile(fileobj=stream) as unpacked:
            yield unpacked


def read_up_to(stream: Readable, count: int) -> bytearray:
    """Read so many bytes, or what is there; memory grows with what comes, not with what was asked for.

    >>> from io import BytesIO
    >>> read_up_to(BytesIO(b"abc"), 1 << 60)
    bytearray(b'abc')
    """
    content = bytearray()
    while len(content) < count and (chunk := stream.read(min(_CHUNK, count - len(content)))):
        content += chunk
    return content
