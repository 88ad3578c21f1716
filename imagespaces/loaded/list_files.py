"""Text files that name pictures line by line, and may say of which class each is.

What a line names is looked up among the pictures that were listed, and never opened by its name; so no line can lead
out of the directory. Lines that try are errors all the same, for such a list is not what it should be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.faults import Fault, PictureError
from imagespaces.loaded.file_table import FileTable
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.records import Source, Sources

__all__ = ["MAX_TEXT_BYTES", "Line", "Lookup", "chosen", "lines_of", "text_of", "wrong_line"]

MAX_TEXT_BYTES = 1 << 26
"""A text file may take so many bytes, 64 MiB: a list of all of ImageNet takes fifty."""


class Line(NamedTuple):
    """A line of a text file that is not empty.

    Attributes:
        number: Which one, from 1.
        text: What it says, without blanks around it.
    """

    number: int
    text: str


def text_of(file: ListedFile) -> str:
    """Give what a text file says.

    Raises:
        PictureError: If it is too large, can't be read, has changed since it was listed, or is not UTF-8.
    """
    if file.size > MAX_TEXT_BYTES:
        raise PictureError(f"{file.name!r} takes {file.size} bytes, allowed are up to {MAX_TEXT_BYTES}")
    try:
        return file.read().decode("utf-8-sig")
    except PictureError as error:
        raise PictureError(f"{file.name!r} {error}") from error
    except UnicodeDecodeError as error:
        found = f"{error.object[error.start : error.start + 1]!r} at byte {error.start}"
        raise PictureError(f"{file.name!r} must be text in UTF-8, got {found}") from error


def lines_of(file: ListedFile) -> Iterator[Line]:
    """Give the lines of a text file that are not empty.

    Raises:
        PictureError: As for :func:`text_of`.
    """
    for number, text in enumerate(text_of(file).split("\n"), 1):
        if stripped := text.strip():
            yield Line(number, stripped)


def wrong_line(file: ListedFile, line: Line, found: object, allowed: str) -> PictureError:
    """Give the error to raise where a line is not what it should be.

    Args:
        file: The text file.
        line: Its line.
        found: What of the line is wrong.
        allowed: What it may be.
    """
    return PictureError(f"{file.name!r} line {line.number}: found {_shortened(found)}, allowed is {allowed}")


def _shortened(found: object) -> str:
    shown = repr(found)
    return shown if len(shown) <= 100 else f"{shown[:99]}…"


class Lookup:
    """Finds pictures by the paths that lines of a text file give.

    Args:
        file: The text file.
        files: All pictures that there are.
        folder: Where paths start, as a path from the root.

    Attributes:
        faults: What was named and is not there.
    """

    def __init__(self, file: ListedFile, files: FileTable, folder: str) -> None:
        self._file, self._files, self._folder = file, files, folder
        self._folders: Mapping[str, int] = {name: number for number, name in enumerate(files.folders)}
        self._seen = np.zeros(len(files), np.bool_)
        self.faults: list[Fault] = []

    def number(self, line: Line, path: str) -> int | None:
        """Give the number of the picture of a path; None where it is not there, which is a fault.

        Raises:
            PictureError: If the path is no relative one, leads out of the directory, or was named before.
        """
        parts = [part for part in path.split("/") if part != "."]
        if not parts or "" in parts or ".." in parts or "\0" in path or "\\" in path:
            raise wrong_line(self._file, line, path, "the relative path of a picture, without '..'")
        outer, _, name = "/".join([self._folder, *parts] if self._folder else parts).rpartition("/")
        folder = self._folders.get(outer)
        number = None if folder is None else self._files.find(folder, name)
        if number is None:
            self.faults.append(Fault(f"{outer}/{name}".lstrip("/"), f"is not there, but {self._place(line)} names it"))
        elif self._seen[number]:
            raise wrong_line(self._file, line, path, "each picture once")
        else:
            self._seen[number] = True
        return number

    def _place(self, line: Line) -> str:
        return f"{self._file.name!r} line {line.number}"

    def unnamed(self, folder: str) -> None:
        """Make a fault of each picture of a folder that no line has named."""
        which = self._folders[folder]
        for number in range(*self._files.ends[which : which + 2].tolist()):
            if not self._seen[number]:
                self.faults.append(Fault(self._files.name(number), f"has no line in {self._file.name!r}"))


def chosen(files: FileTable, numbers: Sequence[int] | NDArray[np.int64]) -> Sequence[Source]:
    """Give some files, in an order of their own."""
    kept = np.asarray(numbers, np.int64)
    return Sources(len(kept), lambda at: files.file(int(kept[at])))
