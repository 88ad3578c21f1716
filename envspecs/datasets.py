"""Which data sets there are to be read, what is found of each, and which tasks of the catalog use it."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, get_args

from envspecs.build import build
from envspecs.listing import catalog
from envspecs.loading import load
from envspecs.looking import spaces_of
from envspecs.registry import kinds
from envspecs.specs.base import WHOLE, SpaceKind
from envspecs.specs.loaded import LoadedSpaceKind
from imagespaces import ImageSpace

__all__ = ["DataSet", "Found", "Part", "data_sets", "look_for", "own_kinds"]


@dataclass(frozen=True)
class DataSet:
    """A data set that can be read.

    Attributes:
        name: What it is called: as its folder or, where others share that, as task files call it.
        model: The space of all its pictures.
        tasks: The ids of the catalog's tasks that use it.
    """

    name: str
    model: SpaceKind
    tasks: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of spaces that reads it."""
        return self.model.kind

    @property
    def names(self) -> tuple[str, ...]:
        """What it is found by: its kind, its name, and its name without the kind."""
        return self.kind, self.name, self.name.rpartition("/")[2]

    @property
    def folder(self) -> str | None:
        """What its directory is called under ``$IMAGESPACES_DATA``; None where it comes with the library."""
        folder: str | None = self.format and self.format.folder
        return folder

    @property
    def space(self) -> dict[str, object]:
        """What names it in a task file, without what may be left out."""
        return self.model.model_dump(exclude_defaults=True)

    @property
    def format(self) -> Any:
        """What tells of its files (:class:`imagespaces.loaded.formats.DataFormat`); None where there are none."""
        return self.model.described() if isinstance(self.model, LoadedSpaceKind) else None

    @property
    def num_classes(self) -> int | None:
        """How many classes it has, as far as that is known before its files are read."""
        from imagespaces.loaded.formats import CountsClasses  # noqa: PLC0415 - decoders take long to import

        return self.format.num_classes if isinstance(self.format, CountsClasses) else None

    @property
    def shape(self) -> tuple[int | None, int | None, int]:
        """Height, width and channels of its pictures; None for sizes that differ or can be chosen."""
        if self.format is None:
            return None, None, self.model.image_shape[2]
        shape: tuple[int | None, int | None, int] = self.format.native_shape
        return shape


@dataclass(frozen=True)
class Part:
    """What is found of one part of a data set.

    Attributes:
        files: How many files are read for it.
        size: Bytes that they take.
        pictures: How many pictures there are; None where that was not read, or there is no end of them.
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
        directory: Where it is looked for, absolute; None where ``$IMAGESPACES_DATA`` is not set, or it is nowhere else.
        parts: What is found of each part; of a data set that is not divided of all of it, ``"all"``.
        classes: What its classes are called; None where there are none, or that was not read.
    """

    directory: str | None
    parts: Mapping[str, Part]
    classes: tuple[str, ...] | None = None


def data_sets() -> tuple[DataSet, ...]:
    """Give all data sets: those that come with the library first, the others by kind.

    Raises:
        PluginError: If an installed plugin that offers kinds is broken.

    >>> [data_set.name for data_set in data_sets()[:2]]
    ['digits', 'photos']
    """
    models = kinds("imagespaces.spaces").values()
    bundled = [_whole(model) for model in models if issubclass(model, SpaceKind) and model.is_bundled]
    loaded = [each for model in _loaded_kinds().values() for each in model.data_sets()]
    shared = Counter(model.described().folder for model in loaded)
    named = [*((model.kind, model) for model in bundled), *((_name(model, shared), model) for model in loaded)]
    return tuple(DataSet(name, model, _uses().get(_known_by(model), ())) for name, model in named)


def _whole(model: type[SpaceKind]) -> SpaceKind:
    """Give the space of all pictures of a kind that comes with the library."""
    return model.model_validate({"kind": get_args(model.model_fields["kind"].annotation)[0]})


def _name(model: LoadedSpaceKind, shared: Mapping[str, int]) -> str:
    """Give what a data set is called; ``shared`` tells how many data sets share each folder."""
    folder: str = model.described().folder
    return folder if shared[folder] == 1 else "/".join(map(str, model.model_dump(exclude_defaults=True).values()))


def own_kinds() -> tuple[str, ...]:
    """Give the kinds that read files of the user's own, wherever they are.

    >>> "image_folder" in own_kinds()
    True
    """
    return tuple(kind for kind, model in _loaded_kinds().items() if not model.data_sets())


def _loaded_kinds() -> dict[str, type[LoadedSpaceKind]]:
    models = kinds("imagespaces.spaces").items()
    return {kind: model for kind, model in models if issubclass(model, LoadedSpaceKind)}


def _known_by(space: SpaceKind) -> tuple[str, ...]:
    """Give what tells the data set of a space from others; nothing where it is of none."""
    if isinstance(space, LoadedSpaceKind):
        return space.known_by
    return (space.kind,) if space.is_bundled else ()


@functools.cache
def _uses() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Give the tasks of the catalog that use a data set, by the data set."""
    uses: dict[tuple[str, ...], dict[str, None]] = {}
    for task in catalog():
        for _, space, _ in spaces_of(load(task)):
            uses.setdefault(_known_by(space), {})[task] = None
    return MappingProxyType({known_by: tuple(tasks) for known_by, tasks in uses.items() if known_by})


# ------------------------------------------------------------------------------------------------------- what is there


def look_for(data_set: DataSet, *, read: bool = False) -> Found:
    """Look what there is of a data set, under ``$IMAGESPACES_DATA`` or in the library.

    Args:
        data_set: Which.
        read: Whether files are read as far as they tell how many pictures of what classes there are, which may take
            long; else they are listed alone.
    """
    from imagespaces.loaded.roots import data_directory  # noqa: PLC0415 - decoders take long to import

    if data_set.format is None:
        return _bundled(data_set)
    parts, classes = {}, None
    for name in data_set.format.part_names or (WHOLE,):
        parts[name], named = _look_for_part(data_set.format, () if name == WHOLE else (name,), read=read)
        classes = classes or named
    return Found(data_directory(data_set.format.folder), parts, classes)


def _bundled(data_set: DataSet) -> Found:
    """Tell of a data set that comes with the library: its space is built in no time."""
    space: ImageSpace = build(data_set.model)
    names = [name for name in space.splits if name != WHOLE] or [WHOLE]
    sizes = {name: None if space.size is None else space.splits[name].size for name in names}
    return Found(None, {name: Part(pictures=size) for name, size in sizes.items()}, space.class_names)


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
