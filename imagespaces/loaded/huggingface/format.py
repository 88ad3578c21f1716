"""Data sets in tables: which files they are made of, and what these hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import cast

import numpy as np
from numpy.typing import NDArray

from imagespaces.arguments import check_flag
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.huggingface.cells import Cell, Shelf
from imagespaces.loaded.huggingface.layout import ARROW, PARQUET, absent, part_of, tables_in
from imagespaces.loaded.huggingface.sheets import Sheet, classes_of, open_table
from imagespaces.loaded.listing import SUFFIXES, Listing
from imagespaces.loaded.records import Records, Sources
from imagespaces.loaded.roots import missing
from imagespaces.loaded.scanning import Scan, TableListing

__all__ = ["HuggingFaceFormat"]

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
        if self.subset is not None and not {"", ".", ".."}.isdisjoint(self.subset.split("/")):
            raise ValueError(f"subset must be a folder, as a path from the root, got {self.subset!r}")
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
            if not found[part]:
                raise missing(self, f"no table{of} in {root!r}")
            if (gap := absent([file.name for file in found[part]])) is not None:
                raise missing(self, f"no {gap!r} in {root!r}")
        return listing

    def _by_part(self, listing: TableListing) -> dict[str, list[ListedFile]]:
        """Give the tables of each part; those of ``""`` where there are no parts."""
        files = {file.name: file for file in listing.files if file.name.endswith((PARQUET, ARROW))}
        found: dict[str, list[ListedFile]] = {part: [] for part in self.part_names or ("",)}
        for name in tables_in(list(files), self.subset):
            inner = name if self.subset is None else name.removeprefix(f"{self.subset}/")
            part = part_of(inner, self.part_names) if self.part_names else ""
            if part is not None:
                found[part].append(files[name])
        return found

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:  # noqa: ARG002 - it is listed
        """Read how many rows there are, and their labels.

        Raises:
            PictureError: If a table can't be read, or is not what it should be.
            ModuleNotFoundError: If pyarrow is not installed.
        """
        tables = cast("TableListing", listing)
        found = self._by_part(tables)
        chosen = {part: [self._sheet(file) for file in found[part]] for part in parts or ("",)}
        for part, own in chosen.items():
            if not any(sheet.rows for sheet in own):
                of = f" of part {part!r}" if part else ""
                raise PictureError(f"{own[0].file.name!r} and all other tables{of} must have a row, got none")
        sheets = [sheet for own in chosen.values() for sheet in own]
        names, labels = None, None
        if self.label_column is not None:
            unread = [file for part in found if part not in chosen for file in found[part]]
            names, labels = classes_of(sheets, (self._sheet(file) for file in unread))
        shelf = Shelf(open_table, tables.files, self.image_column)
        ends = list(accumulate((sheet.rows for sheet in sheets), initial=0))
        return Records(
            Sources(ends[-1], partial(_cell, shelf, sheets, np.array(ends))),
            parts={part: sum(sheet.rows for sheet in chosen[part]) for part in parts},
            labels=labels,
            class_names=names,
        )

    def _sheet(self, file: ListedFile) -> Sheet:
        return Sheet.of(file, self.image_column, self.label_column)


def _cell(shelf: Shelf, sheets: Sequence[Sheet], ends: NDArray[np.int64], number: int) -> Cell:
    at = int(np.searchsorted(ends, number, side="right")) - 1
    return Cell(shelf, sheets[at].file, number - int(ends[at]))
