"""SUN360: panoramas of places, all around and twice as wide as high."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Unpack, cast

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.faults import Fault, PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.list_files import Line, Lookup, chosen, lines_of, wrong_line
from imagespaces.loaded.listing import SUFFIXES, Listing
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace
from imagespaces.loaded.records import Records
from imagespaces.loaded.roots import missing
from imagespaces.loaded.scanning import Scan, TableListing
from imagespaces.loaded.synsets import MAX_CLASSES

__all__ = ["Sun360", "Sun360Format"]

PARTS = ("train", "val")

WHOLE_LIST = "sun360-dataset26-random.txt"
"""A list of all pictures in random order, of which the first tenth is to validate."""

LISTS: Mapping[str, str] = {"train": "train.txt", "val": "val.txt"}


@dataclass(frozen=True)
class Sun360Format:
    """Pictures in folders, divided by lists or by folders of the parts."""

    folder = "sun360"
    part_names = PARTS
    native_shape = (None, None, 3)
    expected_files = (
        f"pictures in folders, and {' and '.join(LISTS.values())}, or {WHOLE_LIST}, or folders train and val"
    )
    source_page = "https://vision.princeton.edu/projects/2012/SUN360/data/"

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:
        """List the pictures and the lists of them.

        Raises:
            MissingDataError: If there is neither a list nor a folder for a part, or no picture.
            ValueError: If a list can't be one.
        """
        scan = Scan(root)
        found = [part for part in PARTS if scan.text(part, LISTS[part])]
        whole = not found and scan.text("whole", WHOLE_LIST)
        for part in () if whole else parts:
            if part not in found if found else not scan.has(part):
                wanted = LISTS[part] if found else f"{LISTS[part]}, {WHOLE_LIST} or folder {part}"
                raise missing(self, f"no {wanted} in {root!r}")
        divided = not (found or whole)
        for top in PARTS if divided else ("",):  # both, for the classes of all parts are numbered together
            count = sum(map(scan.pictures, scan.tree(top))) if scan.has(top) else 0
            if not count and top in ("", *parts):
                raise missing(self, f"no picture in {top or root!r}")
        return scan.listing()

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:  # noqa: ARG002 - it is listed
        """Tell which pictures are of which class.

        Raises:
            PictureError: If a list is not what it should be, or a picture has no class.
        """
        return _Reader(cast("TableListing", listing)).records(parts)


class Told(NamedTuple):
    """What a line of a list says: a picture, and what its class is called."""

    line: Line
    path: str
    label: str


class _Reader:
    """Puts together what the lists and the folders say."""

    def __init__(self, listing: TableListing) -> None:
        self._listing = listing
        self._faults: list[Fault] = list(listing.faults)

    def records(self, parts: tuple[str, ...]) -> Records:
        rows = self._listed() if self._listing.texts else {part: self._in_folders(part) for part in PARTS}
        empty = next((part for part in parts if not len(rows[part][0])), None)
        if empty is not None and not self._faults:
            told = " and ".join(repr(file.name) for _, file in self._listing.texts)
            raise PictureError(f"{told} must name a picture of {empty!r}, got none")
        # Of all parts, so that the numbers of classes do not depend on which are read.
        names = sorted({label for _, labels in rows.values() for label in labels})
        if len(names) > MAX_CLASSES:
            raise PictureError(f"'train' and 'val' must have up to {MAX_CLASSES} classes, got {len(names)}")
        codes = {name: code for code, name in enumerate(names)}
        labels = [np.array([codes[label] for label in rows[part][1]], np.int64) for part in parts]
        return Records(
            chosen(self._listing.files, np.concatenate([rows[part][0] for part in parts])),
            parts={part: len(rows[part][0]) for part in parts},
            labels=np.concatenate(labels),
            class_names=tuple(names),
            faults=tuple(self._faults),
        )

    def _listed(self) -> dict[str, _Rows]:
        """Give the numbers and classes of pictures as lists have them."""
        return {part: row for name, file in self._listing.texts for part, row in self._of_list(name, file)}

    def _of_list(self, name: str, file: ListedFile) -> Iterator[tuple[str, _Rows]]:
        told = list(_told(file))
        if name != "whole":
            yield name, self._found(file, told)
            return
        tenth = len(told) // 10
        yield "train", self._found(file, told[tenth:])
        yield "val", self._found(file, told[:tenth])

    def _found(self, file: ListedFile, told: list[Told]) -> _Rows:
        lookup = Lookup(file, self._listing.files, "")
        numbers, labels = [], []
        for each in told:
            number = lookup.number(each.line, each.path)
            if number is not None:
                numbers.append(number)
                labels.append(each.label)
        self._faults += lookup.faults
        return np.array(numbers, np.int64), labels

    def _in_folders(self, part: str) -> _Rows:
        """Give the numbers and classes of pictures in the folders of a part."""
        files = self._listing.files
        numbers: list[int] = []
        labels: list[str] = []
        for place, folder in enumerate(files.folders):
            top, _, label = folder.partition("/")
            if top == part and files.counts[place]:
                first, end = files.ends[place : place + 2].tolist()
                if not label:
                    raise PictureError(f"pictures must lie in folders, got {files.name(first)!r}")
                numbers += range(first, end)
                labels += [label] * (end - first)
        return np.array(numbers, np.int64), labels


_Rows = tuple[NDArray[np.int64], list[str]]


def _told(file: ListedFile) -> Iterator[Told]:
    """Go through a list: "indoor/bedroom/pano_1.jpg", or with what its class is called."""
    for line in lines_of(file):
        path, *rest = [line.text] if line.text.lower().endswith(SUFFIXES) else line.text.rsplit(maxsplit=1)
        folder = "/".join([part for part in path.split("/")[:-1] if part != "."][:2])
        label = rest[0] if rest else folder
        if not label or not path.lower().endswith(SUFFIXES):
            raise wrong_line(file, line, line.text, "a picture in a folder, or a picture and what its class is called")
        yield Told(line, path, label)


class Sun360(LoadedSpace):
    """SUN360's panoramas, or other pictures in folders that lists divide.

    What is to train on and what to validate is told by the first of these that is there:

    - ``train.txt`` and ``val.txt``: a picture a line, as a path from ``root``;
    - ``sun360-dataset26-random.txt``: all pictures in random order, the first tenth of them to validate, rounded down;
    - the folders ``train`` and ``val``, with a folder for each class in them, at any depth.

    A class is what comes after the path in its line, else the first two of the picture's folders in a list, such as
    ``indoor/bedroom``, else its folder within the part. Classes are sorted by name. The pictures of a list come in its
    order, others sorted by path.

    Pictures have sizes of their own: ``height`` and ``width`` must be given. Where these are 1 to 2, a panorama is seen
    as a whole; a square is cut out of its middle, unless ``resize`` is ``"squash"``.

    Xiao et al., "Recognizing Scene Viewpoint using Panoramic Place Representation", CVPR 2012; 26 classes in that order
    as in Pardyl et al., "AdaGlimpse", ECCV 2024.
    """

    def __init__(self, **options: Unpack[LoadedOptions]) -> None:
        super().__init__(Sun360Format(), **options)
