"""A Tiny ImageNet of crops of photographs, in the directory layout and of the sizes of the real one.

Each picture is a crop of a photograph at its own scale, with noise, so that files take about as many bytes and as long
to decode as those of real photographs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.bundled import PHOTOGRAPHS, bundled

__all__ = ["Extent", "write_data_set"]

SIDE = 64
QUALITY = 85
"""Of JPEG: files take about 2 KB, as the real ones do."""


@dataclass(frozen=True)
class Extent:
    """How much is written.

    Attributes:
        classes: How many.
        train: Pictures of each to train on.
        val: Pictures of each to validate.
    """

    classes: int = 200
    train: int = 500
    val: int = 50

    @property
    def ids(self) -> list[str]:
        """What the classes are called."""
        return [f"n{1_000_000 + 7919 * number:08d}" for number in range(self.classes)]


def write_data_set(folder: Path, extent: Extent) -> Iterator[int]:
    """Write a data set class by class; give how many pictures there are so far.

    Args:
        folder: Where to; it is made.
        extent: How much.
    """
    random = np.random.default_rng(0)
    lines = []
    (folder / "val" / "images").mkdir(parents=True)
    for number, name in enumerate(extent.ids):
        inner = folder / "train" / name / "images"
        inner.mkdir(parents=True)
        boxes = [f"{name}_{place}.JPEG\t0\t0\t63\t63\n" for place in range(extent.train)]
        (inner.parent / f"{name}_boxes.txt").write_text("".join(boxes), encoding="ascii")
        for place, data in enumerate(_files(extent.train, random)):
            (inner / f"{name}_{place}.JPEG").write_bytes(data)
        for place, data in enumerate(_files(extent.val, random), number * extent.val):
            (folder / "val" / "images" / f"val_{place}.JPEG").write_bytes(data)
            lines.append(f"val_{place}.JPEG\t{name}\t0\t0\t63\t63\n")
        yield (number + 1) * (extent.train + extent.val)
    (folder / "val" / "val_annotations.txt").write_text("".join(lines), encoding="ascii")
    (folder / "wnids.txt").write_text("".join(f"{name}\n" for name in extent.ids), encoding="ascii")
    words = (f"{name}\tclass {number}, the class {number}\n" for number, name in enumerate(extent.ids))
    (folder / "words.txt").write_text("".join(words), encoding="ascii")


def _files(count: int, random: np.random.Generator) -> Iterator[bytes]:
    """Give pictures as JPEG files."""
    which = random.integers(len(PHOTOGRAPHS), size=count)
    scales = random.uniform(1, 4, size=count)
    corners = random.random((count, 2))
    for number, scale, corner in zip(which.tolist(), scales.tolist(), corners, strict=True):
        crop = _crop(bundled(PHOTOGRAPHS[number], 3), scale, corner)
        noisy = np.clip(crop + random.normal(0, 4, crop.shape), 0, 255).astype(np.uint8)
        yield cv2.imencode(".jpg", noisy[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()


def _crop(photograph: NDArray[np.uint8], scale: float, corner: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Cut out a square of a scale, and shrink it to the size of all pictures."""
    side = int(SIDE * scale)
    top, left = (corner * (np.array(photograph.shape[:2]) - side)).astype(int).tolist()
    cut = photograph[top : top + side, left : left + side]
    return np.asarray(cv2.resize(cut, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
