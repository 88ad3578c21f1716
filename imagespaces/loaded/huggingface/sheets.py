"""What is read of a table before its pictures are: how many rows it has, and of which class each is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.huggingface.arrow import ArrowTable
from imagespaces.loaded.huggingface.labels import check_kind, class_names, classes_of_values, values_of
from imagespaces.loaded.huggingface.layout import PARQUET
from imagespaces.loaded.huggingface.parquet import ParquetTable
from imagespaces.loaded.huggingface.tables import Table, holds_pictures, reading

__all__ = ["Sheet", "classes_of", "open_table"]


@dataclass(frozen=True, eq=False)
class Sheet:
    """What is known of a table.

    Attributes:
        file: Its file.
        rows: How many rows it has.
        names: What its classes are called, as far as it says.
        values: Its labels as they are, int64 or objects, ``[rows]``; none where they are not asked for.
    """

    file: ListedFile
    rows: int
    names: tuple[str, ...] | None
    values: NDArray[Any]

    @classmethod
    def of(cls, file: ListedFile, image_column: str, label_column: str | None) -> Sheet:
        """Read what is asked for.

        Raises:
            PictureError: If the table can't be read, or lacks a column.
        """
        try:
            table = open_table(file)
            with reading(file):
                _check_pictures(table, image_column)
                if label_column is None:
                    return cls(file, table.rows, None, np.zeros(0, np.int64))
                names = class_names(table.schema.metadata, label_column)
                return cls(file, table.rows, names, _labels(table, label_column))
        except PictureError as error:
            raise PictureError(f"{file.name!r} {error}") from error


def open_table(file: ListedFile) -> Table:
    """Open a table.

    Raises:
        PictureError: If the file holds none.
    """
    return ParquetTable(file) if file.name.endswith(PARQUET) else ArrowTable(file)


def classes_of(chosen: Sequence[Sheet], others: Iterable[Sheet]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Give what classes are called, and of which each picture is.

    Args:
        chosen: The tables that are read.
        others: Those of the parts that are not. They are needed, and looked at, only where no table says what classes
            are called: numbers of classes mean the same whichever parts are read.

    Raises:
        PictureError: If tables contradict each other, or a label is of no class.
    """
    names = chosen[0].names
    other = next((sheet for sheet in chosen if sheet.names != names), None)
    if other is not None:
        raise PictureError(f"{other.file.name!r} must name the classes that {chosen[0].file.name!r} names, got others")
    if names is not None:
        return names, np.concatenate([_checked(sheet, len(names)) for sheet in chosen])
    try:
        names, labels = classes_of_values([sheet.values for sheet in (*chosen, *others)])
    except PictureError as error:
        raise PictureError(f"{chosen[0].file.name!r} and the other tables {error}") from error
    return names, np.concatenate(labels[: len(chosen)])


def _kind(table: Table, column: str) -> Any:
    """Give the type of a column.

    Raises:
        PictureError: If there is not one of that name.
    """
    names = table.schema.names
    if names.count(column) != 1:
        raise PictureError(f"must have one column {column!r}, got {', '.join(map(repr, names[:20]))[:400]}")
    return table.schema.field(column).type


def _check_pictures(table: Table, column: str) -> None:
    kind = _kind(table, column)
    if not holds_pictures(kind):
        raise PictureError(f"must have bytes, paths, or structs of both in {column!r}, got {str(kind)[:200]}")


def _labels(table: Table, column: str) -> NDArray[Any]:
    check_kind(_kind(table, column), column)
    values = values_of(table.column(column), column)
    if len(values) != table.rows:
        raise PictureError(f"must have {table.rows} labels, got {len(values)}")
    return values


def _checked(sheet: Sheet, count: int) -> NDArray[np.int64]:
    """Give the labels of a table, which are numbers of classes.

    Raises:
        PictureError: If one is none.
    """
    if sheet.values.dtype != np.int64:
        raise PictureError(f"{sheet.file.name!r} must have labels that are numbers of its classes, got text")
    outside = np.flatnonzero((sheet.values < 0) | (sheet.values >= count))
    if outside.size:
        row = int(outside[0])
        found = sheet.values[row]
        hint = " (where labels are withheld, leave label_column out: null)" if found == -1 else ""
        raise PictureError(f"{sheet.file.name!r} row {row}: a label must be from 0 to {count - 1}, got {found}{hint}")
    return sheet.values
