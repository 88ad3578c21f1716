"""NumPy's files, written byte by byte as its format is defined: npy files, and npz files by their local parts."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["FLOATS", "LABELS", "PIXELS", "npy", "npz", "write", "write_divided", "write_files"]

LABELS: Mapping[str, list[int]] = {"train": [row % 3 for row in range(9)], "test": [row * 2 % 3 for row in range(6)]}
PIXELS: Mapping[str, NDArray[np.uint8]] = {
    part: np.random.default_rng(len(labels)).integers(0, 256, (len(labels), 7, 6), dtype=np.uint8)
    for part, labels in LABELS.items()
}
"""Pictures in gray, uint8 ``[N, 7, 6]``."""

FLOATS = {part: [value / 255 for value in pixels.reshape(-1).tolist()] for part, pixels in PIXELS.items()}


def npy(values: bytes, kind: str, *shape: int, fortran: bool = False, version: int = 1) -> bytes:
    """An npy file: signature, version, the length of the header, the header filled up to 64 bytes, values."""
    sizes = "".join(f"{size}, " for size in shape) if len(shape) != 1 else f"{shape[0]},"
    told = f"{{'descr': '{kind}', 'fortran_order': {fortran}, 'shape': ({sizes.removesuffix(', ')}), }}"
    form = "<H" if version == 1 else "<I"
    head = b"\x93NUMPY" + bytes([version, 0])
    filler = -(len(head) + struct.calcsize(form) + len(told) + 1) % 64
    header = told.encode() + b" " * filler + b"\n"
    return head + struct.pack(form, len(header)) + header + values


def npz(members: Mapping[str, bytes], *, deflated: bool = True) -> bytes:
    """An npz file: for each array a local header and its npy file, then a directory, then its end."""
    body, directory = b"", b""
    for name, content in members.items():
        machine = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = machine.compress(content) + machine.flush() if deflated else content
        facts = struct.pack("<HHHHHIII", 20, 0, 8 * deflated, 0, 33, zlib.crc32(content), len(packed), len(content))
        called = f"{name}.npy".encode()
        directory += b"PK\1\2\x14\0" + facts + struct.pack("<HHHHHII", len(called), 0, 0, 0, 0, 0, len(body)) + called
        body += b"PK\3\4" + facts + struct.pack("<HH", len(called), 0) + called + packed
    count = len(members)
    return body + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)


def _pixels(part: str) -> bytes:
    return npy(bytes(PIXELS[part].reshape(-1).tolist()), "|u1", *PIXELS[part].shape)


def _floats(part: str, kind: str) -> bytes:
    letter = {"<f4": "f", "<f8": "d"}[kind]
    return npy(struct.pack(f"<{len(FLOATS[part])}{letter}", *FLOATS[part]), kind, *PIXELS[part].shape)


def _labels(part: str) -> bytes:
    return npy(struct.pack(f"<{len(LABELS[part])}q", *LABELS[part]), "<i8", len(LABELS[part]))


def write_files(folder: Path) -> None:
    """Write images.npy, as floats, and labels.npy."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "images.npy").write_bytes(_floats("train", "<f4"))
    (folder / "labels.npy").write_bytes(_labels("train"))


def write_divided(folder: Path) -> None:
    """Write data.npz with parts, deflated."""
    folder.mkdir(parents=True, exist_ok=True)
    members = {"x_train": _pixels("train"), "y_train": _labels("train")}
    members |= {"x_test": _floats("test", "<f8"), "y_test": _labels("test")}
    (folder / "data.npz").write_bytes(npz(members))


def write(folder: Path) -> None:
    """Write files of all forms."""
    write_files(folder)
    write_divided(folder)
    stored = {"images": _pixels("test"), "labels": _labels("test"), "more": b"anything"}
    (folder / "stored.npz").write_bytes(npz(stored, deflated=False))
