"""What the catalog holds, from its index alone: no file is read."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from types import MappingProxyType

from envspecs._index import INDEX
from envspecs.ids import choices, variant_id

__all__ = ["FOLDER", "catalog", "catalog_file", "entries"]


FOLDER = os.path.join(os.path.dirname(__file__), "catalog")  # noqa: PTH118, PTH120 - pathlib takes ten times the import
"""Where the catalog's files are, one per task."""


@functools.cache
def entries() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Give for each id the task whose file it is in, and the names of its variants."""
    return MappingProxyType(
        {
            variant_id(base, names): (base, names)
            for base, groups in INDEX.items()
            for names in choices([group.split() for group in groups])
        }
    )


def catalog() -> tuple[str, ...]:
    """Give the ids of all tasks that come with the library, each task followed by its variants.

    >>> catalog()[:4]
    ('ADE20K-v0', 'ADE20K-sparse-v0', 'ADE20K-train-v0', 'ADE20K-train-sparse-v0')
    """
    return tuple(entries())


def catalog_file(base: str) -> str:
    """Give the name of the file of a task."""
    return os.path.join(FOLDER, f"{base}.yaml")  # noqa: PTH118 - as above
