"""Where data sets lie: in a directory that is named, or under the one directory for all that a user has."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

__all__ = ["DATA_VARIABLE", "MissingDataError", "absolute", "data_directory", "find_root", "missing"]

DATA_VARIABLE = "IMAGESPACES_DATA"
"""The environment variable that names the directory with a folder for each kind of data set."""


class MissingDataError(ValueError):
    """Files of a data set are not there; the message says which, what was expected and where they can be had."""


class Wanted(Protocol):
    """What is looked for: see :class:`~imagespaces.loaded.formats.DataFormat`."""

    @property
    def folder(self) -> str:
        """What the directory is called under ``$IMAGESPACES_DATA``."""

    @property
    def expected_files(self) -> str:
        """What must lie in it, in words."""

    @property
    def source_page(self) -> str:
        """Where the files can be had."""


def find_root(wanted: Wanted, root: str | os.PathLike[str] | None) -> str:
    """Give the directory of a data set, absolute.

    Args:
        wanted: What is looked for.
        root: The directory where it is named.

    Raises:
        MissingDataError: If there is no such directory.
        TypeError: If the root is no path.
    """
    path: str | None
    if root is not None:
        path = absolute(root)
        found = repr(path)
    elif (path := data_directory(wanted.folder)) is not None:
        found = f"${DATA_VARIABLE}/{wanted.folder}, which is {path!r}"
    else:
        raise missing(wanted, f"neither root nor ${DATA_VARIABLE}, in which it would be {wanted.folder!r}")
    if not Path(path).is_dir():
        raise missing(wanted, f"{found}, which is no directory")
    return path


def data_directory(folder: str = "") -> str | None:
    """Give the one directory for all, or a folder in it, absolute; None where ``$IMAGESPACES_DATA`` is not set.

    Args:
        folder: What the directory of a data set is called in it.
    """
    named = os.environ.get(DATA_VARIABLE)
    return absolute(Path(named, *folder.split("/"))) if named else None


def missing(wanted: Wanted, found: str) -> MissingDataError:
    """Give the error to raise where files are not there.

    Args:
        wanted: What is looked for.
        found: What is there instead, or what is missing.
    """
    allowed = f"a directory with {wanted.expected_files}"
    page = f"; they can be had from {wanted.source_page}" if wanted.source_page else ""
    return MissingDataError(f"files are missing: found {found}, allowed is {allowed}{page}")


def absolute(root: str | os.PathLike[str] | None) -> str:
    """Give a path, completed from the current directory.

    Raises:
        TypeError: If it is no path.
    """
    if not isinstance(root, (str, os.PathLike)):
        raise TypeError(f"root must be a path, got {root!r}")
    return str(Path(root).expanduser().absolute())
