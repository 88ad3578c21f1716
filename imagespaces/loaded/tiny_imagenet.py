"""Tiny ImageNet: 200 classes of ImageNet at 64 × 64 pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Unpack, cast

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.faults import Fault, PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.list_files import Lookup, chosen, lines_of, wrong_line
from imagespaces.loaded.listing import Listing
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace
from imagespaces.loaded.records import Records
from imagespaces.loaded.roots import missing
from imagespaces.loaded.scanning import Scan, TableListing
from imagespaces.loaded.synsets import ids_of, names_of_classes, words_of

__all__ = ["TinyImageNet", "TinyImageNetFormat"]

IDS, WORDS, ANNOTATIONS = "wnids.txt", "words.txt", "val/val_annotations.txt"
PICTURES = {"train": "train", "val": "val/images"}


@dataclass(frozen=True)
class TinyImageNetFormat:
    """The directory as its archive unpacks."""

    folder = "tiny_imagenet"
    part_names = ("train", "val")
    native_shape = (64, 64, 3)
    num_classes = 200
    expected_files = f"{IDS}, {WORDS}, train/<id>/images/*.JPEG, and val/images/*.JPEG with {ANNOTATIONS}"
    source_page = "https://www.kaggle.com/c/tiny-imagenet"

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:
        """List the pictures and what tells of them.

        Raises:
            MissingDataError: If a file or folder is not there.
            ValueError: If one is not what it should be.
        """
        scan = Scan(root)
        for text in (IDS, WORDS, *([ANNOTATIONS] if "val" in parts else [])):
            if not scan.text(text, text):
                raise missing(self, f"no {text!r} in {root!r}")
        for part in parts:
            folder = PICTURES[part]
            if not scan.has(folder):
                raise missing(self, f"no folder {folder!r} in {root!r}")
            folders = [f"{each}/images" for each in scan.subfolders(folder)] if part == "train" else [folder]
            if not sum(map(scan.pictures, folders)):
                raise missing(self, f"no picture in {folder!r} in {root!r}")
        return scan.listing()

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:  # noqa: ARG002 - it is listed
        """Tell which pictures are of which class.

        Raises:
            MissingDataError: If a class has no folder.
            PictureError: If a text file is not what it should be.
        """
        return _Reader(self, cast("TableListing", listing)).records(parts)


class _Reader:
    """Puts together what the text files and the folders say."""

    def __init__(self, told: TinyImageNetFormat, listing: TableListing) -> None:
        self._told, self._listing = told, listing
        self._texts: Mapping[str, ListedFile] = dict(listing.texts)
        self._ids = sorted(ids_of(self._texts[IDS]))
        self._classes = {each: number for number, each in enumerate(self._ids)}
        self._faults: list[Fault] = list(listing.faults)

    def records(self, parts: tuple[str, ...]) -> Records:
        found = [self._train() if part == "train" else self._val() for part in parts]
        numbers, labels = (np.concatenate(each) for each in zip(*found, strict=True))
        return Records(
            chosen(self._listing.files, numbers),
            parts={part: len(each[0]) for part, each in zip(parts, found, strict=True)},
            labels=labels,
            class_names=names_of_classes(self._ids, words_of(self._texts[WORDS], self._ids)),
            faults=tuple(self._faults),
        )

    def _train(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the numbers of pictures and their classes, which are those of their folders."""
        files = self._listing.files
        folders = {name.split("/")[1]: place for place, name in enumerate(files.folders) if name.startswith("train/")}
        for each in self._ids:
            if each not in folders:
                raise missing(self._told, f"no folder 'train/{each}/images', of a class in {IDS!r}")
        others = [name for name in folders if name not in self._classes]
        if others:
            raise PictureError(f"{IDS!r} must have all classes that 'train' has folders of, got none of {others[0]!r}")
        places = [folders[each] for each in self._ids]
        numbers = np.concatenate([np.arange(*files.ends[place : place + 2]) for place in places])
        return numbers, np.repeat(np.arange(len(places)), files.counts[places])

    def _val(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the numbers of pictures in the order of their annotations, which say what classes they are of."""
        file, folder = self._texts[ANNOTATIONS], PICTURES["val"]
        lookup = Lookup(file, self._listing.files, folder)
        numbers, labels = [], []
        for line in lines_of(file):
            name, *told = line.text.split("\t")
            if not told or told[0] not in self._classes:
                raise wrong_line(file, line, line.text, f"a picture, a tab and a class that is in {IDS!r}")
            number = lookup.number(line, name)
            if number is not None:
                numbers.append(number)
                labels.append(self._classes[told[0]])
        lookup.unnamed(folder)
        self._faults += lookup.faults
        return np.array(numbers, np.int64), np.array(labels, np.int64)


class TinyImageNet(LoadedSpace):
    """Tiny ImageNet: 100,000 pictures to train on and 10,000 to validate, 64 × 64 in colour, of 200 classes.

    ``root`` is the directory ``tiny-imagenet-200`` of the archive: ``wnids.txt``, ``words.txt``,
    ``train/<id>/images/*.JPEG``, ``val/images/*.JPEG`` with ``val/val_annotations.txt``. The pictures in ``test`` have
    no labels and are not read; what others call the test part of this data set is ``val``. Boxes are not read.

    Classes are in the order of their ids, and called by the first of their words, with the id where two share it.
    Pictures to train on come class by class, sorted by name, those to validate in the order of their annotations. The
    gray ones among them come in colour, as all others.

    Stanford's course CS231n, Le and Yang, "Tiny ImageNet Visual Recognition Challenge", 2015.
    """

    def __init__(self, **options: Unpack[LoadedOptions]) -> None:
        super().__init__(TinyImageNetFormat(), **options)
