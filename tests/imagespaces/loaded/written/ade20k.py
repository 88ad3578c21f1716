"""ADE20K in miniature: the scene parsing benchmark, and the full data set."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.imagespaces.loaded.cases import encoded, png
from tests.imagespaces.loaded.cases import write as put

__all__ = [
    "NAMES",
    "OBJECTS",
    "PICTURES",
    "SCENES",
    "SIZES",
    "benchmark",
    "full",
    "full_name",
    "jpeg",
    "map_name",
    "name",
    "numbers",
    "objects",
    "write",
]

SIZES = {0: (24, 32), 1: (32, 24), 2: (24, 24), 3: (24, 32), 4: (20, 28), 5: (24, 32), 6: (24, 32)}
"""The height and the width of each picture."""

PICTURES = {"train": (0, 1, 2, 3), "val": (4, 5, 6)}
"""The pictures of each part."""

SCENES = {0: "bathroom", 1: "street", 2: "bathroom", 3: "airport_terminal", 4: "street", 5: "bathroom", 6: "street"}
"""What each picture shows."""

NAMES = tuple(f"thing{number}, object{number}" for number in range(1, 151))
"""What the classes of the benchmark are called, not as in the real one."""

OBJECTS = (*(f"object {number}" for number in range(1, 601)), "café")
"""What the objects of the full data set are called, one of them in Latin 1."""

_FOLDERS = {"train": "training", "val": "validation"}


def name(number: int) -> str:
    """What a picture is called, less its folder and ending."""
    part = "train" if number in PICTURES["train"] else "val"
    return f"ADE_{part}_{number:08d}"


def part_of(number: int) -> str:
    """The folder of the part that a picture is of."""
    return _FOLDERS["train" if number in PICTURES["train"] else "val"]


def blocks(number: int) -> NDArray[np.int64]:
    """Blocks of 4 pixels along each side, each of one of six kinds."""
    height, width = SIZES[number]
    kinds = np.random.default_rng(number).integers(0, 6, (height // 4, width // 4))
    return np.asarray(np.kron(kinds, np.ones((4, 4), np.int64)))


def jpeg(number: int) -> bytes:
    """The file of a picture, whose blocks are as bright as they are of a kind."""
    gray = (40 * blocks(number)).astype(np.uint8)
    return encoded(np.stack((gray, gray // 2, 255 - gray), axis=-1), format="JPEG", quality=95, subsampling=0)


def numbers(number: int) -> NDArray[np.int64]:
    """What the benchmark's map of a picture tells: 0 to 150."""
    return np.array([0, 1, 2, 50, 149, 150])[blocks(number)]


def objects(number: int) -> NDArray[np.int64]:
    """What the full data set's map of a picture tells: 0 to 601."""
    return np.array([0, 1, 255, 256, 512, 601])[blocks(number)]


def map_name(number: int) -> str:
    """Where the benchmark has the map of a picture."""
    return f"annotations/{part_of(number)}/{name(number)}.png"


def full_name(number: int) -> str:
    """Where the full data set has a picture, less the ending."""
    group = "urban" if SCENES[number] == "street" else "home"
    return f"images/ADE/{part_of(number)}/{group}/{SCENES[number]}/{name(number)}"


def _rows(pixels: NDArray[np.uint8]) -> bytes:
    return b"".join(b"\0" + row.tobytes() for row in pixels)


def benchmark(folder: Path) -> None:
    """Write the benchmark."""
    header = "Idx\tRatio\tTrain\tVal\tName\n"
    rows = "".join(f"{number}\t0.0100\t{200 - number}\t20\t{each}\n" for number, each in enumerate(NAMES, 1))
    scenes = "".join(f"{name(number)} {scene}\n" for number, scene in SCENES.items())
    put(folder, {"objectInfo150.txt": (header + rows).encode(), "sceneCategories.txt": scenes.encode()})
    for number, size in SIZES.items():
        content = png(size, 8, 0, _rows(numbers(number).astype(np.uint8)))
        put(folder, {f"images/{part_of(number)}/{name(number)}.jpg": jpeg(number), map_name(number): content})


def full(folder: Path) -> None:
    """Write the full data set, with files that are not read: parts, instances and what the JSON files tell."""
    rows = "name\tnumber of pictures\n" + "".join(f"{each}\t{7 * len(each)}\n" for each in OBJECTS)
    put(folder, {"objects.txt": rows.encode("latin-1")})
    for number, size in SIZES.items():
        told = objects(number)
        instances = blocks(number) * 3
        pixels = np.stack((told // 256 * 10, told % 256, instances), axis=-1).astype(np.uint8)
        content, inner = png(size, 8, 2, _rows(pixels)), full_name(number)
        files = {
            f"{inner}.jpg": jpeg(number),
            f"{inner}_seg.png": content,
            f"{inner}_parts_1.png": content,
            f"{inner}.json": b"{}",
            f"{inner}/instance_000_{name(number)}.png": content,
        }
        put(folder, files)


def write(folder: Path, annotations: str = "150") -> None:
    """Write one of the two."""
    (benchmark if annotations == "150" else full)(folder)
