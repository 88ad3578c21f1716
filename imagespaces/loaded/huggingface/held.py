"""A file that stays open while a library reads in it, wherever it likes: also after the process has forked."""

from __future__ import annotations

import io
import os

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile

__all__ = ["HeldFile"]


class HeldFile(io.RawIOBase):
    """A file that is open for reading. Its place is its own: processes that share it do not move each other.

    Args:
        file: The file.

    Raises:
        PictureError: If it is gone or can't be read, or is not what it was when it was listed.
    """

    def __init__(self, file: ListedFile) -> None:
        super().__init__()
        self._descriptor = -1
        self.file = file
        with file.opened() as opened:
            self._descriptor = os.dup(opened.fileno())
        self._at = 0

    def check(self) -> None:
        """Compare the file with what it was when it was listed.

        Raises:
            PictureError: If it is another.
        """
        found = os.fstat(self._descriptor)
        if (found.st_size, found.st_mtime_ns) != (self.file.size, self.file.written):
            raise PictureError(f"has changed since it was listed, as a file of {self.file.size} bytes")

    def read_part(self, start: int, size: int) -> bytes:
        """Give some bytes, fewer at the end of the file."""
        return os.pread(self._descriptor, size, start)

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that any place of it can be read."""
        return True

    def fileno(self) -> int:
        """Give its descriptor."""
        return self._descriptor

    def tell(self) -> int:
        """Give the place of the next byte to be read."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place."""
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.file.size}[whence]
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, as far as there are bytes."""
        found = self.read_part(self._at, len(buffer))
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        """Close the file, once."""
        if not self.closed and self._descriptor >= 0:
            os.close(self._descriptor)
        super().close()
