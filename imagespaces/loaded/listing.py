"""Which files of a directory are pictures, in an order that depends on their names alone.

Names decide, by their endings; what begins with a dot is hidden. Folders are entered to any depth, links to folders are
not; links to pictures are followed as long as they stay inside. Paths are in order part by part, each as bytes.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
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
        known = [f"{file.name}\0{file.path}\0{file.size}\0{file.written}\0{file.changed}" for file in self.files]
        return _digest(known, repr(self.faults))

    @property
    def copy_digest(self) -> str:
        """A digest of what the files are called and how many bytes each takes: the same for a copy elsewhere."""
        return _digest([f"{file.name}\0{file.size}" for file in self.files])


def _digest(lines: list[str], more: str = "") -> str:
    """Give a digest of lines, in which no zero but those between their parts is: names have none."""
    text = "\0\0".join([str(len(lines)), *lines, more])
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def list_pictures(root: str) -> Listing:
    """List the pictures of a directory; no file is opened.

    Raises:
        OSError: If the directory itself can't be listed.
    """
    walk = _Walk(os.path.realpath(root, strict=True))
    walk.enter("")
    while walk.waiting:
        name = walk.waiting.pop()
        try:
            walk.enter(name)
        except OSError as error:
            walk.note(name, error)
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
        folder = f"{name}/" if name else ""
        with os.scandir(f"{self._root.rstrip('/')}/{name}") as entries:
            for entry in entries:
                inner = folder + entry.name
                try:
                    self._look_at(inner, entry)
                except (PictureError, OSError) as error:
                    self.note(inner, error)

    def note(self, name: str, error: Exception) -> None:
        """Note why a file or folder can't be looked at."""
        said = str(error) if isinstance(error, PictureError) else f"cannot be read: {reason_of(error)}"
        self._faults.append(Fault(name, said))

    def _look_at(self, name: str, entry: os.DirEntry[str]) -> None:
        if entry.name.startswith("."):
            self._ignored += 1
        elif entry.is_symlink():
            self._follow(name, entry)
        elif entry.is_dir(follow_symlinks=False):
            self.waiting.append(name)
        elif entry.name.lower().endswith(SUFFIXES):
            self._add(name, entry.path)
        else:
            self._ignored += 1

    def _follow(self, name: str, entry: os.DirEntry[str]) -> None:
        if os.path.isdir(entry.path):  # noqa: PTH112 - false where it leads nowhere
            raise PictureError("is a link to a folder, allowed are links to pictures inside of the directory")
        if entry.name.lower().endswith(SUFFIXES):
            self._add(name, self._target(entry))
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


def path_order(name: str) -> bytes:
    """Give what relative paths are sorted by: part by part as bytes, the same whatever the system's language is.

    >>> sorted(["a.b/1", "a/2", "a/1"], key=path_order)
    ['a/1', 'a/2', 'a.b/1']
    """
    return os.fsencode(name).replace(b"/", b"\0")  # which comes before all that names can hold
