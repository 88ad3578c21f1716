"""The files that a data set is made of, where it names each: found by their names, and none is opened.

Links are followed as long as they stay inside of the directory; what is no file is refused.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from imagespaces.loaded.faults import reason_of
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.listing import Listing
from imagespaces.loaded.roots import Wanted, missing

__all__ = ["find_file", "list_named"]


def list_named(wanted: Wanted, root: str, choices: Iterable[Sequence[str]]) -> Listing:
    """List files of given names, in the order given.

    Args:
        wanted: What the files are of.
        root: The directory.
        choices: For each file the names that it may have, as paths from the root; the first that is there counts.

    Raises:
        MissingDataError: If none of a file's names is there.
        ValueError: If something of that name is no file, or a link that leads out of the directory.
    """
    return Listing(tuple(_first(wanted, root, names) for names in choices), (), 0)


def _first(wanted: Wanted, root: str, names: Sequence[str]) -> ListedFile:
    found = next((file for file in (find_file(root, name) for name in names) if file is not None), None)
    if found is None:
        raise missing(wanted, f"no {' nor '.join(map(repr, names))} in {root!r}")
    return found


def find_file(root: str, name: str) -> ListedFile | None:
    """Find a file by its name, a path from the root; None where nothing has that name.

    Raises:
        ValueError: If it is no file, or a link that leads out of the directory.
    """
    inside = os.path.realpath(root)
    path = f"{inside.rstrip('/')}/{name}"
    if not os.path.lexists(path):
        return None
    try:
        target = os.path.realpath(path, strict=True)
        status = os.lstat(target)
    except OSError as error:
        raise ValueError(f"{path!r} must be a file, got one that cannot be read: {reason_of(error)}") from error
    if not Path(target).is_relative_to(inside):
        raise ValueError(f"{path!r} must stay inside of {inside!r}, got a link to {target!r}")
    if not stat.S_ISREG(status.st_mode):
        raise ValueError(f"{path!r} must be a file, got {stat.filemode(status.st_mode)!r}")
    return ListedFile(name, target, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
