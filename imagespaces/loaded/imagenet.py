"""ImageNet's thousand classes, and what else is laid out as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack, cast

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.faults import Fault, PictureError
from imagespaces.loaded.imagenet_lists import LABELS, NAMES, class_ids, class_names, labels_told
from imagespaces.loaded.list_files import Lookup, chosen
from imagespaces.loaded.listing import Listing
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace
from imagespaces.loaded.records import Records
from imagespaces.loaded.roots import missing
from imagespaces.loaded.scanning import Scan, TableListing

__all__ = ["ImageNet", "ImageNetFormat"]

HOMES = ("", "ILSVRC/Data/CLS-LOC/")
"""Where the parts may lie: in the directory itself, or where Kaggle's archive has them."""


@dataclass(frozen=True)
class ImageNetFormat:
    """Class folders, or for the part to validate one folder and a list."""

    folder = "imagenet"
    part_names = ("train", "val")
    native_shape = (None, None, 3)
    expected_files = f"train/<class>/*.JPEG, and val/<class>/*.JPEG or val/*.JPEG with one of {', '.join(LABELS)}"
    source_page = "https://www.image-net.org/download.php"

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:
        """List the pictures and what tells of them.

        Raises:
            MissingDataError: If a folder or list is not there.
            ValueError: If one is not what it should be.
        """
        scan = Scan(root)
        classes: list[str] = []
        for part in sorted({"train", *parts}):
            folder = next((folder for folder in _folders(part) if scan.has(folder)), None)
            inner = [] if folder is None else scan.subfolders(folder)
            classes += inner
            if part in parts:
                self._add_pictures(scan, root, folder or part, inner)
        self._add_texts(scan, root, flat="val" in parts and not _of_part("val", classes))
        return scan.listing(classes)

    def _add_pictures(self, scan: Scan, root: str, folder: str, classes: list[str]) -> None:
        if not scan.has(folder):
            raise missing(self, f"no folder {folder!r} in {root!r}")
        if not classes and folder in _folders("train"):
            raise missing(self, f"no folder of a class in {folder!r} in {root!r}")
        if not sum(map(scan.pictures, classes or [folder])):
            raise missing(self, f"no picture in {folder!r} in {root!r}")

    def _add_texts(self, scan: Scan, root: str, *, flat: bool) -> None:
        for name, candidates in NAMES.items():
            scan.text(name, *candidates)
        if flat and not any(scan.text(name, *candidates) for name, candidates in LABELS.items()):
            raise missing(self, f"neither folders in 'val' nor a list of its classes in {root!r}")

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:  # noqa: ARG002 - it is listed
        """Tell which pictures are of which class.

        Raises:
            PictureError: If a list or a class is not what it should be.
        """
        return _Reader(cast("TableListing", listing)).records(parts)


def _folders(part: str) -> list[str]:
    """Give where a part may lie."""
    return [f"{home}{part}" for home in HOMES]


def _of_part(part: str, folders: Sequence[str]) -> list[int]:
    """Give the places of the class folders of a part."""
    return [place for place, name in enumerate(folders) if name.rpartition("/")[0] in _folders(part)]


class _Reader:
    """Puts together what the lists and the folders say."""

    def __init__(self, listing: TableListing) -> None:
        self._listing = listing
        self._ids = class_ids(listing)
        self._classes = {each: number for number, each in enumerate(self._ids)}
        self._faults: list[Fault] = list(listing.faults)

    def records(self, parts: tuple[str, ...]) -> Records:
        found = [self._part(part) for part in parts]
        numbers, labels = (np.concatenate(each) for each in zip(*found, strict=True))
        return Records(
            chosen(self._listing.files, numbers),
            parts={part: len(each[0]) for part, each in zip(parts, found, strict=True)},
            labels=labels,
            class_names=class_names(self._listing, self._ids),
            faults=tuple(self._faults),
        )

    def _part(self, part: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        files = self._listing.files
        places = _of_part(part, files.folders)
        if not places:
            return self._from_list(next(name for name in files.folders if name in _folders(part)))
        names = [files.folders[place].rpartition("/")[2] for place in places]
        others = [name for name in names if name not in self._classes]
        if others:
            found = f"{part}/{others[0]}"
            raise PictureError(f"a class folder must be of a class that 'train' has, got {found!r}")
        numbers = np.concatenate([np.arange(*files.ends[place : place + 2]) for place in places])
        return numbers, np.repeat([self._classes[name] for name in names], files.counts[places])

    def _from_list(self, folder: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        file, told = labels_told(self._listing, self._ids)
        lookup = Lookup(file, self._listing.files, folder)
        numbers, labels = [], []
        for each in told:
            number = lookup.number(each.line, each.path)
            if number is not None:
                numbers.append(number)
                labels.append(each.label)
        lookup.unnamed(folder)
        self._faults += lookup.faults
        return np.array(numbers, np.int64), np.array(labels, np.int64)


class ImageNet(LoadedSpace):
    """Pictures in a folder for each class, as those of ImageNet's challenge of 2012 are: 1,281,167 and 50,000.

    In ``root``, or where Kaggle's archive has them, are ``train/<class>/*.JPEG`` and ``val/<class>/*.JPEG``. The
    pictures to validate may also lie in ``val`` itself, as they come; then a list says what they show:

    - ``val.txt``: a line for each picture with its name and its class, as a number from 0 or by the class's id;
    - ``LOC_val_solution.csv``, as Kaggle gives it;
    - ``ILSVRC2012_validation_ground_truth.txt``: a number from 1 for each picture in the order of their names, with
      ``map_clsloc.txt``, which says which class has which number. Both come with the challenge's development kits.

    Classes are the folders to train on, or where there are none those to validate, or the ids in the file of names;
    sorted. They are called as ``LOC_synset_mapping.txt``, ``synset_words.txt``, ``words.txt`` or
    ``imagenet_class_index.json`` says, by the first of their words, else by their folders.

    Pictures have sizes of their own: ``height`` and ``width`` must be given. Those to train on come class by class,
    sorted by name; those of a list in its order.

    Russakovsky et al., "ImageNet Large Scale Visual Recognition Challenge", IJCV 115, 2015.
    """

    def __init__(self, **options: Unpack[LoadedOptions]) -> None:
        super().__init__(ImageNetFormat(), **options)
