"""Tables in Arrow files, as ``Dataset.save_to_disk`` writes them: streams of record batches, mapped into memory.

Nothing is copied but the cells that are asked for, so that large files take no memory of their own. As for every file
that is mapped, cutting it short while it is in use ends the process; files that have changed are noticed before that,
unless it happens in the same moment.
"""

from __future__ import annotations

import mmap
from itertools import accumulate
from threading import Lock
from typing import Any

import numpy as np

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.huggingface.held import HeldFile
from imagespaces.loaded.huggingface.messages import check_plain
from imagespaces.loaded.huggingface.tables import Content, cells_of, need_pyarrow, reading

__all__ = ["ArrowTable"]


class ArrowTable:
    """An Arrow file.

    Args:
        file: The file.

    Raises:
        PictureError: If it is none.
        ModuleNotFoundError: If pyarrow is not installed.
    """

    def __init__(self, file: ListedFile) -> None:
        pa = need_pyarrow()
        self._held = HeldFile(file)
        self._lock = Lock()
        with reading(file):
            mapped = mmap.mmap(self._held.fileno(), file.size, access=mmap.ACCESS_READ)
            content = pa.py_buffer(mapped)
            for message in pa.ipc.MessageReader.open_stream(content):
                check_plain(memoryview(message.metadata))
            stream = pa.ipc.open_stream(content)
            self.schema = stream.schema
            self._batches = list(stream)  # views of the file
            self._starts = list(accumulate((batch.num_rows for batch in self._batches), initial=0))
        if self.rows > file.size:
            raise PictureError(f"must have no more rows than its {file.size} bytes, got {self.rows}")
        self._checked: set[tuple[int, str]] = set()

    @property
    def rows(self) -> int:
        """The number of rows."""
        return int(self._starts[-1])

    def column(self, name: str) -> Any:
        """Give a column of small values, as :class:`pyarrow.ChunkedArray`.

        Raises:
            PictureError: If it can't be read.
        """
        with reading(self._held.file):
            self._held.check()
            chunks = [self._sound(number, name) for number in range(len(self._batches))]
            return need_pyarrow().chunked_array(chunks, type=self.schema.field(name).type)

    def cell(self, name: str, row: int) -> Content:
        """Give the picture of a row.

        Raises:
            PictureError: If it can't be read, or there is none.
        """
        number = int(np.searchsorted(self._starts, row, side="right")) - 1
        with reading(self._held.file):
            self._held.check()
            column = self._sound(number, name).slice(row - self._starts[number], 1)
            (content,) = cells_of(column)
        if content is None:
            raise PictureError(f"must hold a picture, got {content}")
        return content

    def _sound(self, number: int, name: str) -> Any:
        """Give a column of a batch, of which it was seen once that it points to nowhere else.

        Raises:
            ValueError: If it does.
        """
        column = self._batches[number].column(name)
        with self._lock:
            if (number, name) not in self._checked:
                column.validate(full=True)
                self._checked.add((number, name))
        return column
