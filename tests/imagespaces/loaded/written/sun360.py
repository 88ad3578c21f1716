"""A SUN360 of three classes, divided by the list that others use, by lists or by folders."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.imagespaces.loaded.cases import encoded, noise
from tests.imagespaces.loaded.cases import write as put

__all__ = ["CLASSES", "NAMES", "jpeg", "write", "write_folders", "write_lists"]

CLASSES = ("indoor/bedroom", "outdoor/beach", "outdoor/forest")

NAMES = tuple(f"{CLASSES[number * 5 % 3]}/pano_{number * 7 % 31:03d}.jpg" for number in range(24))
"""All pictures, in an order that looks random; the first two of them are to validate."""


def jpeg(number: int) -> bytes:
    """The file of a number: twice as wide as high."""
    return encoded(np.kron(noise(4, 8, 3, seed=number), np.ones((8, 8, 1), np.uint8)), format="JPEG", quality=90)


def write(folder: Path) -> None:
    """Write all pictures, and the list that others use."""
    put(folder, {name: jpeg(number) for number, name in enumerate(NAMES)})
    put(folder, {"sun360-dataset26-random.txt": "".join(f"{name}\n" for name in NAMES).encode()})


def write_lists(folder: Path) -> None:
    """Write all pictures, and a list for each part."""
    write(folder)
    put(folder, {"val.txt": "".join(f"{name}\n" for name in NAMES[:2]).encode()})
    put(folder, {"train.txt": "".join(f"./{name}\t{name.split('/')[1]}\n" for name in NAMES[2:]).encode()})


def write_folders(folder: Path) -> None:
    """Write all pictures into folders of parts."""
    put(folder, {f"{'val' if number < 2 else 'train'}/{name}": jpeg(number) for number, name in enumerate(NAMES)})
