"""What COCO's annotation files tell of each picture: its size, and what is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from imagespaces.loaded.class_maps import ClassMap
from imagespaces.loaded.coco.categories import Categories, read_categories
from imagespaces.loaded.coco.entries import Entry, read_entry
from imagespaces.loaded.coco.maps import ObjectsMap, Region, SegmentsMap
from imagespaces.loaded.coco.regions import read_region
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.masks import NO_CLASS

__all__ = ["GROUND", "Annotated", "Annotations", "FindMap", "read_annotations"]

GROUND = "background"
"""What pixels of no object are called, where objects are told and nothing is of stuff."""

MOST_PIXELS = 1 << 26
"""A picture may have so many pixels."""

FindMap = Callable[[str], ListedFile | None]
"""Gives the panoptic map of a name."""


class _Segment(NamedTuple):
    """An object, or stuff, of a panoptic map: its number there, its class (−1 for a crowd) and its area in pixels."""

    number: int
    code: int
    area: float


@dataclass
class Annotated:
    """A picture that a file tells of.

    Attributes:
        file_name: What it is called.
        number: Its number in the file of annotations.
        height: Its rows.
        width: Its columns.
        largest: The class of its largest object that is a thing and no crowd; None without such.
        map_name: The file of its panoptic map, or None.
        regions: Its objects, where outlines are read.
        segments: Those of its panoptic map.
    """

    file_name: str
    number: int
    height: int
    width: int
    largest: int | None = None
    map_name: str | None = None
    regions: list[Region] = field(default_factory=list)
    segments: list[_Segment] = field(default_factory=list)
    _area: float = -1.0

    def see(self, code: int, area: float) -> None:
        """Take note of a thing; of two as large the one of the lower class counts."""
        if (area, -code) > (self._area, -(self.largest or 0)) or self.largest is None:
            self.largest, self._area = code, area


@dataclass(frozen=True)
class Annotations:
    """What a file tells.

    Attributes:
        name: The file.
        categories: The classes.
        pictures: What it tells of, in order.
    """

    name: str
    categories: Categories
    pictures: tuple[Annotated, ...]

    def objects_of(self, picture: Annotated) -> ClassMap:
        """Give the classes of a picture's pixels from the outlines of its objects."""
        name, size = f"{self.name} image {picture.number}", (picture.height, picture.width)
        return ObjectsMap(name, size, tuple(picture.regions), len(self.categories.names))

    def segments_of(self, picture: Annotated, find: FindMap) -> ClassMap:
        """Give the classes of a picture's pixels from its panoptic map.

        Raises:
            PictureError: If the map is not there.
        """
        file = None if picture.map_name is None else find(picture.map_name)
        if file is None:
            raise PictureError(f"has no mask, which would be {picture.map_name!r}")
        segments = sorted(picture.segments)
        numbers = np.array([segment.number for segment in segments], np.int64)
        return SegmentsMap(file, numbers, np.array([segment.code for segment in segments], np.int16))


def read_annotations(file: ListedFile, *, panoptic: bool, outlines: bool) -> Annotations:
    """Read a file of annotations.

    Args:
        file: ``instances_….json`` or ``panoptic_….json``.
        panoptic: Which of the two.
        outlines: Whether outlines of objects are read.

    Raises:
        PictureError: If it can't be read, or anything in it that is used is not what it should be.
    """
    top = read_entry(file)
    categories, pictures = read_categories(top), _pictures(top)
    for entry in top.entries("annotations"):
        number = entry.integer("image_id")
        if number not in pictures:
            raise entry.error("image_id", "one of 'images'")
        if panoptic:
            _add_segments(pictures[number], entry, categories)
        else:
            _add_object(pictures[number], entry, categories, outlines=outlines)
    ordered = sorted(pictures.values(), key=lambda picture: picture.file_name)
    return Annotations(file.name, categories, tuple(ordered))


def _pictures(top: Entry) -> dict[int, Annotated]:
    """Give the pictures by number."""
    pictures: dict[int, Annotated] = {}
    names: set[str] = set()
    for entry in top.entries("images"):
        number, name = entry.integer("id"), entry.text("file_name")
        if number in pictures or name in names:
            raise PictureError(f"{entry.place}: found {number} {name!r} again, allowed is each number and name once")
        height = entry.integer("height", 1, MOST_PIXELS)
        width = entry.integer("width", 1, MOST_PIXELS // height)
        pictures[number] = Annotated(_plain(entry, "file_name"), number, height, width)
        names.add(name)
    return pictures


def _plain(entry: Entry, name: str) -> str:
    """Give the name of a file that lies in the folder it is looked for in."""
    value = entry.text(name)
    if "/" in value or "\\" in value or "\0" in value or value.startswith("."):
        raise entry.error(name, "the name of a file, without folders")
    return value


def _add_object(picture: Annotated, entry: Entry, categories: Categories, *, outlines: bool) -> None:
    code, area, crowd = categories.code(entry), entry.number("area"), entry.integer("iscrowd", 0, 1)
    if not crowd:
        picture.see(code, area)
    if outlines:
        shape = read_region(entry, picture.height, picture.width)
        picture.regions.append(Region(NO_CLASS if crowd else code, area, shape))


def _add_segments(picture: Annotated, entry: Entry, categories: Categories) -> None:
    if picture.map_name is not None:
        raise entry.error("image_id", "each picture once")
    picture.map_name = _plain(entry, "file_name")
    seen: set[int] = set()
    for segment in entry.entries("segments_info"):
        number, code = segment.integer("id", 1, 2**24 - 1), categories.code(segment)
        area, crowd = segment.number("area"), segment.integer("iscrowd", 0, 1)
        if number in seen:
            raise segment.error("id", "each number once")
        seen.add(number)
        picture.segments.append(_Segment(number, NO_CLASS if crowd else code, area))
        if not crowd and code in categories.things:
            picture.see(code, area)
