"""The classes of a picture's pixels, from outlines of objects or from a map of segments.

Axes: ``H`` rows, ``W`` columns, ``S`` segments.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.class_maps import read_codes
from imagespaces.loaded.coco.regions import Outline, Runs
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.masks import NO_CLASS

__all__ = ["ObjectsMap", "Region", "SegmentsMap"]


class Region(NamedTuple):
    """The pixels of an object.

    Attributes:
        code: Its class; −1 for a crowd, of which single objects can't be told.
        area: How large it is, in pixels.
        shape: Which pixels it covers.
    """

    code: int
    area: float
    shape: Outline | Runs


@dataclass(frozen=True)
class ObjectsMap:
    """The objects of a picture, painted over each other: crowds first, then the largest, so that small ones are seen.

    Attributes:
        name: The file of annotations, and the picture's number in it.
        size: The height and the width that the annotations say the picture has.
        regions: The objects.
        ground: The class of pixels of no object.
    """

    name: str
    size: tuple[int, int]
    regions: tuple[Region, ...]
    ground: int

    def classes(self, height: int, width: int) -> NDArray[np.int16]:
        """Give the class of each pixel, int16 ``[H, W]``, −1 in crowds.

        Raises:
            PictureError: If the picture has another size.
        """
        if self.size != (height, width):
            found = f"{self.size[0]} × {self.size[1]} pixels"
            raise PictureError(f"is of {found}, allowed are as many as its picture has, {height} × {width}")
        painted = np.full((height, width), self.ground, np.int16)
        for region in sorted(self.regions, key=lambda region: (region.code != NO_CLASS, -region.area)):
            painted[region.shape.cover(height, width)] = region.code
        return painted


@dataclass(frozen=True)
class SegmentsMap:
    """A panoptic png: each pixel has the number of its segment, red + 256 green + 256² blue; 0 is of none.

    Attributes:
        file: The file.
        numbers: int64 ``[S]``, the numbers of its segments, in order.
        codes: int16 ``[S]``, their classes, −1 for crowds.
    """

    file: ListedFile
    numbers: NDArray[np.int64]
    codes: NDArray[np.int16]

    @property
    def name(self) -> str:
        """The path of the file from the root."""
        return self.file.name

    def classes(self, height: int, width: int) -> NDArray[np.int16]:
        """Give the class of each pixel, int16 ``[H, W]``, −1 in crowds and where there is no segment.

        Raises:
            PictureError: If the file can't be read, is of another size, or has a number that is no segment's.
        """
        pixels = read_codes(self.file.read(), height, width, 3)
        numbers, places = np.unique(pixels.astype(np.int32) @ np.array([1, 256, 65536], np.int32), return_inverse=True)
        known = np.concatenate(([0], self.numbers))
        unknown = numbers[~np.isin(numbers, known)]
        if unknown.size:
            raise PictureError(f"has the segment {unknown[0]}, allowed are 0 and those of its annotation")
        codes = np.concatenate((np.array([NO_CLASS], np.int16), self.codes))
        return codes[np.searchsorted(known, numbers)][places].reshape(height, width)
