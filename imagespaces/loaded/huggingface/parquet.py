"""Tables in Parquet files, of which a few rows are in memory at a time.

Before anything of a column is unpacked, the headers of its pages are compared with the file's size
(:mod:`imagespaces.loaded.huggingface.pages`); checksums of pages are verified where the file has them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from itertools import accumulate
from threading import Lock
from typing import Any

import numpy as np

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.huggingface.footer import read_footer
from imagespaces.loaded.huggingface.held import HeldFile
from imagespaces.loaded.huggingface.pages import check_pages
from imagespaces.loaded.huggingface.tables import Content, cells_of, need_pyarrow, reading

__all__ = ["ParquetTable"]

_AT_ONCE = 8
"""Rows that are unpacked together."""

_KEPT = 64
"""Rows that are kept: threads ask for some that follow each other in an order that is not quite theirs."""


class ParquetTable:
    """A Parquet file.

    Args:
        file: The file.

    Raises:
        PictureError: If it is none, or its footer is not what it should be.
        ModuleNotFoundError: If pyarrow is not installed.
    """

    def __init__(self, file: ListedFile) -> None:
        need_pyarrow()
        self._held = HeldFile(file)
        self._lock = Lock()
        with reading(file):
            self._groups = read_footer(self._held.read_part, file.size)
            self._parquet = self._opened()
            self.schema = self._parquet.schema_arrow
            leaves = self._parquet.schema
            self._paths = [leaves.column(number).path for number in range(len(leaves))]
            self._check_rows()
        self._starts = list(accumulate((group.rows for group in self._groups), initial=0))
        self._checked: set[tuple[int, str]] = set()
        self._kept: OrderedDict[int, Content | None] = OrderedDict()
        self._ahead: Iterator[Content | None] = iter(())
        self._next = self._end = 0

    def _opened(self, **options: Any) -> Any:
        from pyarrow import parquet  # noqa: PLC0415 - see tables.py

        size = self._held.file.size
        return parquet.ParquetFile(
            self._held,
            buffer_size=1 << 16,
            pre_buffer=False,
            page_checksum_verification=True,
            thrift_string_size_limit=max(1 << 16, size),
            thrift_container_size_limit=64 + size // 16,  # what is listed in a footer takes more than that
            **options,
        )

    @property
    def rows(self) -> int:
        """The number of rows."""
        return self._starts[-1]

    def column(self, name: str) -> Any:
        """Give a column of small values, as :class:`pyarrow.ChunkedArray`; text as a dictionary.

        So each text is there once, as in the file: a long one may be the label of very many rows.

        Raises:
            PictureError: If it can't be read.
        """
        with self._lock, reading(self._held.file):
            self._held.check()
            groups = [number for number, group in enumerate(self._groups) if group.rows]  # others may have no pages
            for group in groups:
                self._check_group(group, name)
            opened = self._opened(read_dictionary=[name], metadata=self._parquet.metadata)
            return opened.read_row_groups(groups, columns=[name], use_threads=False).column(0)

    def cell(self, name: str, row: int) -> Content:
        """Give the picture of a row. It costs least where rows are asked for in their order.

        Raises:
            PictureError: If it can't be read, or there is none.
        """
        with self._lock, reading(self._held.file):
            self._held.check()
            if row not in self._kept:
                self._seek(name, row)
            content = self._kept.pop(row) if row in self._kept else self._advance(row)
        if content is None:
            raise PictureError(f"must hold a picture, got {content}")
        return content

    def _seek(self, name: str, row: int) -> None:
        """Go to the group of a row, unless it lies ahead in the one that is being read."""
        if self._next <= row < self._end:
            return
        group = int(np.searchsorted(self._starts, row, side="right")) - 1
        self._check_group(group, name)
        self._kept.clear()
        self._next, self._end = self._starts[group : group + 2]
        self._ahead = self._cells(group, name)

    def _advance(self, row: int) -> Content | None:
        """Read on up to a row."""
        while True:
            try:
                content = next(self._ahead)
            except StopIteration:
                self._end = self._next
                raise PictureError(f"must have {self.rows} rows, got {self._next} up to the end of a group") from None
            self._next += 1
            if self._next > row:
                return content
            self._kept[self._next - 1] = content
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def _cells(self, group: int, name: str) -> Iterator[Content | None]:
        batches = self._parquet.iter_batches(_AT_ONCE, row_groups=[group], columns=[name], use_threads=False)
        for batch in batches:
            yield from cells_of(batch.column(0))

    def _check_rows(self) -> None:
        """Compare how many rows there are with what else is known.

        Raises:
            ValueError: If there are more rows than bytes, or groups do not make them up.
        """
        counts = [group.rows for group in self._groups]
        told = self._parquet.metadata
        agree = told.num_row_groups == len(counts) and told.num_rows == sum(counts)
        if min(counts, default=0) < 0 or not agree or sum(counts) > self._held.file.size:
            found = f"{told.num_rows}, in groups of {counts[:10]}, in {self._held.file.size} bytes"
            raise ValueError(f"there must be as many rows as groups have, and no more than bytes, got {found}")

    def _check_group(self, group: int, name: str) -> None:
        """Look at the headers of all pages of a column of a group, once.

        Raises:
            ValueError: If they are not what they should be.
        """
        if (group, name) in self._checked:
            return
        size = self._held.file.size
        for path, chunk in zip(self._paths, self._groups[group].chunks, strict=True):
            if not f"{path}.".startswith(f"{name}."):
                continue
            if chunk.size < 0 or not 0 <= chunk.start <= size - chunk.size:
                found = f"{chunk.size} bytes from {chunk.start} on"
                raise ValueError(f"column {name!r} must lie in the {size} bytes of the file, got {found}")
            if chunk.values > 8 * size:
                raise ValueError(f"column {name!r} must have fewer values than bits, got {chunk.values}")
            check_pages(self._held.read_part, chunk.start, chunk.size)
        self._checked.add((group, name))
