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

_FIELDS = ("bytes", "path")
"""What the fields of a struct are called; of both that are there the first counts."""


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
    if not need_pyarrow().types.is_struct(column.type):
        return list(column.to_pylist())
    fields = {field.name: cells for field, cells in zip(column.type, column.flatten(), strict=True)}
    rows = zip(*(fields[name].to_pylist() for name in _FIELDS if name in fields), strict=True)
    return [next(filter(None, row), None) for row in rows]


def holds_pictures(kind: Any) -> bool:
    """Tell whether a column of a type can hold pictures: their bytes, their paths, or structs of both.

    Args:
        kind: :class:`pyarrow.DataType`.
    """
    types = need_pyarrow().types
    if not types.is_struct(kind):
        return _holds_content(kind)
    fields = [field for field in kind if field.name in _FIELDS and not types.is_null(field.type)]
    names = {field.name for field in fields}
    return 0 < len(names) == len(fields) and all(_holds_content(field.type) for field in fields)


def _holds_content(kind: Any) -> bool:
    types = need_pyarrow().types
    return any(test(kind) for test in (types.is_binary, types.is_large_binary, types.is_string, types.is_large_string))
