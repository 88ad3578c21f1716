"""Files in the IDX format, written byte by byte: MNIST's names and sizes, few pictures."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["CLASSES", "LABELS", "NAMES", "PIXELS", "idx", "names_of", "write", "write_packed"]

CLASSES = 10
NAMES: Mapping[str, tuple[str, str]] = {
    "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}
"""The files of pictures and of classes of each part."""

LABELS: Mapping[str, list[int]] = {
    "train": [number * 3 % CLASSES for number in range(30)],
    "test": [number * 7 % CLASSES for number in range(20)],
}
PIXELS: Mapping[str, NDArray[np.uint8]] = {
    part: np.random.default_rng(len(labels)).integers(0, 256, (len(labels), 28, 28), dtype=np.uint8)
    for part, labels in LABELS.items()
}
"""What the files hold, uint8 ``[N, 28, 28]``."""


def idx(values: bytes, *dimensions: int, kind: int = 8) -> bytes:
    """Give the content of a file: header and values."""
    return struct.pack(f">BBBB{len(dimensions)}I", 0, 0, kind, len(dimensions), *dimensions) + values


def names_of(dataset: str) -> Mapping[str, tuple[str, str]]:
    """Give the files of pictures and of classes of each part, as a data set calls them."""
    if not dataset.startswith("emnist_"):
        return NAMES
    stem = dataset.replace("_", "-")
    return {
        part: (f"{stem}-{part}-images-idx3-ubyte", f"{stem}-{part}-labels-idx1-ubyte") for part in ("train", "test")
    }


def write(folder: Path, dataset: str = "mnist") -> None:
    """Write the files of train and test, not packed."""
    folder.mkdir(parents=True, exist_ok=True)
    first = int(dataset == "emnist_letters")
    for part, (images, labels) in names_of(dataset).items():
        pixels, classes = PIXELS[part], LABELS[part]
        (folder / images).write_bytes(idx(bytes(pixels.reshape(-1).tolist()), *pixels.shape))
        (folder / labels).write_bytes(idx(bytes(label + first for label in classes), len(classes)))


def write_packed(folder: Path) -> None:
    """Write MNIST, the files of train packed."""
    write(folder)
    for name in NAMES["train"]:
        content = (folder / name).read_bytes()
        (folder / name).unlink()
        (folder / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
