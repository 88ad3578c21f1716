"""Locks between processes, which end with the process that holds them, however that ends."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

fcntl: Any
try:
    import fcntl
except ImportError:  # Windows, where processes do not wait for each other
    fcntl = None

__all__ = ["locked", "locked_now"]

_log = logging.getLogger(__name__)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that is called by a path, waiting for whoever holds it; in the end the file is removed.

    Raises:
        OSError: If the file can't be made, or the file system knows no locks.
    """
    descriptor = _take(path, wait=True)
    try:
        yield
    finally:
        _give_back(path, descriptor)


@contextmanager
def locked_now(path: Path) -> Iterator[bool]:
    """Hold a lock unless somebody else does; gives whether it is held.

    Raises:
        OSError: As for :func:`locked`.
    """
    descriptor = _take(path, wait=False)
    try:
        yield descriptor is not None
    finally:
        _give_back(path, descriptor)


def _take(path: Path, *, wait: bool) -> int | None:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            if not _lock(descriptor, path, wait=wait):
                os.close(descriptor)
                return None
            if _is_current(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # who held it has removed the file: it is no lock any more


def _lock(descriptor: int, path: Path, *, wait: bool) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if not wait:
            return False
        _log.info("waiting for another process that holds %s", path)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return True


def _is_current(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _give_back(path: Path, descriptor: int | None) -> None:
    if descriptor is None:
        return
    with suppress(OSError):
        path.unlink()
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)  # for processes that were forked meanwhile, too
    os.close(descriptor)
