"""Pictures with the class of each pixel: a map that lies beside each picture, brought to the same form.

A map belongs to the pixels as the picture's file stores them, and must be as large. The EXIF orientation of the picture
is put to both; a map's own says nothing. Classes are never mixed: each pixel takes the class of the nearest.

Axes: ``H`` rows, ``W`` columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL.ExifTags import Base
from PIL.ImageFile import ImageFile
from PIL.PngImagePlugin import PngImageFile

from imagespaces.loaded.faults import PictureError, reason_of
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.fitting import centre_box
from imagespaces.loaded.pictures import Form, decode, open_picture
from imagespaces.loaded.records import Decoded

__all__ = ["ClassMap", "MappedPicture", "fit_classes", "read_codes", "upright"]

_KINDS: Mapping[int, tuple[bytes, ...]] = {1: (b"\x08\x00", b"\x08\x03"), 3: (b"\x08\x02",)}
"""Depth and colour type, as the header of a png has them, of one number a pixel (gray or palette) and of three."""

_TURNS: Mapping[int, Callable[[NDArray[Any]], NDArray[Any]]] = {
    2: np.fliplr,
    3: lambda stored: np.rot90(stored, 2),
    4: np.flipud,
    5: np.transpose,
    6: lambda stored: np.rot90(stored, -1),
    7: lambda stored: np.rot90(stored, 2).T,
    8: np.rot90,
}
"""What makes stored pixels upright, by EXIF orientation."""


class ClassMap(Protocol):
    """The classes of a picture's pixels."""

    @property
    def name(self) -> str:
        """What the map is called in errors, such as the path of its file from the root."""

    def classes(self, height: int, width: int) -> NDArray[np.int16]:
        """Give the class of each pixel of a picture of this size, int16 ``[H, W]``, −1 where there is none to tell.

        Raises:
            PictureError: If it can't be read, or is of another size; nothing else is raised.
        """


@dataclass(frozen=True)
class MappedPicture:
    """A picture with a map of classes.

    Attributes:
        picture: Its file.
        map: The classes of its pixels.
    """

    picture: ListedFile
    map: ClassMap

    @property
    def name(self) -> str:
        """The path of the picture from the root."""
        return self.picture.name

    def decode(self, form: Form) -> Decoded:
        """Give the picture and its map in a form.

        Raises:
            PictureError: If one of them can't be read, or they do not fit each other.
        """
        data = self.picture.read()
        pixels = decode(data, form)
        height, width, orientation = _layout(data)
        try:
            classes = self.map.classes(height, width)
        except PictureError as error:
            raise PictureError(f"has the mask {self.map.name!r}, which {error}") from error
        return Decoded(pixels, fit_classes(upright(classes, orientation), form))


def read_codes(data: bytes, height: int, width: int, channels: Literal[1, 3]) -> NDArray[np.uint8]:
    """Decode a png whose pixels are numbers, not colours.

    Args:
        data: The content of the file.
        height: The rows that it must have.
        width: The columns that it must have.
        channels: 1 for a number a pixel, as gray or as the place in a palette, 3 for three.

    Returns:
        uint8 ``[H, W]`` or ``[H, W, 3]``.

    Raises:
        PictureError: If the content is damaged, no such png, or of another size. Nothing else is raised.
    """
    with _decoding():
        picture = open_picture(data)
        _check_kind(picture, data, channels)
        _check_size(picture, height, width)
        return np.asarray(picture)


def _check_kind(picture: ImageFile, data: bytes, channels: int) -> None:
    if not isinstance(picture, PngImageFile) or data[12:16] != b"IHDR":
        raise PictureError(f"begins with {data[:8]!r}, which no png does")
    if data[24:26] not in _KINDS[channels]:
        allowed = " or ".join(f"{depth} and {colour}" for depth, colour in _KINDS[channels])
        raise PictureError(f"has depth {data[24]} and colour type {data[25]}, allowed are {allowed}")


def _check_size(picture: ImageFile, height: int, width: int) -> None:
    if (picture.height, picture.width) != (height, width):
        found = f"{picture.height} × {picture.width} pixels"
        raise PictureError(f"has {found}, allowed are as many as its picture has, {height} × {width}")


def _layout(data: bytes) -> tuple[int, int, int]:
    """Give the height and the width that a picture file stores, and its EXIF orientation."""
    with _decoding():
        picture = open_picture(data)
        return picture.height, picture.width, picture.getexif().get(Base.Orientation, 1)


@contextmanager
def _decoding() -> Iterator[None]:
    """Make an error that names the reason of whatever Pillow raises where a file is damaged."""
    try:
        yield
    except PictureError:
        raise
    except Exception as error:
        raise PictureError(f"cannot be decoded: {reason_of(error)}") from error


def upright(classes: NDArray[np.int16], orientation: int) -> NDArray[np.int16]:
    """Turn a map as its picture is turned.

    Args:
        classes: ``[H, W]``, as stored.
        orientation: That of the EXIF standard; 1, and what is none, changes nothing.

    >>> upright(np.array([[1, 2]], np.int16), 6).tolist()
    [[1], [2]]
    """
    turn = _TURNS.get(orientation)
    return classes if turn is None else turn(classes)


def fit_classes(classes: NDArray[np.int16], form: Form) -> NDArray[np.int16]:
    """Bring a map to a form: each pixel takes the class at its middle.

    Args:
        classes: int16, of any height and width.
        form: What its picture is brought to.

    Returns:
        int16 ``[H, W]`` of the form.

    >>> fit_classes(np.array([[0, 1, 2, 3]], np.int16), Form(1, 2, 1, "squash")).tolist()
    [[1, 3]]
    """
    height, width = classes.shape
    whole = (0.0, 0.0, float(width), float(height))
    box = whole if form.resize == "squash" else centre_box(height, width, form.height, form.width)
    left, top, right, bottom = box
    rows, columns = _middles(top, bottom, form.height, height), _middles(left, right, form.width, width)
    return classes[rows[:, None], columns]


def _middles(first: float, last: float, count: int, size: int) -> NDArray[np.int64]:
    """Give the pixels, of ``size``, at the middles of ``count`` equal parts of what lies between two places."""
    places = first + (np.arange(count) + 0.5) * ((last - first) / count)
    return np.minimum(places.astype(np.int64), size - 1)
