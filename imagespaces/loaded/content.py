"""What a directory of pictures holds: every file verified by decoding it, once for all who look in a process.

Pictures that fit a limit are kept as they were decoded, and nothing is ever decoded again; else they are decoded when
they are asked for.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imagespaces.bank import allocate
from imagespaces.loaded.classes import classes_of
from imagespaces.loaded.faults import Fault, PictureError, describe, reason_of
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.listing import SUFFIXES, Listing, list_pictures, path_order
from imagespaces.loaded.pictures import Form
from imagespaces.loaded.reading import Result, read_pictures
from imagespaces.loaded.sharing import Shared
from imagespaces.progress import report

__all__ = ["Content", "OnError", "look_into", "read_directory"]

OnError: TypeAlias = Literal["raise", "skip"]
"""What becomes of a picture that can't be read: an error, or it is left out."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Content:
    """The ``N`` good pictures of a directory.

    Attributes:
        root: The directory.
        files: Where each picture is.
        form: What each is brought to.
        pixels: uint8 ``[N, H, W, C]``, read-only, or None where they are not kept.
        state: A digest that changes when a file of the directory is written, added or removed.
    """

    root: str
    files: tuple[ListedFile, ...]
    form: Form
    pixels: NDArray[np.uint8] | None
    state: str

    @property
    def digest(self) -> str:
        """A digest of what the pictures are called and how many bytes each takes: the same for a copy elsewhere."""
        known = [(file.name, file.size) for file in self.files]
        return blake2b(repr(known).encode(), digest_size=16).hexdigest()

    def images(self, numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Give pictures by number: uint8 ``[B, H, W, C]``, fresh.

        Raises:
            PictureError: If they are not kept, and a file is not what it was.
        """
        if self.pixels is not None:
            return self.pixels[numbers]
        files = [self.files[number] for number in numbers]
        images = np.empty((len(files), *self.form.shape), np.uint8)

        def take(place: int, result: Result) -> None:
            if isinstance(result, PictureError):
                raise PictureError(f"{files[place].name!r} in {self.root!r} {result}") from result
            images[place] = result

        read_pictures(files, self.form, take)
        return images


def read_directory(root: str, form: Form, on_error: OnError, limit: int) -> Content:
    """Give what a directory holds; as long as no file changes, it is read once for all who hold the same of it.

    Args:
        root: The directory.
        form: What pictures are brought to.
        on_error: What becomes of a picture that can't be read.
        limit: Bytes up to which the decoded pictures are kept.

    Raises:
        ValueError: If ``root`` is no directory that can be listed, or holds no picture, some in sub-folders and some
            not, or none that can be read.
        PictureError: If a picture can't be read and ``on_error`` is ``"raise"``; all of them are named.
    """
    listing = _listing(root)
    kept = len(listing.files) * form.nbytes <= limit
    key = (root, form, on_error, kept, listing.digest)
    return _shared.get(key, partial(_read, root, listing, form, on_error, kept=kept))


_shared: Shared[Content] = Shared()


def look_into(root: str, on_error: OnError) -> tuple[str, ...]:
    """Give the names of the classes that a directory holds, none where no picture lies in a folder; no file is opened.

    Args:
        root: The directory.
        on_error: What becomes of what is named as a picture and can't be one, as a pipe or a link out of the directory.

    Raises:
        ValueError: As for :func:`read_directory`, as far as names tell.
        PictureError: The same.
    """
    listing = _listing(root)
    _judge(root, len(listing.files), list(listing.faults), on_error)
    classes = classes_of([file.name for file in listing.files])
    return () if classes is None else classes.names


def _listing(root: str) -> Listing:
    try:
        listing = list_pictures(root)
    except (OSError, ValueError) as error:  # the latter where the path holds a zero
        raise ValueError(f"root must be a directory that can be listed, got {root!r}: {reason_of(error)}") from error
    if not (listing.files or listing.faults):
        found = f"{root!r} with none and {listing.ignored} other files"
        raise ValueError(f"root must hold pictures ({', '.join(SUFFIXES)}), got {found}")
    classes_of([file.name for file in listing.files])  # pictures without and with a class are told before all are read
    return listing


def _read(root: str, listing: Listing, form: Form, on_error: OnError, *, kept: bool) -> Content:
    total = len(listing.files)
    pixels = allocate((total, *form.shape), np.dtype(np.uint8)) if kept else None
    good: list[ListedFile] = []
    faults = list(listing.faults)

    def take(place: int, result: Result) -> None:
        if isinstance(result, PictureError):
            faults.append(Fault(listing.files[place].name, str(result)))
        else:
            if pixels is not None:
                pixels[len(good)] = result
            good.append(listing.files[place])
        report("reading pictures", place + 1, total)

    _log.info("reading %d pictures of %r; %d other files are ignored", total, root, listing.ignored)
    read_pictures(listing.files, form, take)
    faults.sort(key=lambda fault: path_order(fault.name))
    _judge(root, len(good), faults, on_error)
    if pixels is not None:
        pixels = pixels[: len(good)]
        pixels.flags.writeable = False
    return Content(root, tuple(good), form, pixels, listing.digest)


def _judge(root: str, good: int, faults: list[Fault], on_error: OnError) -> None:
    """Raise, or log, what is wrong with pictures."""
    if not faults:
        return
    found = f"{len(faults)} of {good + len(faults)} pictures in {root!r} cannot be read"
    if on_error == "raise":
        raise PictureError(f"{found}; mend or remove them, or leave them out (on_error: skip):\n{describe(faults)}")
    if not good:
        raise ValueError(f"{found}, and at least 1 must be:\n{describe(faults)}")
    _log.warning("%s and are left out:\n%s", found, describe(faults))
