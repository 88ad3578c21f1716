"""Making an entry of the cache: beside it, under a lock, and put in its place in one step.

So a crash, a full disk or an interruption leaves no half entry. What is left of one that was being made goes when
another is: its maker holds a lock as long as it lives. Who asks for the same waits, and finds what was made.
"""

from __future__ import annotations

import json
import logging
import math
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.bank import reserve
from imagespaces.cache.directories import entry_directory
from imagespaces.cache.entries import DESCRIPTION, FORMAT_VERSION, GONE, remove
from imagespaces.cache.keys import Key
from imagespaces.cache.locks import locked, locked_now

__all__ = ["Builder", "building", "remove_unfinished"]

_BUILDING, _LOCK = ".building", ".lock"
_log = logging.getLogger(__name__)


class Builder:
    """An entry that is being made.

    Args:
        key: What it will be found by.
        path: The directory that it is made in.
    """

    def __init__(self, key: Key, path: Path) -> None:
        self._key, self._path = key, path
        self._arrays: dict[str, np.memmap[Any, Any]] = {}
        self._texts: dict[str, int] = {}

    def allocate(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
        """Give an array to be filled, whose room on the disk is claimed.

        Args:
            name: What it is called in the entry.
            shape: ``[N, …]``.
            dtype: uint8, int16 or int64.

        Raises:
            OSError: If there is no room.
        """
        with (self._path / f"{name}.{dtype}").open("w+b") as file:
            reserve(file.fileno(), math.prod(shape) * dtype.itemsize, str(self._path.parent))
            self._arrays[name] = np.memmap(file, dtype, "r+", shape=shape)
        return self._arrays[name].view(np.ndarray)

    def add(self, name: str, values: NDArray[Any]) -> None:
        """Put an array ``[N, …]`` in.

        Raises:
            OSError: If there is no room.
        """
        if values.size:
            self.allocate(name, values.shape, values.dtype)[...] = values

    def add_texts(self, name: str, texts: Sequence[str]) -> None:
        """Put a list of texts in.

        Raises:
            OSError: If there is no room.
        """
        self._texts[name] = self._write(f"{name}.json", list(texts))

    def publish(self, about: Mapping[str, Any], count: int) -> None:
        """Finish the entry: from now on it is found, and those of other states of its subject are not.

        Args:
            about: What it is of, as plain values.
            count: How many rows each array has; what was filled beyond is cut off.

        Raises:
            OSError: If it can't be written.
        """
        for array in self._arrays.values():
            array.flush()
        shapes = {name: ((count, *array.shape[1:]), array.dtype) for name, array in self._arrays.items()}
        self._arrays.clear()
        for name, (shape, dtype) in shapes.items():
            with (self._path / f"{name}.{dtype}").open("r+b") as file:
                file.truncate(math.prod(shape) * dtype.itemsize)
                os.fsync(file.fileno())
        arrays = {name: (shape, dtype.name) for name, (shape, dtype) in shapes.items()}
        described = {"format": FORMAT_VERSION, "key": self._key.digests, "arrays": arrays, "texts": self._texts}
        self._write(DESCRIPTION, described | {"about": dict(about)})
        self._move()

    def _write(self, name: str, value: object) -> int:
        data = json.dumps(value).encode()
        with (self._path / name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return len(data)

    def _move(self) -> None:
        target = self._path.with_name(self._key.name)
        if target.exists():  # a damaged one
            remove(target)
        self._path.rename(target)
        with suppress(OSError):  # some systems have no such thing as a directory that is opened
            directory = os.open(target.parent, os.O_RDONLY)
            os.fsync(directory)
            os.close(directory)
        for older in target.parent.glob(f"{self._key.family}*"):
            if older != target:
                _log.info("removing %s from the cache: its files have changed", older.name)
                with suppress(OSError):
                    remove(older)


@contextmanager
def building(key: Key) -> Iterator[Builder]:
    """Make an entry inside the block, unless it is found there: somebody else may have made it meanwhile.

    Raises:
        OSError: If nothing can be written where entries are.
    """
    directory = entry_directory()
    directory.mkdir(0o700, parents=True, exist_ok=True)
    with locked(directory / f".{key.name}{_LOCK}"):
        _clear(directory, own=key.name)
        path = directory / f".{key.name}{_BUILDING}"
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(0o700)
        try:
            yield Builder(key, path)
        finally:
            shutil.rmtree(path, ignore_errors=True)  # where it was published it is there no more


def remove_unfinished() -> None:
    """Remove what is left of entries whose makers live no more; the next one who makes an entry does this, too."""
    _clear(entry_directory(), own=None)


def _clear(directory: Path, own: str | None) -> None:
    """Remove what makers have left that live no more; the own one is no one else's."""
    for path in directory.glob(f".*{GONE}"):
        shutil.rmtree(path, ignore_errors=True)
    for path in directory.glob(f".*{_BUILDING}"):
        name = path.name[1 : -len(_BUILDING)]
        if name == own:
            continue
        with suppress(OSError), locked_now(directory / f".{name}{_LOCK}") as dead:
            if dead:
                _log.info("removing what was left of %s, which was never finished", name)
                shutil.rmtree(path, ignore_errors=True)
