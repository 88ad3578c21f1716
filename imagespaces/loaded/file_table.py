"""Very many files in little memory: some sixty bytes each, a tenth of what an object of its own would take.

Axes: ``F`` folders, ``N`` files, in the order of their folders.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.files import ListedFile

__all__ = ["FileTable"]


@dataclass(frozen=True, eq=False, repr=False)
class FileTable(Sequence[ListedFile]):
    """The ``N`` files of some folders, each made when it is asked for.

    Attributes:
        root: The directory that names start at, absolute and without links.
        folders: The ``F`` folders, as paths from the root with ``/`` between the parts.
        ends: int64 ``[F + 1]``, the files of folder f are those from ``ends[f]`` to ``ends[f + 1]`` − 1.
        names: What the files are called in their folders, in order within each, one after another.
        starts: int64 ``[N + 1]``, where in ``names`` each begins.
        facts: int64 ``[N, 3]``, the size of each, when it was written and when it was changed.
        links: Where those lead, by number, that are links.
    """

    root: str
    folders: tuple[str, ...]
    ends: NDArray[np.int64]
    names: bytes
    starts: NDArray[np.int64]
    facts: NDArray[np.int64]
    links: Mapping[int, str]

    def __len__(self) -> int:
        """Give the number of files."""
        return len(self.facts)

    def __getitem__(self, at: int | slice) -> ListedFile | Sequence[ListedFile]:  # type: ignore[override]
        """Give one file or some."""
        if isinstance(at, slice):
            return [self.file(number) for number in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(f"a file must be from 0 to {len(self) - 1}, got {at}")
        return self.file(at % len(self))

    def file(self, number: int) -> ListedFile:
        """Give one file."""
        name, path = self.name(number), self.links.get(number)
        # Not joined as paths: parts of names are never absolute.
        return ListedFile(
            name, f"{self.root.rstrip('/')}/{name}" if path is None else path, *self.facts[number].tolist()
        )

    def name(self, number: int) -> str:
        """Give the path of a file from the root."""
        folder, inner = self.folders[self._folder(number)], os.fsdecode(self._inner(number))
        return f"{folder}/{inner}" if folder else inner

    def _folder(self, number: int) -> int:
        return int(np.searchsorted(self.ends, number, side="right")) - 1

    def _inner(self, number: int) -> bytes:
        return self.names[self.starts[number] : self.starts[number + 1]]

    @property
    def counts(self) -> NDArray[np.int64]:
        """The number of files of each folder, int64 ``[F]``."""
        return np.diff(self.ends)

    def find(self, folder: int, name: str) -> int | None:
        """Give the number of the file of a name in a folder; None where there is none."""
        first, end = self.ends[folder : folder + 2].tolist()
        wanted = os.fsencode(name)
        number = bisect_left(range(end), wanted, lo=first, key=self._inner)
        return number if number < end and self._inner(number) == wanted else None

    @property
    def digest(self) -> str:
        """A digest of all that is known of the files."""
        return self._digest(self.facts, repr(sorted(self.links.items())))

    @property
    def copy_digest(self) -> str:
        """A digest of what the files are called and how many bytes each takes."""
        return self._digest(np.ascontiguousarray(self.facts[:, 0]), "")

    def _digest(self, facts: NDArray[np.int64], more: str) -> str:
        digest = blake2b(repr((self.folders, more)).encode("utf-8", "surrogateescape"), digest_size=16)
        for column in (self.ends, self.starts, facts):
            digest.update(column.tobytes())
        digest.update(self.names)
        return digest.hexdigest()
