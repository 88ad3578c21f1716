"""Which data sets there are to be read, what is found of each, and which tasks of the catalog use it."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from envspecs.listing import catalog
from envspecs.loading import load
from envspecs.looking import spaces_of
from envspecs.registry import kinds
from envspecs.specs.base import WHOLE
from envspecs.specs.loaded import LoadedSpaceKind

__all__ = ["DataSet", "Found", "Part", "data_sets", "look_for", "own_kinds"]


@dataclass(frozen=True)
class DataSet:
    """A data set that a kind of spaces reads.

    Attributes:
        name: What its folder is called under ``$IMAGESPACES_DATA``.
        space: What names it in a task file, as few fields as do.
        format: What tells of its files (:class:`imagespaces.loaded.formats.DataFormat`).
        tasks: The ids of the catalog's tasks that use it.
    """

    name: str
    space: Mapping[str, object]
    format: Any
    tasks: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of spaces that reads it."""
        return str(self.space["kind"])

    @property
    def names(self) -> tuple[str, ...]:
        """What it is found by: its kind, its name, and its name without the kind."""
        return self.kind, self.name, self.name.rpartition("/")[2]


@dataclass(frozen=True)
class Part:
    """What is found of one part of a data set.

    Attributes:
        files: How many files are read for it.
        size: Bytes that they take.
        pictures: How many pictures they hold; None where that was not read.
        problem: Why it can't be used; nothing where it can.
        missing: Whether that is because files are not there.
    """

    files: int = 0
    size: int = 0
    pictures: int | None = None
    problem: str = ""
    missing: bool = False


@dataclass(frozen=True)
class Found:
    """What is found of a data set.

    Attributes:
        directory: Where it is looked for, absolute; None where ``$IMAGESPACES_DATA`` is not set.
        parts: What is found of each part; of a data set that is not divided of all of it, ``"all"``.
        classes: What its classes are called; None where there are none, or that was not read.
    """

    directory: str | None
    parts: Mapping[str, Part]
    classes: tuple[str, ...] | None = None


def data_sets() -> tuple[DataSet, ...]:
    """Give all data sets, by kind.

    Raises:
        PluginError: If an installed plugin that offers kinds is broken.
    """
    return tuple(_data_set(each) for model in _loaded_kinds().values() for each in model.data_sets())


def _data_set(model: LoadedSpaceKind) -> DataSet:
    described = model.described()
    known = type(model).model_fields.items()
    fields = {name: value for name, field in known if (value := getattr(model, name)) != field.default}
    return DataSet(described.folder, MappingProxyType(fields), described, _uses().get(described.folder, ()))


def own_kinds() -> tuple[str, ...]:
    """Give the kinds that read files of the user's own, wherever they are.

    >>> "image_folder" in own_kinds()
    True
    """
    return tuple(kind for kind, model in _loaded_kinds().items() if not model.data_sets())


def _loaded_kinds() -> dict[str, type[LoadedSpaceKind]]:
    models = kinds("imagespaces.spaces").items()
    return {kind: model for kind, model in models if issubclass(model, LoadedSpaceKind)}


@functools.cache
def _uses() -> Mapping[str, tuple[str, ...]]:
    """Give the tasks of the catalog that use a data set, by the data set."""
    uses: dict[str, dict[str, None]] = {}
    for name in catalog():
        for _, space, _ in spaces_of(load(name)):
            if isinstance(space, LoadedSpaceKind):
                uses.setdefault(space.described().folder, {})[name] = None
    return MappingProxyType({folder: tuple(names) for folder, names in uses.items()})


# ------------------------------------------------------------------------------------------------------- what is there


def look_for(data_set: DataSet, *, read: bool = False) -> Found:
    """Look what there is of a data set under ``$IMAGESPACES_DATA``.

    Args:
        data_set: Which.
        read: Whether files are read as far as they tell how many pictures of what classes there are, which may take
            long; else they are listed alone.
    """
    from imagespaces.loaded.roots import DATA_VARIABLE, absolute  # noqa: PLC0415 - decoders take long to import

    folder = os.environ.get(DATA_VARIABLE)
    directory = None if folder is None else absolute(Path(folder, *data_set.name.split("/")))
    parts, classes = {}, None
    for name in data_set.format.part_names or (WHOLE,):
        parts[name], named = _look_for_part(data_set.format, () if name == WHOLE else (name,), read=read)
        classes = classes or named
    return Found(directory, parts, classes)


def _look_for_part(described: Any, parts: tuple[str, ...], *, read: bool) -> tuple[Part, tuple[str, ...] | None]:
    """Look what there is of a part, and what its classes are called."""
    from imagespaces.loaded.roots import MissingDataError, find_root  # noqa: PLC0415 - as above

    try:
        root = find_root(described, None)
        listing = described.listing(root, parts)
        records = described.records(root, parts, listing) if read else None
    except (ValueError, ModuleNotFoundError) as error:  # the latter where a reader needs a package that is not there
        return Part(problem=str(error), missing=isinstance(error, MissingDataError)), None
    size = sum(file.size for file in listing.files)
    pictures = None if records is None else len(records.sources)
    return Part(len(listing.files), size, pictures), None if records is None else records.class_names
