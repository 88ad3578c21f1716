"""Where the cache lies: in the user's own directory for what can be made again."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

__all__ = ["CACHE_VARIABLE", "cache_directory", "entry_directory"]

CACHE_VARIABLE = "IMAGESPACES_CACHE"
"""The environment variable that names the directory, where it is not the usual one."""


def cache_directory() -> Path:
    """Give the directory, absolute, which may not be there yet.

    It is ``$IMAGESPACES_CACHE`` or, unless that is set, a folder in what the system has for its users' caches: on Linux
    ``$XDG_CACHE_HOME/imagespaces`` or ``~/.cache/imagespaces``, on macOS ``~/Library/Caches/imagespaces``, on Windows
    ``imagespaces`` in ``%LOCALAPPDATA%``.

    Raises:
        OSError: If nothing says where the user's files lie.
    """
    named = os.environ.get(CACHE_VARIABLE)
    try:
        return Path(named).expanduser().absolute() if named else _of_the_system() / "imagespaces"
    except RuntimeError as error:  # Python's word for a user who has no home
        message = f"${CACHE_VARIABLE} must name a directory where the user has none"
        raise FileNotFoundError(errno.ENOENT, message, named or "~") from error


def entry_directory() -> Path:
    """Give the directory that has a directory for each entry."""
    return cache_directory() / "banks"


def _of_the_system() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    shared = os.environ.get("XDG_CACHE_HOME", "")
    return Path(shared) if os.path.isabs(shared) else Path.home() / ".cache"  # noqa: PTH117 - it may be empty
