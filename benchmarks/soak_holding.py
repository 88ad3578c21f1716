"""What a process holds: memory, objects, threads, open files, and temporary ones. Linux tells."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Holding", "LeftBehindError", "expect_nothing_left"]

_PAGE = os.sysconf("SC_PAGE_SIZE")


class LeftBehindError(Exception):
    """Something is there that was not there before."""


@dataclass(frozen=True)
class Holding:
    """What a process holds.

    Attributes:
        resident: Bytes of memory.
        blocks: Blocks of memory that Python's objects have, of which small ones lie in memory that is kept for others.
        threads: Threads, also those that Python does not know of.
        files: Open files.
        temporary: Entries of the directory for temporary files.
    """

    resident: int
    blocks: int
    threads: int
    files: int
    temporary: int

    @classmethod
    def at_rest(cls) -> Holding:
        """Tell what this process needs: what is free is given back to the system first, where that is possible."""
        gc.collect()
        give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)  # which is glibc's
        if give_back is not None:
            give_back(0)
        return cls.now()

    @classmethod
    def now(cls) -> Holding:
        """Ask the system what this process holds."""
        resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE
        folders = ("/proc/self/task", "/proc/self/fd", tempfile.gettempdir())
        return cls(resident, sys.getallocatedblocks(), *(len(os.listdir(folder)) for folder in folders))  # noqa: PTH208 - quicker, and it is timed


@contextmanager
def expect_nothing_left() -> Iterator[None]:
    """Expect that a block leaves neither threads nor files, open or temporary.

    Raises:
        LeftBehindError: If it does.
    """
    before = Holding.now()
    yield
    if _more(before, Holding.now()):
        gc.collect()  # what is in a circle of references goes when Python looks for such
        more = _more(before, Holding.now())
        if more:
            raise LeftBehindError(f"nothing must be left of a closed environment, got {more}; open are {_open()}")


def _more(before: Holding, after: Holding) -> str:
    """Tell of what there is more than before; memory may grow, since caches fill."""
    names = ("threads", "files", "temporary")
    pairs = ((name, getattr(after, name), getattr(before, name)) for name in names)
    return ", ".join(f"{now} {name} for {then}" for name, now, then in pairs if now > then)


def _open() -> str:
    """Name what is open."""
    entries = Path("/proc/self/fd").iterdir()
    return ", ".join(sorted(str(entry.readlink()) for entry in entries if entry.is_symlink()))
