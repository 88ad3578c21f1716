"""Tiny data sets in their exact formats, each written byte by byte by the module that is called as its kind.

A module has ``write(folder)``, which fills what would be ``$IMAGESPACES_DATA/<folder of the format>``. Where a kind
reads several data sets, ``write`` takes, by name, the fields by which a task file tells them apart.
"""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from pathlib import Path

from envspecs.datasets import DataSet, data_sets
from tests.imagespaces.loaded.written import image_folder

__all__ = ["KINDS", "write_data_sets"]

KINDS = frozenset(module.name for module in pkgutil.iter_modules(__path__))
"""The kinds of data sets that can be written."""


def write_data_sets(root: Path) -> None:
    """Write all data sets that tasks of the catalog read, into a directory for them all.

    Raises:
        LookupError: If one of them can't be written.
    """
    for data_set in data_sets():
        if data_set.folder is None or not data_set.tasks:
            continue
        if data_set.kind not in KINDS:
            place = f"{__name__.replace('.', '/')}/{data_set.kind}.py"
            raise LookupError(f"{data_set.tasks[0]} reads {data_set.name}, which tests write with {place}: not there")
        write_data_set(root / data_set.folder, data_set)
    image_folder.write(root / "image_folder")  # which is no data set, but where one's own pictures are looked for


def write_data_set(folder: Path, data_set: DataSet) -> None:
    """Write one data set into its folder."""
    write = import_module(f"{__name__}.{data_set.kind}").write
    asked = inspect.signature(write).parameters.keys()
    write(folder, **{name: value for name, value in data_set.space.items() if name in asked})
