"""Pictures in the cells of tables."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.file_table import FileTable
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.huggingface.tables import Content, Table
from imagespaces.loaded.pictures import Form, decode
from imagespaces.loaded.records import Decoded

__all__ = ["Cell", "Shelf"]

_OPEN = 4
"""Tables that are open at a time."""


class Shelf:
    """Some tables, of which the last ones that were looked into are open, and the pictures that they name by path.

    Args:
        open_table: Opens one.
        files: All files of the directory.
        image: The column with the pictures.
    """

    def __init__(self, open_table: Callable[[ListedFile], Table], files: FileTable, image: str) -> None:
        self._open_table, self._files, self._image = open_table, files, image
        self._folders = {name: number for number, name in enumerate(files.folders)}
        self._tables: OrderedDict[ListedFile, Table] = OrderedDict()
        self._lock = Lock()

    def content(self, file: ListedFile, row: int) -> Content:
        """Give what the cell of a row holds.

        Raises:
            PictureError: If it can't be read.
        """
        return self._table(file).cell(self._image, row)

    def _table(self, file: ListedFile) -> Table:
        with self._lock:
            table = self._tables.pop(file, None) or self._open_table(file)
            self._tables[file] = table
            if len(self._tables) > _OPEN:
                self._tables.popitem(last=False)
            return table

    def picture(self, path: str) -> ListedFile:
        """Give the picture file of a path, which was listed: so no path leads out of the directory.

        Args:
            path: From the directory, or absolute.

        Raises:
            PictureError: If there is none.
        """
        inner = path.removeprefix(self._files.root.rstrip("/") + "/")
        folder, _, name = inner.rpartition("/")
        number = self._folders.get(folder)
        at = None if number is None or "\0" in name else self._files.find(number, name)
        if at is None:
            raise PictureError(f"names the file {path[:200]!r}, allowed are pictures in {self._files.root!r}")
        return self._files.file(at)


@dataclass(frozen=True, eq=False)
class Cell:
    """One picture of a table.

    Attributes:
        shelf: Where the table is to be had.
        file: The table's file.
        row: Its row.
    """

    shelf: Shelf
    file: ListedFile
    row: int

    @property
    def name(self) -> str:
        """The path of the table's file from the root, and the row."""
        return f"{self.file.name}[{self.row}]"

    def decode(self, form: Form) -> Decoded:
        """Give the picture.

        Raises:
            PictureError: If it can't be read.
        """
        content = self.shelf.content(self.file, self.row)
        if isinstance(content, str):
            return self.shelf.picture(content).decode(form)
        return Decoded(decode(content, form))
