"""The classes of files, as told by the folders that they lie in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Classes", "classes_of"]


class Classes(NamedTuple):
    """Classes, and the class of each file.

    Attributes:
        names: What the classes are called.
        labels: int64 ``[N]``, the class of each of ``N`` files.
    """

    names: tuple[str, ...]
    labels: NDArray[np.int64]


def classes_of(paths: Sequence[str]) -> Classes | None:
    """Give the classes of files: the first folder of each path; None where no file lies in a folder.

    Args:
        paths: Relative paths with ``/`` between the parts, sorted, so that the classes are.

    Raises:
        ValueError: If some files lie in folders and others do not.

    >>> classes_of(["cats/1.png", "cats/old/1.png", "dogs/1.png"])
    Classes(names=('cats', 'dogs'), labels=array([0, 0, 1]))
    """
    loose = [path for path in paths if "/" not in path]
    if loose:
        nested = next((path for path in paths if "/" in path), None)
        if nested is not None:
            raise ValueError(f"pictures must lie all in sub-folders or none, got {loose[0]!r} and {nested!r}")
        return None
    folders = [path.partition("/")[0] for path in paths]
    codes = {folder: code for code, folder in enumerate(dict.fromkeys(folders))}
    return Classes(tuple(map(_printable, codes)), np.array([codes[folder] for folder in folders], np.int64))


def _printable(folder: str) -> str:
    """Spell the bytes of a name that are no text, so that the name can be drawn and written."""
    return folder.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
