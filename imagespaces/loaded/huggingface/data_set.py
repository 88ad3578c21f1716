"""Data sets in tables: Parquet files, and what ``Dataset.save_to_disk`` writes."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Any, Unpack, cast

import numpy as np
from numpy.typing import NDArray

from imagespaces.arguments import check_flag
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.huggingface.arrow import ArrowTable
from imagespaces.loaded.huggingface.cells import Cell, Shelf
from imagespaces.loaded.huggingface.hub import fetch
from imagespaces.loaded.huggingface.labels import class_names, classes_of_values, values_of
from imagespaces.loaded.huggingface.layout import ARROW, PARQUET, absent, part_of, tables_in
from imagespaces.loaded.huggingface.parquet import ParquetTable
from imagespaces.loaded.huggingface.tables import Table, holds_pictures, need_pyarrow, reading
from imagespaces.loaded.listing import SUFFIXES
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace
from imagespaces.loaded.records import Records, Sources
from imagespaces.loaded.roots import DATA_VARIABLE, absolute, missing
from imagespaces.loaded.scanning import Scan, TableListing

__all__ = ["HuggingFace", "HuggingFaceFormat"]

_REPO = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?", re.ASCII)


@dataclass(frozen=True)
class HuggingFaceFormat:
    """Tables in files.

    Args:
        part_names: The parts that the data set comes in, in its order; none where all tables are one.
        image_column: The column with the pictures.
        label_column: The column with their classes; None without classes.
        subset: The folder with the tables, where there are several data sets.
        repo: What the data set is called on the hub.
        revision: Which version of it.
        download: Whether it may be fetched.

    Raises:
        ValueError: If an argument is not allowed.
    """

    part_names: tuple[str, ...] = ("train", "test")
    image_column: str = "image"
    label_column: str | None = "label"
    subset: str | None = None
    repo: str | None = None
    revision: str = "main"
    download: bool = False

    native_shape = (None, None, 3)

    def __post_init__(self) -> None:
        """Check what was given."""
        object.__setattr__(self, "part_names", tuple(self.part_names))
        check_flag("download", self.download)
        if self.repo is None and self.download:
            raise ValueError(f"repo must be given where download is True, got {self.repo!r}")
        if self.repo is not None and not _REPO.fullmatch(self.repo):
            raise ValueError(f"repo must be a name as 'owner/name', got {self.repo!r}")

    @property
    def folder(self) -> str:
        """What the directory is called under ``$IMAGESPACES_DATA``."""
        return "huggingface" if self.repo is None else f"huggingface/{self.repo}"

    @property
    def expected_files(self) -> str:
        """Tables."""
        wanted = " and ".join(map(repr, self.part_names)) or "one data set"
        return f"tables of {wanted}: {PARQUET} files, or what save_to_disk writes"

    @property
    def source_page(self) -> str:
        """The page of the data set on the hub."""
        return "" if self.repo is None else f"https://huggingface.co/datasets/{self.repo}"

    def listing(self, root: str, parts: tuple[str, ...]) -> TableListing:
        """List all tables, and the pictures that they may name.

        Raises:
            MissingDataError: If a part has no table, or one is missing.
            ValueError: If a table can't be looked at, or is of several parts.
        """
        scan = Scan(root)
        for folder in scan.tree(""):
            scan.pictures(folder, (PARQUET, ARROW, *SUFFIXES))
        listing = scan.listing()
        for fault in listing.faults:
            if fault.name.endswith((PARQUET, ARROW)):
                raise ValueError(f"{fault.name!r} in {root!r} {fault.reason}")
        found = self._by_part(listing)
        for part in parts or ("",):
            of = f" of part {part!r}" if part else ""
            if not found.get(part):
                raise missing(self, f"no table{of} in {root!r}")
            if (gap := absent([file.name for file in found[part]])) is not None:
                raise missing(self, f"no {gap!r} in {root!r}")
        return listing

    def _by_part(self, listing: TableListing) -> dict[str, list[ListedFile]]:
        """Give the tables of each part; those of ``""`` where there are no parts."""
        files = {file.name: file for file in listing.files}
        found: dict[str, list[ListedFile]] = {part: [] for part in self.part_names or ("",)}
        for name in tables_in(list(files), self.subset):
            inner = name if self.subset is None else name.removeprefix(f"{self.subset}/")
            part = part_of(inner, self.part_names) if self.part_names else ""
            if part is not None:
                found[part].append(files[name])
        return found

    def records(self, root: str, parts: tuple[str, ...], listing: TableListing) -> Records:  # noqa: ARG002 - as others
        """Read how many rows there are, and their labels.

        Raises:
            ValueError: If a table can't be read, or is not what it should be.
            ModuleNotFoundError: If pyarrow is not installed.
        """
        found = self._by_part(listing)
        chosen = [_Sheet.of(file, self) for part in parts or ("",) for file in found[part]]
        shelf = Shelf(_opened, listing.files, self.image_column)
        ends = list(accumulate((sheet.rows for sheet in chosen), initial=0))
        counts = [sum(sheet.rows for sheet in chosen if sheet.file in found[part]) for part in parts]
        names, labels = self._classes(chosen, [file for part in found for file in found[part] if part not in parts])
        return Records(
            Sources(ends[-1], partial(_cell, shelf, chosen, np.array(ends))),
            parts=dict(zip(parts, counts, strict=True)),
            labels=labels,
            class_names=names,
        )

    def _classes(
        self, chosen: Sequence[_Sheet], others: Sequence[ListedFile]
    ) -> tuple[tuple[str, ...] | None, NDArray[np.int64] | None]:
        """Give what classes are called, and of which each picture is; numbers mean the same whatever is read."""
        if self.label_column is None:
            return None, None
        names = chosen[0].names
        other = next((sheet for sheet in chosen if sheet.names != names), None)
        if other is not None:
            raise PictureError(
                f"{other.file.name!r} must name the classes that {chosen[0].file.name!r} names, got others"
            )
        columns = [cast("NDArray[Any]", sheet.values) for sheet in chosen]
        if names is not None:
            return names, _checked(chosen, len(names))
        more = [cast("NDArray[Any]", _Sheet.of(file, self).values) for file in others]
        try:
            names, labels = classes_of_values([*columns, *more])
        except PictureError as error:
            raise PictureError(f"{chosen[0].file.name!r} and the other tables {error}") from error
        return names, np.concatenate(labels[: len(chosen)])


@dataclass(frozen=True, eq=False)
class _Sheet:
    """What is read of a table before its pictures are.

    Attributes:
        file: Its file.
        rows: How many rows it has.
        names: What its classes are called, as far as it says.
        values: Its labels as they are, ``[rows]``; None where they are not asked for.
    """

    file: ListedFile
    rows: int
    names: tuple[str, ...] | None
    values: NDArray[Any] | None

    @classmethod
    def of(cls, file: ListedFile, wanted: HuggingFaceFormat) -> _Sheet:
        """Read what is asked for.

        Raises:
            PictureError: If the table can't be read, or lacks a column.
        """
        try:
            table = _opened(file)
            with reading(file):
                return cls._of(file, table, wanted)
        except PictureError as error:
            raise PictureError(f"{file.name!r} {error}") from error

    @classmethod
    def _of(cls, file: ListedFile, table: Table, wanted: HuggingFaceFormat) -> _Sheet:
        image = _kind(table, wanted.image_column)
        if not holds_pictures(image):
            allowed = "bytes, paths, or structs of both"
            raise PictureError(f"must have {allowed} in {wanted.image_column!r}, got {str(image)[:200]}")
        if wanted.label_column is None:
            return cls(file, table.rows, None, None)
        _kind(table, wanted.label_column)
        values = values_of(table.column(wanted.label_column), wanted.label_column)
        if len(values) != table.rows:
            raise PictureError(f"must have {table.rows} labels, got {len(values)}")
        return cls(file, table.rows, class_names(table.schema.metadata, wanted.label_column), values)


def _kind(table: Table, column: str) -> Any:
    """Give the type of a column.

    Raises:
        PictureError: If there is not one of that name.
    """
    names = table.schema.names
    if names.count(column) != 1:
        raise PictureError(f"must have one column {column!r}, got {', '.join(map(repr, names[:20]))}")
    return table.schema.field(column).type


def _opened(file: ListedFile) -> Table:
    return ParquetTable(file) if file.name.endswith(PARQUET) else ArrowTable(file)


def _cell(shelf: Shelf, sheets: Sequence[_Sheet], ends: NDArray[np.int64], number: int) -> Cell:
    at = int(np.searchsorted(ends, number, side="right")) - 1
    return Cell(shelf, sheets[at].file, number - int(ends[at]))


def _checked(sheets: Sequence[_Sheet], count: int) -> NDArray[np.int64]:
    """Give the labels of some tables, which are numbers of classes.

    Raises:
        PictureError: If one is none.
    """
    for sheet in sheets:
        values = cast("NDArray[Any]", sheet.values)
        if values.dtype != np.int64:
            raise PictureError(f"{sheet.file.name!r} must have labels that are numbers of its classes, got text")
        outside = np.flatnonzero((values < 0) | (values >= count))
        if outside.size:
            row = int(outside[0])
            hint = " (where labels are withheld, leave label_column out: null)" if values[row] == -1 else ""
            raise PictureError(
                f"{sheet.file.name!r} row {row}: a label must be from 0 to {count - 1}, got {values[row]}{hint}"
            )
    return np.concatenate([cast("NDArray[np.int64]", sheet.values) for sheet in sheets])


class HuggingFace(LoadedSpace):
    """Pictures in tables, as Hugging Face's data sets keep them: Parquet files, or what ``save_to_disk`` writes.

    Which part a file is of its name says: ``train-00000-of-00002.parquet``, ``test.parquet``, or anything in a folder
    ``train``. Pictures are cells with the bytes of a file, or with the path of one from the root; both are decoded as
    the pictures of a folder are. What classes are called is read from the files, where they say it; else each value of
    the column of labels is a class, those of all parts in order, so that a class has one number in all of them.

    Nothing is fetched unless ``download`` is True. Then the Parquet files of ``repo`` are fetched, once, into ``root``,
    or unless that is given into ``$IMAGESPACES_DATA/huggingface/<repo>``; never code. What has no Parquet files often
    has them in the revision ``refs/convert/parquet``.

    It takes what every space of a data set takes (:class:`~imagespaces.loaded.LoadedSpace`), with ``height`` and
    ``width``, and needs the extra ``huggingface``.

    Args:
        part_names: The parts that the data set comes in, in its order; ``()`` where all tables are one.
        image_column: The column with the pictures.
        label_column: The column with their classes; None without classes.
        subset: The folder with the tables, where the directory holds several data sets.
        repo: What the data set is called on the hub, as ``"ylecun/mnist"``.
        revision: Which version of it is fetched; best a commit, which can't change.
        download: Whether it may be fetched.
        options: See :class:`~imagespaces.loaded.LoadedSpace`.

    Raises:
        ModuleNotFoundError: If the extra is not installed.
        MissingDataError: If the files are not there, or some of them are not.
        ValueError: If an argument is not allowed, or the files are not what they should be.
        TypeError: If the root is no path.
    """

    def __init__(
        self,
        *,
        part_names: Sequence[str] = ("train", "test"),
        image_column: str = "image",
        label_column: str | None = "label",
        subset: str | None = None,
        repo: str | None = None,
        revision: str = "main",
        download: bool = False,
        **options: Unpack[LoadedOptions],
    ) -> None:
        self.part_names = tuple(part_names)
        self.image_column, self.label_column = image_column, label_column
        self.subset, self.repo, self.revision, self.download = subset, repo, revision, download
        described = HuggingFaceFormat(
            self.part_names, image_column, label_column, subset, repo, revision, download=download
        )
        need_pyarrow()
        if described.download and described.repo is not None:
            fetch(described.repo, revision, subset, _destination(described, options.get("root")))
        super().__init__(described, **options)


def _destination(described: HuggingFaceFormat, root: str | os.PathLike[str] | None) -> str:
    """Give the directory that a data set is fetched into.

    Raises:
        MissingDataError: If it is not known.
    """
    if root is not None:
        return absolute(root)
    if DATA_VARIABLE not in os.environ:
        raise missing(described, f"neither root nor ${DATA_VARIABLE}, into which it could be fetched")
    return absolute(os.path.join(os.environ[DATA_VARIABLE], *described.folder.split("/")))  # noqa: PTH118 - text it is
