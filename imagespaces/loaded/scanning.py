"""Looking into the folders of data sets that have very many files: which pictures there are, and no file is opened.

What :mod:`imagespaces.loaded.listing` says of hidden files, links and special files holds here as well, but only the
folders that a format names are looked into.
"""

from __future__ import annotations

import os
import stat
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.faults import Fault, PictureError, reason_of
from imagespaces.loaded.file_table import FileTable
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.listing import SUFFIXES, Listing, path_order

__all__ = ["Scan", "TableListing"]

_Row: TypeAlias = tuple[bytes, int, int, int, str | None]
"""What a file is called in its folder, its size, when it was written and changed, and where it leads if a link."""


@dataclass(frozen=True)
class TableListing(Listing):
    """What some folders hold.

    Attributes:
        files: The pictures.
        texts: Files that tell about them, by what a format calls each.
        classes: The folders that are classes, also of parts that are not read, where a format goes by them.
    """

    files: FileTable
    texts: tuple[tuple[str, ListedFile], ...] = ()
    classes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """A digest of all that is known without reading a file: it changes when a file does."""
        return _digest(self.files.digest, self.faults, self.texts, self.classes)

    @property
    def copy_digest(self) -> str:
        """A digest of what the files are called and how many bytes each takes: the same for a copy elsewhere."""
        return _digest(self.files.copy_digest, [(name, file.size) for name, file in self.texts], self.classes)

    def text(self, name: str) -> ListedFile | None:
        """Give a file that tells about the pictures; None where there is none."""
        return dict(self.texts).get(name)


def _digest(*parts: object) -> str:
    return blake2b(repr(parts).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


class Scan:
    """Gathers what lies in folders of a directory, one after another.

    Args:
        root: The directory.

    Raises:
        ValueError: If it can't be looked into.
    """

    def __init__(self, root: str) -> None:
        try:
            self._root = os.path.realpath(root, strict=True)
        except (OSError, ValueError) as error:
            raise ValueError(f"root must be a directory, got {root!r}: {reason_of(error)}") from error
        self._folders: list[str] = []
        self._counts: list[int] = []
        self._names: list[bytes] = []  # of each folder, one after another
        self._lengths = array("q", [0])
        self._facts = array("q")
        self._links: dict[int, str] = {}
        self._faults: list[Fault] = []
        self._texts: list[tuple[str, ListedFile]] = []
        self._ignored = 0

    def text(self, name: str, *candidates: str) -> bool:
        """Add a file that tells about the pictures, if it is there.

        Args:
            name: What the format calls it.
            candidates: Where it may lie, as paths from the root; the first that is there counts.

        Returns:
            Whether it is there.

        Raises:
            PictureError: If it is a link that leads out of the directory, or no file.
        """
        for candidate in candidates:
            path = self._path(candidate)
            if os.path.lexists(path):
                self._texts.append((name, self._listed(candidate, path)))
                return True
        return False

    def has(self, folder: str) -> bool:
        """Say whether there is such a folder."""
        return Path(self._path(folder)).is_dir()

    def subfolders(self, folder: str) -> list[str]:
        """Give the folders in a folder, in order, as paths from the root; hidden ones are left out."""
        found: list[str] = []
        with self._noting(folder), os.scandir(self._real(folder)) as entries:
            for entry in entries:
                inner = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_symlink() and entry.is_dir():
                    self._faults.append(Fault(inner, "is a link to a folder, allowed are links to pictures"))
                elif entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                    found.append(inner)
        return sorted(found, key=path_order)

    def tree(self, folder: str) -> Iterator[str]:
        """Give a folder and all that lie in it, at any depth, in order."""
        yield folder
        for inner in self.subfolders(folder):
            yield from self.tree(inner)

    def pictures(self, folder: str, endings: tuple[str, ...] = SUFFIXES) -> int:
        """Add the pictures, or files of other endings, that lie in a folder, and give how many there are."""
        found: list[_Row] = []
        wanted = tuple(map(str.encode, endings))
        with self._noting(folder), os.scandir(os.fsencode(self._real(folder))) as entries:
            for entry in entries:
                if entry.name.startswith(b".") or not entry.name.lower().endswith(wanted):
                    self._ignored += 1
                    continue
                try:
                    found.append(self._row(entry))
                except (OSError, PictureError) as error:
                    self._note(f"{folder}/{os.fsdecode(entry.name)}".lstrip("/"), error)
        found.sort()  # by name, which is never there twice
        for name, *facts, target in found:
            if target is not None:
                self._links[len(self._lengths) - 1] = target
            self._lengths.append(len(name))
            self._facts.extend(facts)
        self._names.append(b"".join(row[0] for row in found))
        self._folders.append(folder)
        self._counts.append(len(found))
        return len(found)

    def listing(self, classes: Sequence[str] = ()) -> TableListing:
        """Give what was gathered.

        Args:
            classes: The folders that are classes.
        """
        files = FileTable(
            root=self._root,
            folders=tuple(self._folders),
            ends=np.fromiter(accumulate(self._counts, initial=0), np.int64),
            names=b"".join(self._names),
            starts=np.cumsum(_numbers(self._lengths)),
            facts=_numbers(self._facts).reshape(-1, 3),
            links=self._links,
        )
        faults = sorted(self._faults, key=lambda fault: path_order(fault.name))
        return TableListing(files, tuple(faults), self._ignored, tuple(self._texts), tuple(classes))

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}" if name else self._root

    def _real(self, folder: str) -> str:
        """Give where a folder lies, which is nowhere but where its name says.

        Raises:
            PictureError: If a part of its path is a link.
            OSError: If it is not there.
        """
        path = self._path(folder)
        target = os.path.realpath(path, strict=True)
        if target != path:
            raise PictureError(f"is a link to {target!r}, allowed are folders and, for pictures, links inside")
        return path

    @contextmanager
    def _noting(self, name: str) -> Iterator[None]:
        """Where looking at something fails, note why."""
        try:
            yield
        except (OSError, PictureError) as error:
            self._note(name, error)

    def _note(self, name: str, error: Exception) -> None:
        said = str(error) if isinstance(error, PictureError) else f"cannot be read: {reason_of(error)}"
        self._faults.append(Fault(name, said))

    def _row(self, entry: os.DirEntry[bytes]) -> _Row:
        """Give what is known of a file."""
        status, target = entry.stat(follow_symlinks=False), None
        if stat.S_ISLNK(status.st_mode):
            target = self._inside(os.fsdecode(entry.path))
            status = os.lstat(target)
        _check_regular(status)
        return entry.name, status.st_size, status.st_mtime_ns, status.st_ctime_ns, target

    def _inside(self, path: str) -> str:
        target = os.path.realpath(path, strict=True)
        if not Path(target).is_relative_to(self._root):
            raise PictureError(f"is a link to {target!r}, allowed are links that stay inside of {self._root!r}")
        return target

    def _listed(self, name: str, path: str) -> ListedFile:
        try:
            target = self._inside(path)
            status = os.lstat(target)
            _check_regular(status)
        except PictureError as error:
            raise PictureError(f"{name!r} {error}") from error
        except OSError as error:
            raise PictureError(f"{name!r} cannot be read: {reason_of(error)}") from error
        return ListedFile(name, target, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _check_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise PictureError(f"is {stat.filemode(status.st_mode)!r}, neither a file nor a folder")


def _numbers(values: array[int]) -> NDArray[np.int64]:
    return np.frombuffer(values, np.int64) if len(values) else np.zeros(0, np.int64)
