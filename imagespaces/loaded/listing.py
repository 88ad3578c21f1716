"""Which files of a directory are pictures, in an order that depends on their names alone.

Names decide, by their endings; what begins with a dot is hidden. Folders are entered to any depth, links to folders are
not; links to pictures are followed as long as they stay inside. Paths are in order part by part, each as bytes.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path

from imagespaces.loaded.faults import Fault, PictureError, reason_of
from imagespaces.loaded.files import ListedFile

__all__ = ["SUFFIXES", "Listing", "list_pictures", "path_order"]

SUFFIXES = (".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
"""The endings of pictures' names, in capitals or not."""


@dataclass(frozen=True)
class Listing:
    """What a directory holds.

    Attributes:
        files: The pictures, in order.
        faults: What is named as a picture and can't be one, or can't be looked into, in order.
        ignored: How many other files and hidden ones there are.
    """

    files: Sequence[ListedFile]
    faults: tuple[Fault, ...]
    ignored: int

    @property
    def digest(self) -> str:
        """A digest of all that is known without reading a file: it changes when a file does."""
        return blake2b(repr((self.files, self.faults)).encode(), digest_size=16).hexdigest()

    @property
    def copy_digest(self) -> str:
        """A digest of what the files are called and how many bytes each takes: the same for a copy elsewhere."""
        known = [(file.name, file.size) for file in self.files]
        return blake2b(repr(known).encode(), digest_size=16).hexdigest()


def list_pictures(root: str) -> Listing:
    """List the pictures of a directory; no file is opened.

    Raises:
        OSError: If the directory itself can't be listed.
    """
    walk = _Walk(os.path.realpath(root, strict=True))
    walk.enter("")
    while walk.waiting:
        name = walk.waiting.pop()
        walk.attempt(name, partial(walk.enter, name))
    return walk.listing()


class _Walk:
    """Goes through the folders of a directory, and gathers what it finds."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._files: list[ListedFile] = []
        self._faults: list[Fault] = []
        self._ignored = 0
        self.waiting: list[str] = []
        """Folders to be entered."""

    def enter(self, name: str) -> None:
        """Look at all that lies in one folder."""
        with os.scandir(os.path.join(self._root, *name.split("/"))) as entries:  # noqa: PTH118 - names may be of any bytes
            for entry in entries:
                inner = f"{name}/{entry.name}" if name else entry.name
                self.attempt(inner, partial(self._look_at, inner, entry))

    def attempt(self, name: str, action: Callable[[], None]) -> None:
        """Do something about a file or folder; where that fails, note why."""
        try:
            action()
        except PictureError as error:
            self._faults.append(Fault(name, str(error)))
        except OSError as error:
            self._faults.append(Fault(name, f"cannot be read: {reason_of(error)}"))

    def _look_at(self, name: str, entry: os.DirEntry[str]) -> None:
        if entry.name.startswith("."):
            self._ignored += 1
        elif entry.is_symlink() and os.path.isdir(entry.path):  # noqa: PTH112 - false where it leads nowhere
            raise PictureError("is a link to a folder, allowed are links to pictures inside of the directory")
        elif entry.is_dir(follow_symlinks=False):
            self.waiting.append(name)
        elif entry.name.lower().endswith(SUFFIXES):
            self._add(name, self._target(entry) if entry.is_symlink() else entry.path)
        else:
            self._ignored += 1

    def _target(self, entry: os.DirEntry[str]) -> str:
        """Give the file that a link leads to."""
        target = os.path.realpath(entry.path, strict=True)
        if not Path(target).is_relative_to(self._root):
            raise PictureError(f"is a link to {target!r}, allowed are links that stay inside of {self._root!r}")
        return target

    def _add(self, name: str, path: str) -> None:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            raise PictureError(f"is {stat.filemode(status.st_mode)!r}, neither a file nor a folder")
        self._files.append(ListedFile(name, path, status.st_size, status.st_mtime_ns, status.st_ctime_ns))

    def listing(self) -> Listing:
        """Give what was found, in order."""
        files = sorted(self._files, key=lambda file: path_order(file.name))
        faults = sorted(self._faults, key=lambda fault: path_order(fault.name))
        return Listing(tuple(files), tuple(faults), self._ignored)


def path_order(name: str) -> list[bytes]:
    """Give what relative paths are sorted by: their parts as bytes, the same whatever the system's language is."""
    return [os.fsencode(part) for part in name.split("/")]
