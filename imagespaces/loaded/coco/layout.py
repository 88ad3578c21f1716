"""What COCO's directory holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple, TypeAlias, cast

import numpy as np

from imagespaces.loaded.class_maps import ClassMap, MappedPicture
from imagespaces.loaded.coco.annotations import GROUND, Annotated, Annotations, read_annotations
from imagespaces.loaded.coco.regions import require_pycocotools
from imagespaces.loaded.faults import Fault, PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.listing import Listing
from imagespaces.loaded.records import Records, Source, Sources
from imagespaces.loaded.roots import missing
from imagespaces.loaded.scanning import Scan, TableListing

__all__ = ["COCOFormat", "Told", "Year"]

Year: TypeAlias = Literal[2014, 2017]
"""The two divisions of the pictures."""

Told: TypeAlias = Literal["instances", "panoptic"]
"""What tells of the pictures: outlines of objects, or a map of all pixels."""


@dataclass(frozen=True)
class COCOFormat:
    """A directory with pictures and annotations of any years.

    Attributes:
        year: Which of them.
        annotations: What tells of the pictures.
        label_from: What of a picture is its class: its largest object, or nothing.
        masks: Whether the classes of pixels are read.
    """

    year: Year = 2017
    annotations: Told = "instances"
    label_from: Literal["largest"] | None = "largest"
    masks: bool = True

    folder = "coco"
    part_names = ("train", "val")
    native_shape = (None, None, 3)
    source_page = "https://cocodataset.org/#download"

    @property
    def expected_files(self) -> str:
        """What lies in the directory."""
        files = f"{{train,val}}{self.year}/*.jpg and annotations/{self.annotations}_{{train,val}}{self.year}.json"
        if self.annotations == "panoptic":
            files += f" with panoptic_{{train,val}}{self.year}/*.png beside it"
        return files

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:
        """List the pictures, the annotations and the panoptic maps.

        Raises:
            MissingDataError: If a file or folder is not there.
            ValueError: If one is not what it should be.
        """
        scan = Scan(root)
        for part in parts:
            told = f"annotations/{self.annotations}_{part}{self.year}.json"
            if not scan.text(part, told):
                raise missing(self, f"no {told!r} in {root!r}")
            for folder in self._folders(part):
                if not scan.has(folder):
                    raise missing(self, f"no folder {folder!r} in {root!r}")
                scan.pictures(folder)
        return scan.listing()

    def _folders(self, part: str) -> list[str]:
        """Give the folder of a part's pictures, and that of its maps."""
        maps = [f"annotations/panoptic_{part}{self.year}"] if self.masks and self.annotations == "panoptic" else []
        return [f"{part}{self.year}", *maps]

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:  # noqa: ARG002 - it is listed
        """Tell which pictures have which objects.

        Raises:
            ModuleNotFoundError: If outlines are read, and pycocotools is not installed.
            PictureError: If a file of annotations is not what it should be.
        """
        outlines = self.masks and self.annotations == "instances"
        if outlines:
            require_pycocotools()
        reader = _Reader(self, cast("TableListing", listing))
        for part in parts:
            reader.add(part, outlines=outlines)
        return reader.records()


class _Picture(NamedTuple):
    """A picture: its number among all files, its class, and the classes of its pixels, where these are read."""

    number: int
    largest: int | None
    map: ClassMap | None


class _Reader:
    """Puts together what annotations tell and the files that are there."""

    def __init__(self, told: COCOFormat, listing: TableListing) -> None:
        self._told, self._files, self._texts = told, listing.files, dict(listing.texts)
        self._folders = {folder: place for place, folder in enumerate(self._files.folders)}
        self._faults = list(listing.faults)
        self._pictures: list[_Picture] = []
        self._parts: dict[str, int] = {}
        self._known: Annotations | None = None

    def add(self, part: str, *, outlines: bool) -> None:
        """Add the pictures of a part.

        Raises:
            PictureError: If its annotations are not what they should be, tell of other categories than those of the
                part before, or of no picture that counts.
        """
        panoptic = self._told.annotations == "panoptic"
        told = read_annotations(self._texts[part], panoptic=panoptic, outlines=outlines)
        if self._known is not None and self._known.categories != told.categories:
            raise PictureError(f"{told.name!r} must have the categories of {self._known.name!r}, got others")
        self._known = told
        before = len(self._pictures), len(self._faults)
        folder = f"{part}{self._told.year}"
        self._check_named(folder, told)
        counted = [each for each in told.pictures if self._told.label_from is None or each.largest is not None]
        for picture in counted:
            self._add(folder, picture, told)
        self._parts[part] = len(self._pictures) - before[0]
        if before == (len(self._pictures), len(self._faults)):
            wanted = "a picture" if self._told.label_from is None else "a picture with an object"
            raise PictureError(f"{told.name!r} must tell of {wanted}, got none")

    def _check_named(self, folder: str, told: Annotations) -> None:
        """Make a fault of each picture that no annotations tell of."""
        place = self._folders[folder]
        names = {f"{folder}/{picture.file_name}" for picture in told.pictures}
        for number in range(*self._files.ends[place : place + 2].tolist()):
            if (name := self._files.name(number)) not in names:
                self._faults.append(Fault(name, f"is not in {told.name!r}"))

    def _add(self, folder: str, picture: Annotated, told: Annotations) -> None:
        name = f"{folder}/{picture.file_name}"
        number = self._files.find(self._folders[folder], picture.file_name)
        try:
            if number is None:
                raise PictureError(f"is not there, but {told.name!r} tells of it")  # noqa: TRY301 - one fault of two
            self._pictures.append(_Picture(number, picture.largest, self._map(folder, picture, told)))
        except PictureError as error:
            self._faults.append(Fault(name, str(error)))

    def _map(self, folder: str, picture: Annotated, told: Annotations) -> ClassMap | None:
        """Give the classes of a picture's pixels, where they are read."""
        if not self._told.masks:
            return None
        if self._told.annotations == "instances":
            return told.objects_of(picture)
        return told.segments_of(picture, partial(self._find, f"annotations/panoptic_{folder}"))

    def _find(self, folder: str, name: str) -> ListedFile | None:
        number = self._files.find(self._folders[folder], name)
        return None if number is None else self._files.file(number)

    def records(self) -> Records:
        """Give what was put together.

        Raises:
            ValueError: If no part was added.
        """
        if self._known is None:
            raise ValueError(f"parts must be at least one of {self._told.part_names}, got none")
        categories, labelled = self._known.categories, self._told.label_from is not None
        classes = {code: place for place, code in enumerate(categories.things)}
        labels = [classes[picture.largest] for picture in self._pictures if picture.largest is not None]
        return Records(
            Sources(len(self._pictures), self._source),
            parts=self._parts,
            labels=np.array(labels, np.int64) if labelled else None,
            class_names=categories.thing_names if labelled else None,
            mask_names=self._mask_names(categories.names),
            faults=tuple(self._faults),
        )

    def _mask_names(self, names: tuple[str, ...]) -> tuple[str, ...] | None:
        """Give what the classes of pixels are called; panoptic maps tell of the ground as well."""
        if not self._told.masks:
            return None
        return (*names, GROUND) if self._told.annotations == "instances" else names

    def _source(self, number: int) -> Source:
        picture = self._pictures[number]
        file = self._files.file(picture.number)
        return file if picture.map is None else MappedPicture(file, picture.map)
