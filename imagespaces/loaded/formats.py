"""What each format of data sets tells of itself: the only thing that a new format must write."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from imagespaces.loaded.listing import Listing
from imagespaces.loaded.records import Records

__all__ = ["CountsClasses", "DataFormat"]


class DataFormat(Protocol):
    """A format of data sets, as a frozen dataclass of what tells its data sets apart.

    What it says costs nothing, no file is touched but by :meth:`listing`, which opens none, and :meth:`records`.
    """

    @property
    def folder(self) -> str:
        """What the directory is called under ``$IMAGESPACES_DATA``: the kind, and which of its data sets."""

    @property
    def part_names(self) -> tuple[str, ...]:
        """The parts that the data set comes in; nothing where it is in one."""

    @property
    def native_shape(self) -> tuple[int | None, int | None, int]:
        """Height, width and channels of the pictures; None for sizes that differ from picture to picture."""

    @property
    def expected_files(self) -> str:
        """What must lie in the directory, in words, to be read after "a directory with"."""

    @property
    def source_page(self) -> str:
        """Where the files can be had: the data set's own page; nothing where they are the user's own."""

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:
        """List the files that are read for some parts: when one of them changes, all are read anew.

        Args:
            root: The directory, absolute.
            parts: Some of :attr:`part_names`, in the order asked for.

        Raises:
            MissingDataError: If one is not there.
            ValueError: If they are not what they should be, as far as names tell.
        """

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:
        """Tell what the files hold: the pictures of the parts, part after part; none of them is decoded.

        Raises:
            ValueError: If the files are not what they should be.
        """


@runtime_checkable
class CountsClasses(Protocol):
    """A format of which it is known how many classes there are before a file is read."""

    @property
    def num_classes(self) -> int:
        """How many classes the data set has."""
