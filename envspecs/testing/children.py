"""Processes that this one has begun, however it did."""

from __future__ import annotations

import multiprocessing
from contextlib import suppress
from pathlib import Path

__all__ = ["children"]

HELPERS = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")
"""What Python begins once for all, and ends with itself."""


def children() -> dict[int, str]:
    """Give the processes that this one has begun and that run still, by number: what they are called.

    Those that ``multiprocessing`` did not begin are known where the system tells of them, as Linux does.
    """
    known = {process.pid: process.name for process in multiprocessing.active_children() if process.pid is not None}
    return _told() | known


def _told() -> dict[int, str]:
    """Give what the system tells of processes begun by any thread."""
    found = {}
    for threads in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # of a thread that is over
            for number in map(int, threads.read_text("utf-8").split()):
                name = _running(number)
                if name is not None and not any(helper in name for helper in HELPERS):
                    found[number] = name
    return found


def _running(number: int) -> str | None:
    """Give the command of a process; None where it is over, whether or not anyone has asked how it ended."""
    folder = Path("/proc", str(number))
    with suppress(OSError):
        state = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0]
        words = (folder / "cmdline").read_text("utf-8", "replace").split("\0")
        return None if state in {"Z", "X"} else " ".join(words).strip()
    return None
