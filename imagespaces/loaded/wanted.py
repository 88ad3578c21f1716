"""What of a data set is asked for, as far as it decides what is decoded."""

from __future__ import annotations

from dataclasses import dataclass, replace

import PIL

from imagespaces.cache import Key
from imagespaces.loaded.content import OnError
from imagespaces.loaded.formats import DataFormat
from imagespaces.loaded.pictures import Form

__all__ = ["READERS_VERSION", "Wanted"]

READERS_VERSION = 1
"""To be raised whenever a reader makes something else of the same files: what was kept before is then not used."""


@dataclass(frozen=True)
class Wanted:
    """A request.

    Attributes:
        format: What the files are like. Its ``repr`` tells it from others.
        root: Their directory, absolute.
        parts: The parts of the data set that are read.
        form: What pictures are brought to.
        on_error: What becomes of a picture that can't be read.
        verify: Whether pictures that are too many to be kept are decoded once before they are used.
        limit: Bytes up to which decoded pictures are kept.
    """

    format: DataFormat
    root: str
    parts: tuple[str, ...]
    form: Form
    on_error: OnError
    verify: bool
    limit: int

    @property
    def where(self) -> str:
        """What the data set is called in errors."""
        return repr(self.root)

    def key(self, state: str) -> Key:
        """Give what that which is kept on disk of this is found by.

        Args:
            state: A digest of the listing.
        """
        kind = type(self.format)
        made_by = f"{kind.__module__}.{kind.__qualname__}, readers {READERS_VERSION}, Pillow {PIL.__version__}"
        subject = f"{made_by}: {replace(self, verify=True)!r}"  # what is kept is the same
        return Key(kind=self.format.folder, subject=subject, state=state)
