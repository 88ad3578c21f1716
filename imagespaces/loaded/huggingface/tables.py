"""What Parquet and Arrow files have in common: rows with a picture in each, and columns that tell of these.

Reading them needs pyarrow, which comes with the extra ``huggingface``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Protocol, TypeAlias

from imagespaces.loaded.faults import PictureError, reason_of
from imagespaces.loaded.files import ListedFile

__all__ = ["Content", "Table", "cells_of", "holds_pictures", "need_pyarrow", "reading"]

Content: TypeAlias = bytes | str
"""What a cell holds: a picture file, or the path of one."""


class Table(Protocol):
    """A file with a table, open as long as the table is held."""

    @property
    def rows(self) -> int:
        """The number of rows."""

    @property
    def schema(self) -> Any:
        """The columns and what is known of them, as :class:`pyarrow.Schema`."""

    def column(self, name: str) -> Any:
        """Give a column of small values, as :class:`pyarrow.ChunkedArray`.

        Raises:
            PictureError: If it can't be read.
        """

    def cell(self, name: str, row: int) -> Content:
        """Give the picture of a row; several threads may ask at once.

        Raises:
            PictureError: If it can't be read, or there is none.
        """


def need_pyarrow() -> ModuleType:
    """Give pyarrow.

    Raises:
        ModuleNotFoundError: If it is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, which takes long to import
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "data sets of kind huggingface need pyarrow, got none: pip install 'imagespaces[huggingface]'",
            name=error.name,
        ) from error
    return pa  # type: ignore[no-any-return]


@contextmanager
def reading(file: ListedFile) -> Iterator[None]:
    """Make whatever goes wrong about a file an error that is told of the file.

    Raises:
        PictureError: Instead of anything else.
    """
    try:
        yield
    except PictureError:
        raise
    except Exception as error:  # a damaged file leads Arrow to raise whatever there is
        kind = file.name.rpartition(".")[2]
        raise PictureError(f"cannot be read as {kind}: {reason_of(error)}") from error


def cells_of(column: Any) -> list[Content | None]:
    """Give what the cells of a column of pictures hold; None where one is empty.

    Args:
        column: :class:`pyarrow.Array`, of a type that :func:`holds_pictures`.
    """
    return [_content(cell) for cell in column.to_pylist()]


def holds_pictures(kind: Any) -> bool:
    """Tell whether a column of a type can hold pictures: their bytes, their paths, or structs of both.

    Args:
        kind: :class:`pyarrow.DataType`.
    """
    pa = need_pyarrow()
    if pa.types.is_struct(kind):
        return bool({"bytes", "path"} & {field.name for field in kind})
    tests = pa.types.is_binary, pa.types.is_large_binary, pa.types.is_string, pa.types.is_large_string
    return any(test(kind) for test in tests)


def _content(cell: object) -> Content | None:
    """Give the bytes of a cell, or its path where it has none."""
    if isinstance(cell, dict):
        return _content(cell.get("bytes")) or _content(cell.get("path"))
    return cell if isinstance(cell, bytes | str) else None
