"""SVHN's files, written byte by byte as MATLAB's version 5 is defined: the real names and sizes, few pictures."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["DIGITS", "HEADER", "PIXELS", "element", "mat", "matrix", "packed", "small", "write"]

DIGITS: Mapping[str, list[int]] = {
    part: [(3 * row + at) % 10 for row in range(count)]
    for at, (part, count) in enumerate({"train": 30, "test": 20, "extra": 11}.items())
}
"""The digit of each picture."""

PIXELS: Mapping[str, NDArray[np.uint8]] = {
    part: np.random.default_rng(len(digits)).integers(0, 256, (len(digits), 32, 32, 3), dtype=np.uint8)
    for part, digits in DIGITS.items()
}
"""What the files hold, uint8 ``[N, 32, 32, 3]``."""

HEADER = b"MATLAB 5.0 MAT-file, Platform: GLNXA64".ljust(116) + bytes(8) + b"\x00\x01IM"
_INT8, _UINT8, _INT32, _UINT32, _MATRIX, _COMPRESSED = 1, 2, 5, 6, 14, 15
_CLASS_UINT8 = 9


def element(kind: int, content: bytes) -> bytes:
    """A tag, the content, and zeros up to a multiple of 8."""
    return struct.pack("<II", kind, len(content)) + content + bytes(-len(content) % 8)


def small(kind: int, content: bytes) -> bytes:
    """A tag with up to 4 bytes beside it."""
    return struct.pack("<HH", kind, len(content)) + content.ljust(4, b"\0")


def matrix(name: bytes, values: bytes, *sizes: int, flags: int = _CLASS_UINT8, kind: int = _UINT8) -> bytes:
    """A variable."""
    parts = [
        element(_UINT32, struct.pack("<II", flags, 0)),
        element(_INT32, struct.pack(f"<{len(sizes)}i", *sizes)),
        small(_INT8, name),
        element(kind, values),
    ]
    return element(_MATRIX, b"".join(parts))


def packed(content: bytes) -> bytes:
    """A packed element; it is not filled up."""
    inner = zlib.compress(content)
    return struct.pack("<II", _COMPRESSED, len(inner)) + inner


def mat(pixels: NDArray[np.uint8], digits: list[int]) -> bytes:
    """A file of pictures and digits; the digit 0 is written as 10."""
    content = bytes(
        picture[y][x][c] for picture in pixels.tolist() for c in range(3) for x in range(32) for y in range(32)
    )
    labels = bytes(digit or 10 for digit in digits)
    pictures = matrix(b"X", content, 32, 32, 3, len(pixels))
    return HEADER + packed(pictures) + packed(matrix(b"y", labels, len(digits), 1))


def write(folder: Path) -> None:
    """Write the files of all parts."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, digits in DIGITS.items():
        (folder / f"{part}_32x32.mat").write_bytes(mat(PIXELS[part], digits))
