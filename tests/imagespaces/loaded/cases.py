"""Picture files made for tests: by Pillow, and byte by byte where Pillow writes no such thing."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["FORMATS", "LOSSLESS", "encoded", "noise", "png", "png_chunk", "shown", "tiff", "write"]

LOSSLESS: Mapping[str, dict[str, Any]] = {
    "png": {"format": "PNG"},
    "webp": {"format": "WEBP", "lossless": True},
    "bmp": {"format": "BMP"},
    "tiff": {"format": "TIFF"},
    "tiff-deflate": {"format": "TIFF", "compression": "tiff_deflate"},
}
"""How files are written that give their pixels back."""

FORMATS: Mapping[str, dict[str, Any]] = {
    **LOSSLESS,
    "jpeg": {"format": "JPEG"},
    "jpeg-progressive": {"format": "JPEG", "progressive": True},
    "webp-lossy": {"format": "WEBP"},
}
"""How files of all formats are written."""


def noise(height: int, width: int, channels: int = 3, seed: int = 0) -> NDArray[np.uint8]:
    """Random bytes ``[H, W, C]``."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), dtype=np.uint8)


def encoded(pixels: NDArray[Any], **options: Any) -> bytes:
    """Pixels ``[H, W, C]`` or ``[H, W]`` as a file, PNG if not said otherwise."""
    file = BytesIO()
    Image.fromarray(pixels.squeeze(2) if pixels.ndim == 3 and pixels.shape[2] == 1 else pixels).save(
        file, **{"format": "PNG", **options}
    )
    return file.getvalue()


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """A part of a PNG file."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(size: tuple[int, int], depth: int, colour: int, rows: bytes, extra: bytes = b"") -> bytes:
    """A PNG file of (height, width), any depth and colour type, from unfiltered rows, each with a zero before it."""
    header = struct.pack(">IIBBBBB", *size[::-1], depth, colour, 0, 0, 0)
    parts = [png_chunk(b"IHDR", header), extra, png_chunk(b"IDAT", zlib.compress(rows)), png_chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def tiff(**tags: int) -> bytes:
    """A TIFF file that is a header alone: little-endian, tags by name."""
    numbers = {
        "width": 256,
        "height": 257,
        "bits": 258,
        "compression": 259,
        "photometric": 262,
        "strip": 273,
        "samples": 277,
        "rows": 278,
        "bytes": 279,
    }
    entries = [struct.pack("<HHII", numbers[name], 4, 1, value) for name, value in tags.items()]
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + b"".join(entries) + struct.pack("<I", 0)


def write(root: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a directory, with the folders that they lie in."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def shown(classes: NDArray[Any], side: int = 24) -> NDArray[Any]:
    """The middle of a map of pixels ``[H, W]`` that is seen at side × side, each of its pixels that of the nearest."""
    short = min(classes.shape)
    places = (np.arange(side) + 0.5) * short / side
    rows, columns = (
        (places + (long - short) * side // (2 * short) * short / side).astype(int) for long in classes.shape
    )
    return np.asarray(classes[rows[:, None], columns])
