"""Entries of the cache: a directory each, with arrays that are mapped into memory and a description of them.

Arrays are raw files, for which nothing has to be executed or copied; the description is JSON. An entry is there whole
or not at all, since it gets its name in one step; what has a name that begins with a dot is none yet, or none any more.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.cache.directories import entry_directory
from imagespaces.cache.keys import Key

__all__ = ["DESCRIPTION", "FORMAT_VERSION", "GONE", "DamagedEntryError", "Entry", "entries", "find", "remove"]

DESCRIPTION = "entry.json"
"""The file that describes an entry."""

GONE = ".gone"
"""What the names of directories end with that are being removed."""

FORMAT_VERSION = 1
"""How entries are laid out; one that is laid out otherwise is not looked at."""

_TYPES = ("uint8", "int16", "int64")


class DamagedEntryError(ValueError):
    """An entry is not what it was written as; the message says what was found."""


@dataclass(frozen=True)
class Entry:
    """Something that is kept.

    Attributes:
        path: Its directory.
        about: What it is of, as plain values.
        shapes: The shape and type of each array, by name.
        texts: The size of each list of texts in bytes, by name.
        digests: Of its key.
    """

    path: Path
    about: Mapping[str, Any]
    shapes: Mapping[str, tuple[tuple[int, ...], str]]
    texts: Mapping[str, int]
    digests: Mapping[str, str]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.name

    @property
    def nbytes(self) -> int:
        """How many bytes its files take."""
        return sum(file.stat().st_size for file in self.path.iterdir())

    @property
    def used(self) -> datetime:
        """When it was last opened; if it is damaged perhaps when it was made."""
        file = self.path / DESCRIPTION
        return datetime.fromtimestamp((file if file.exists() else self.path).stat().st_mtime, UTC)

    def array(self, name: str) -> NDArray[Any] | None:
        """Give an array, mapped, read-only: its memory is shared by all processes. None where there is none."""
        if name not in self.shapes:
            return None
        shape, dtype = self.shapes[name]
        return np.memmap(self.path / f"{name}.{dtype}", dtype, "r", shape=shape).view(np.ndarray)

    def text(self, name: str) -> Sequence[str]:
        """Give a list of texts.

        Raises:
            DamagedEntryError: If it is none.
        """
        found = json.loads((self.path / f"{name}.json").read_bytes())
        if not (isinstance(found, list) and all(isinstance(item, str) for item in found)):
            raise DamagedEntryError(f"{name} must be a list of texts, got {type(found).__name__}")
        return found

    def check(self, key: Key) -> None:
        """Compare its key, and the sizes of its files, with what they should be.

        Raises:
            DamagedEntryError: If it is of another key, or a file has another size or is not there.
        """
        if self.digests != key.digests:
            raise DamagedEntryError(f"its key must be {key.digests}, got {dict(self.digests)}")
        sizes = {f"{name}.json": size for name, size in self.texts.items()}
        for name, (shape, dtype) in self.shapes.items():
            sizes[f"{name}.{dtype}"] = math.prod(shape) * np.dtype(dtype).itemsize
        for name, size in sizes.items():
            file = self.path / name
            found = file.stat().st_size if file.is_file() else None
            if found != size:
                raise DamagedEntryError(f"{name} must take {size} bytes, got {found}")


def find(key: Key) -> Entry | None:
    """Give the entry of a key, checked, and note that it was used; None where there is none.

    Raises:
        DamagedEntryError: If it is not what it was written as.
        OSError: If it can't be read.
    """
    path = entry_directory() / key.name
    if not path.is_dir():
        return None
    entry = _read(path)
    entry.check(key)
    with suppress(OSError):  # where nothing may be written
        os.utime(path / DESCRIPTION)
    return entry


def entries() -> list[Entry]:
    """Give all entries, by name; damaged ones are given as far as they can be read."""
    directory = entry_directory()
    if not directory.is_dir():
        return []
    return [_as_found(path) for path in sorted(directory.iterdir()) if path.is_dir() and not path.name.startswith(".")]


def _as_found(path: Path) -> Entry:
    try:
        return _read(path)
    except (DamagedEntryError, OSError):
        return Entry(path, {}, {}, {}, {})


def remove(path: Path) -> None:
    """Remove the entry of a directory, in one step: who still uses its arrays keeps them.

    Raises:
        OSError: If it must not be removed.
    """
    gone = Path(tempfile.mkdtemp(prefix=".", suffix=GONE, dir=path.parent))
    try:
        path.rename(gone / path.name)
    finally:
        shutil.rmtree(gone)


def _read(path: Path) -> Entry:
    """Give the entry of a directory; its arrays are not looked at.

    Raises:
        DamagedEntryError: If its description is not one.
        OSError: If it can't be read.
    """
    try:
        read = json.loads((path / DESCRIPTION).read_bytes())
        version = read["format"]
        shapes = {str(name): (tuple(map(_size, shape)), str(dtype)) for name, (shape, dtype) in read["arrays"].items()}
        texts = {str(name): _size(size) for name, size in read["texts"].items()}
        entry = Entry(path, dict(read["about"]), shapes, texts, dict(read["key"]))
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise DamagedEntryError(f"its description cannot be read: {type(error).__name__}: {error}") from error
    if version != FORMAT_VERSION:
        raise DamagedEntryError(f"its format must be {FORMAT_VERSION}, got {version!r}")
    odd = next((dtype for _, dtype in shapes.values() if dtype not in _TYPES), None)
    if odd is not None or any(os.sep in name for name in (*shapes, *texts)):
        raise DamagedEntryError(f"arrays must be of {', '.join(_TYPES)} and lie in it, got {shapes}")
    return entry


def _size(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError(f"a size must be an integer of at least 0, got {value!r}")
    return value
