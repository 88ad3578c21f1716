"""Real pictures from a directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from imagespaces.loaded.classes import classes_of
from imagespaces.loaded.content import OnError, judge
from imagespaces.loaded.faults import reason_of
from imagespaces.loaded.listing import SUFFIXES, Listing, list_pictures
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace
from imagespaces.loaded.records import Records

__all__ = ["ImageFolder", "list_directory", "look_into"]


@dataclass(frozen=True)
class FolderFormat:
    """Pictures in a directory; its sub-folders, where it has any, are the classes."""

    folder = "image_folder"
    part_names = ()
    native_shape = (None, None, 3)
    expected_files = f"pictures ({', '.join(SUFFIXES)}), all in sub-folders or none"
    source_page = ""

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:  # noqa: ARG002 - it is not divided
        """List the pictures."""
        return list_directory(root)

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:  # noqa: ARG002 - the same
        """Tell what their classes are."""
        return folder_records(listing)


class ImageFolder(LoadedSpace):
    """Pictures in a directory, all brought to one size.

    A sub-folder is a class, with all that lies in it at any depth; where pictures lie in the directory itself, none may
    lie in sub-folders, and there are no classes. Index = place of the file, sorted by path: part by part, as bytes.

    Files are found by their endings (bmp, jpeg, jpg, png, tif, tiff, webp) and decoded by their content; others and
    hidden ones are ignored. Of several frames the first counts, the EXIF orientation is honoured, 16 bits keep their
    high byte, what is transparent is white, and gray is the luma of ITU-R BT.601 (:mod:`imagespaces.loaded.colours`).
    Pictures are resampled with Lanczos' filter (:mod:`imagespaces.loaded.fitting`).

    All files are decoded when the space is made, in a few threads, so that a broken one is known before anything runs.
    Refused are files that are damaged or cut short, more than 2²⁶ pixels, more than 512 MiB, special files, and links
    that lead out of the directory or to folders.

    It takes what every space of a data set takes (:class:`~imagespaces.loaded.LoadedSpace`): at least ``height`` and
    ``width``, and mostly ``root``, which is completed when the space is made, and is ``$IMAGESPACES_DATA/image_folder``
    unless given; colour is the default.

    Raises:
        TypeError: If the root is no path.
        ValueError: If an argument is not allowed, the root is no directory, or it holds no picture, or some in
            sub-folders and some not; as :class:`~imagespaces.loaded.faults.PictureError` if a picture can't be read.
    """

    def __init__(self, **options: Unpack[LoadedOptions]) -> None:
        super().__init__(FolderFormat(), **options)

    @property
    def paths(self) -> tuple[str, ...]:
        """The file of each index: its path from the root, with ``/`` between the parts."""
        names = self._content.names
        return tuple(names) if self._numbers is None else tuple(names[number] for number in self._numbers.tolist())


def folder_records(listing: Listing) -> Records:
    """Give what a directory holds whose sub-folders, where it has any, are the classes."""
    classes = classes_of([file.name for file in listing.files])
    return Records(
        listing.files,
        labels=None if classes is None else classes.labels,
        class_names=None if classes is None else classes.names,
        faults=listing.faults,
    )


def look_into(root: str, on_error: OnError) -> tuple[str, ...]:
    """Give the names of the classes that a directory holds, none where no picture lies in a folder; no file is opened.

    Args:
        root: The directory.
        on_error: What becomes of what is named as a picture and can't be one, as a pipe or a link out of the directory.

    Raises:
        ValueError: As for :class:`ImageFolder`, as far as names tell.
        PictureError: The same.
    """
    listing = list_directory(root)
    judge(repr(root), len(listing.files), listing.faults, on_error)
    classes = classes_of([file.name for file in listing.files])
    return () if classes is None else classes.names


def list_directory(root: str) -> Listing:
    """List the pictures of a directory.

    Raises:
        ValueError: If it can't be listed, or holds no picture, or some in sub-folders and some not.
    """
    try:
        listing = list_pictures(root)
    except (OSError, ValueError) as error:  # the latter where the path holds a zero
        raise ValueError(f"root must be a directory that can be listed, got {root!r}: {reason_of(error)}") from error
    if not (listing.files or listing.faults):
        found = f"{root!r} with none and {listing.ignored} other files"
        raise ValueError(f"root must hold pictures ({', '.join(SUFFIXES)}), got {found}")
    classes_of([file.name for file in listing.files])  # pictures without and with a class are told before all are read
    return listing
