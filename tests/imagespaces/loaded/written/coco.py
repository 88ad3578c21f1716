"""COCO in miniature: photographs of rectangles, with outlines of these, runs of crowds, and panoptic maps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.imagespaces.loaded.cases import encoded, png
from tests.imagespaces.loaded.cases import write as put

__all__ = [
    "CATEGORIES",
    "PARTS",
    "PICTURES",
    "STUFF",
    "Box",
    "Picture",
    "file_name",
    "instances",
    "jpeg",
    "panoptic",
    "segments",
    "write",
]

CATEGORIES = {1: "person", 3: "car", 18: "dog"}
"""What things are called, by number, which has gaps."""

STUFF = {92: "banner", 184: "tree"}
"""What else panoptic maps tell of."""


class Box(NamedTuple):
    """An object: its category, its place, and whether it is a crowd."""

    category: int
    top: int
    left: int
    bottom: int
    right: int
    crowd: int = 0

    @property
    def area(self) -> int:
        """Its pixels."""
        return (self.bottom - self.top) * (self.right - self.left)

    def cover(self, height: int, width: int) -> NDArray[np.bool_]:
        """Where it is."""
        covered = np.zeros((height, width), np.bool_)
        covered[self.top : self.bottom, self.left : self.right] = True
        return covered


class Picture(NamedTuple):
    """A picture: its number, its size, and its objects."""

    number: int
    height: int
    width: int
    boxes: tuple[Box, ...]


PARTS = {
    "train": (
        Picture(9, 24, 32, (Box(1, 2, 3, 10, 9), Box(3, 5, 4, 20, 30), Box(18, 4, 20, 9, 28))),
        Picture(25, 32, 24, (Box(18, 0, 0, 30, 24), Box(1, 10, 10, 20, 20))),
        Picture(30, 24, 24, ()),
        Picture(34, 24, 24, (Box(1, 0, 0, 24, 24, crowd=1), Box(1, 3, 3, 9, 9), Box(3, 12, 2, 20, 12))),
        Picture(36, 24, 24, (Box(3, 6, 6, 18, 18),)),
        Picture(41, 24, 32, (Box(1, 0, 0, 24, 8, crowd=1),)),
    ),
    "val": (
        Picture(42, 24, 32, (Box(18, 1, 1, 23, 31),)),
        Picture(73, 20, 28, (Box(1, 0, 7, 20, 21), Box(3, 2, 8, 6, 12))),
        Picture(74, 24, 24, (Box(3, 6, 6, 18, 18), Box(1, 0, 0, 6, 24, crowd=1))),
    ),
}
"""The pictures of each part."""

PICTURES = {picture.number: picture for pictures in PARTS.values() for picture in pictures}


def file_name(number: int, year: int = 2017) -> str:
    """What a picture is called: in 2014 with its part."""
    part = "train" if PICTURES[number] in PARTS["train"] else "val"
    return f"{number:012d}.jpg" if year == 2017 else f"COCO_{part}{year}_{number:012d}.jpg"


def jpeg(number: int) -> bytes:
    """The file of a picture, whose boxes are brighter the more lie over each other."""
    picture = PICTURES[number]
    pixels = np.full((picture.height, picture.width, 3), 20 + number, np.uint8)
    for box in picture.boxes:
        pixels[box.cover(picture.height, picture.width)] += np.uint8(40)
    return encoded(pixels, format="JPEG", quality=95, subsampling=0)


def runs(covered: NDArray[np.bool_]) -> list[int]:
    """Runs of pixels outside and inside, down the columns."""
    counts, inside = [0], False
    for pixel in covered.T.ravel().tolist():
        if pixel != inside:
            counts.append(0)
            inside = pixel
        counts[-1] += 1
    return counts


def segmentation(box: Box, picture: Picture) -> Any:
    """The outline of an object, of two parts, or the runs of a crowd."""
    if box.crowd:
        return {"size": [picture.height, picture.width], "counts": runs(box.cover(picture.height, picture.width))}
    middle = (box.left + box.right) // 2
    sides = ((box.left, middle), (middle, box.right))
    return [[left, box.top, right, box.top, right, box.bottom, left, box.bottom + 0.0] for left, right in sides]


def _described(part: str, year: int) -> list[dict[str, Any]]:
    """The list of pictures, in no order."""
    return [
        {
            "license": 3,
            "file_name": file_name(picture.number, year),
            "coco_url": f"http://images.cocodataset.org/{part}{year}/{file_name(picture.number, year)}",
            "height": picture.height,
            "width": picture.width,
            "date_captured": "2013-11-14 17:02:52",
            "id": picture.number,
        }
        for picture in reversed(PARTS[part])
    ]


def instances(part: str, year: int = 2017) -> dict[str, Any]:
    """The annotations that tell outlines."""
    boxes = [(picture, box) for picture in PARTS[part] for box in picture.boxes]
    annotations = [
        {
            "segmentation": segmentation(box, picture),
            "area": float(box.area),
            "iscrowd": box.crowd,
            "image_id": picture.number,
            "bbox": [box.left, box.top, box.right - box.left, box.bottom - box.top],
            "category_id": box.category,
            "id": 1000 + number,
        }
        for number, (picture, box) in enumerate(boxes)
    ]
    categories = [{"supercategory": "all", "id": number, "name": name} for number, name in CATEGORIES.items()]
    return {
        "info": {"description": f"COCO {year} Dataset", "version": "1.0", "year": year},
        "licenses": [{"url": "http://creativecommons.org/licenses/by-nc/2.0/", "id": 3, "name": "Attribution"}],
        "images": _described(part, year),
        "annotations": annotations,
        "categories": categories,
    }


def segments(number: int) -> tuple[NDArray[np.int64], dict[int, tuple[int, int]]]:
    """A panoptic map: the segment of each pixel, and the category of each segment and whether it is a crowd."""
    picture = PICTURES[number]
    found = np.zeros((picture.height, picture.width), np.int64)
    found[: picture.height // 2] = 70_000 + number  # the upper half is a tree, what is left of the lower is void
    told = {70_000 + number: (184, 0)}
    for place, box in enumerate(picture.boxes):
        segment = 300 * (place + 1) + number
        found[box.cover(picture.height, picture.width)] = segment
        told[segment] = box.category, box.crowd
    return found, {segment: each for segment, each in told.items() if (found == segment).any()}


def panoptic(part: str, year: int = 2017) -> dict[str, Any]:
    """The annotations that tell segments."""
    annotations = []
    for picture in PARTS[part]:
        found, told = segments(picture.number)
        listed = [
            {"id": segment, "category_id": category, "iscrowd": crowd, "area": int((found == segment).sum())}
            for segment, (category, crowd) in told.items()
        ]
        name = file_name(picture.number, year).replace(".jpg", ".png")
        annotations.append({"segments_info": listed, "file_name": name, "image_id": picture.number})
    categories = [
        {
            "supercategory": "all",
            "color": [220, 20, number],
            "isthing": int(number in CATEGORIES),
            "id": number,
            "name": name,
        }
        for number, name in {**STUFF, **CATEGORIES}.items()
    ]
    return {"images": _described(part, year), "annotations": annotations, "categories": categories}


def _map(number: int) -> bytes:
    found, _ = segments(number)
    pixels = np.stack((found % 256, found // 256 % 256, found // 65536), axis=-1).astype(np.uint8)
    picture = PICTURES[number]
    return png((picture.height, picture.width), 8, 2, b"".join(b"\0" + row.tobytes() for row in pixels))


def write(folder: Path, year: int = 2017, annotations: str = "instances") -> None:
    """Write the pictures of a year, and one of the two kinds of annotations."""
    for part, pictures in PARTS.items():
        told = (instances if annotations == "instances" else panoptic)(part, year)
        put(folder, {f"annotations/{annotations}_{part}{year}.json": json.dumps(told).encode()})
        put(folder, {f"{part}{year}/{file_name(picture.number, year)}": jpeg(picture.number) for picture in pictures})
        if annotations == "panoptic":
            names = {picture.number: file_name(picture.number, year).replace(".jpg", ".png") for picture in pictures}
            put(folder, {f"annotations/panoptic_{part}{year}/{name}": _map(number) for number, name in names.items()})
