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

__all__ = ["KINDS", "write_data_sets"]

KINDS = frozenset(module.name for module in pkgutil.iter_modules(__path__))
"""The kinds of data sets that can be written."""


def write_data_sets(root: Path) -> None:
    """Write all data sets whose kinds can be, into a directory for them all.

    Raises:
        LookupError: If a task of the catalog reads one that can't be.
    """
    for data_set in data_sets():
        if data_set.kind in KINDS:
            write_data_set(root / data_set.name, data_set)
        elif data_set.tasks:
            place = f"{__name__.replace('.', '/')}/{data_set.kind}.py"
            raise LookupError(
                f"{data_set.tasks[0]} reads {data_set.name}, which can be made in tests by {place}: not there"
            )


def write_data_set(folder: Path, data_set: DataSet) -> None:
    """Write one data set into its folder."""
    write = import_module(f"{__name__}.{data_set.kind}").write
    asked = inspect.signature(write).parameters.keys()
    write(folder, **{name: value for name, value in data_set.space.items() if name in asked})
