"""The pixels that an object covers: outlines, or runs of pixels.

Runs go down the columns, column by column, and alternate: pixels outside, pixels inside, and so on. What pycocotools is
given is checked before: it is written in C, and believes what it is told.

Axes: ``H`` rows, ``W`` columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.coco.entries import Entry

__all__ = ["Outline", "Runs", "read_region", "require_pycocotools"]

MAX_BOUNDARY = 1 << 18
"""An outline may be so many pixels long: following one takes time and memory for each."""


@dataclass(frozen=True)
class Outline:
    """What lies inside of any of some polygons.

    Attributes:
        polygons: float64 ``[2 × corners]`` each: x and y in turn, in pixels, pixel ``i`` reaching from i to i + 1.
    """

    polygons: tuple[NDArray[np.float64], ...]

    def cover(self, height: int, width: int) -> NDArray[np.bool_]:
        """Give the pixels of a picture of this size that are covered, bool ``[H, W]``."""
        from pycocotools import mask  # noqa: PLC0415 - an extra

        if not self.polygons:
            return np.zeros((height, width), np.bool_)
        packed = mask.merge(mask.frPyObjects([polygon.tolist() for polygon in self.polygons], height, width))
        counts = _unpacked(packed["counts"].decode("ascii"))  # its own decoder warns under NumPy 2
        return Runs(np.array(counts, np.int64)).cover(height, width)


@dataclass(frozen=True)
class Runs:
    """Runs of pixels outside and inside.

    Attributes:
        counts: int64, how long they are; together they fill the picture.
    """

    counts: NDArray[np.int64]

    def cover(self, height: int, width: int) -> NDArray[np.bool_]:
        """Give the pixels of a picture of this size that are covered, bool ``[H, W]``."""
        inside = np.arange(len(self.counts)) % 2 == 1
        return np.repeat(inside, self.counts).reshape(width, height).T


def require_pycocotools() -> None:
    """Check that outlines can be filled.

    Raises:
        ModuleNotFoundError: If pycocotools is not installed.
    """
    if find_spec("pycocotools") is None:
        raise ModuleNotFoundError(
            "the masks of COCO's objects need pycocotools, got none: pip install 'imagespaces[coco]'",
            name="pycocotools",
        )


def read_region(entry: Entry, height: int, width: int) -> Outline | Runs:
    """Read the ``segmentation`` of an annotation.

    Args:
        entry: The annotation.
        height: The rows of its picture.
        width: The columns of its picture.

    Raises:
        PictureError: If it is neither a list of polygons nor runs, or does not fit the picture.
    """
    given = entry.values.get("segmentation")
    if isinstance(given, dict):
        return Runs(_counts(Entry(f"{entry.place} segmentation", given), height, width))
    polygons = (_polygon(entry, each, height, width) for each in entry.items("segmentation"))
    return Outline(tuple(polygon for polygon in polygons if len(polygon) >= 6))  # fewer corners surround nothing


def _polygon(entry: Entry, given: Any, height: int, width: int) -> NDArray[np.float64]:
    """Give a polygon that leaves the picture by no more than its size, and is not too long."""
    allowed = f"polygons of x and y, from −{width} to {2 * width} and from −{height} to {2 * height}"
    if not _are_numbers(given, (int, float)) or len(given) % 2:
        raise entry.error("segmentation", allowed)
    corners = np.array(given, np.float64).reshape(-1, 2)
    size = np.array([width, height])
    if not ((corners >= -size) & (corners <= 2 * size)).all():
        raise entry.error("segmentation", allowed)
    boundary = np.abs(corners - np.roll(corners, 1, axis=0)).max(axis=1, initial=0).sum()
    if boundary > MAX_BOUNDARY:
        raise entry.error("segmentation", f"polygons of up to {MAX_BOUNDARY} pixels around, not {boundary:.0f}")
    return corners.reshape(-1)


def _counts(entry: Entry, height: int, width: int) -> NDArray[np.int64]:
    if entry.items("size") != [height, width]:
        raise entry.error("size", f"[{height}, {width}], that of the picture")
    given: Any = entry.values.get("counts")
    if isinstance(given, str):
        given = _unpacked(given)
    # One by one they fit in 64 bits, and their sum is worked out in Python's integers.
    if not _are_numbers(given, (int,)) or min(given, default=-1) < 0 or sum(given) != height * width:
        raise entry.error("counts", f"runs of pixels, {height * width} in all")
    return np.array(given, np.int64)


def _are_numbers(given: Any, kinds: tuple[type, ...]) -> bool:
    return isinstance(given, list) and all(type(each) in kinds and abs(each) < 2**53 for each in given)


def _unpacked(text: str) -> list[int] | None:
    """Give the runs that a text packs; None where it packs none.

    A run is made of characters from 48 on, of six bits each: five of a number, the lowest first, and whether more
    follow; the last one's fifth bit is the sign. From the fourth run on a number says by how much the run is longer
    than the one before the last.
    """
    runs: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - 48
        if not 0 <= bits < 64 or shift > 40:
            return None
        value |= (bits & 31) << shift
        shift += 5
        if bits & 32:
            continue
        value -= (bits & 16) << (shift - 4)
        runs.append(value + runs[-2] if len(runs) > 2 else value)
        value = shift = 0
    return None if shift else runs
