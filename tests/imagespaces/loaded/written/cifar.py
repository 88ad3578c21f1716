"""CIFAR-10 and CIFAR-100 in both versions, written byte by byte: the real names and sizes, few pictures.

The files for Python are pickles of protocol 2 as Python 2 wrote them, put together from their instructions.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "COARSE",
    "FILES",
    "FINE",
    "PIXELS",
    "TEN",
    "array",
    "numbers",
    "pickled",
    "planes",
    "text",
    "write",
    "write_binary",
    "write_python",
]

FILES: Mapping[str, Sequence[str]] = {
    "cifar10": [*(f"data_batch_{number}" for number in range(1, 6)), "test_batch"],
    "cifar100": ["train", "test"],
}
"""The files of both data sets, those of test last."""

PIXELS: Mapping[tuple[str, str], NDArray[np.uint8]] = {
    (kind, name): np.random.default_rng(10 * at + len(kind)).integers(0, 256, (20 + at, 32, 32, 3), dtype=np.uint8)
    for kind, names in FILES.items()
    for at, name in enumerate(names)
}
"""What each file holds, uint8 ``[N, 32, 32, 3]``."""

TEN = {
    name: [(at + row) % 10 for row in range(len(PIXELS["cifar10", name]))] for at, name in enumerate(FILES["cifar10"])
}
FINE = {name: [(37 * row + 99 * at) % 100 for row in range(20 + at)] for at, name in enumerate(FILES["cifar100"])}
COARSE = {name: [(7 * row + 19 * at) % 20 for row in range(20 + at)] for at, name in enumerate(FILES["cifar100"])}


def planes(picture: NDArray[np.uint8]) -> bytes:
    """Give the bytes of a picture: all of red, then all of green, then all of blue."""
    return b"".join(bytes([picture[y, x, c] for y in range(32) for x in range(32)]) for c in range(3))


def write_binary(folder: Path) -> None:
    """Write the binary versions."""
    ten, hundred = folder / "cifar-10-batches-bin", folder / "cifar-100-binary"
    for place in (ten, hundred):
        place.mkdir(parents=True, exist_ok=True)
    for name in FILES["cifar10"]:
        rows = zip(TEN[name], PIXELS["cifar10", name], strict=True)
        (ten / f"{name}.bin").write_bytes(b"".join(bytes([label]) + planes(picture) for label, picture in rows))
    for name in FILES["cifar100"]:
        both = zip(COARSE[name], FINE[name], PIXELS["cifar100", name], strict=True)
        rows_of_two = [bytes([coarse, fine]) + planes(picture) for coarse, fine, picture in both]
        (hundred / f"{name}.bin").write_bytes(b"".join(rows_of_two))


# ---------------------------------------------------------------------------------- pickles, instruction by instruction


def text(value: bytes) -> bytes:
    """Give the instruction for a ``str`` of Python 2: SHORT_BINSTRING or BINSTRING."""
    if len(value) < 256:
        return b"U" + bytes([len(value)]) + value
    return b"T" + struct.pack("<i", len(value)) + value


def numbers(values: Sequence[int]) -> bytes:
    """Give the instructions for a list: EMPTY_LIST, MARK, a BININT1 for each, APPENDS."""
    return b"](" + b"".join(b"K" + bytes([value]) for value in values) + b"e"


def array(raw: bytes, *shape: int, module: bytes = b"numpy.core.multiarray", kind: bytes = b"u1") -> bytes:
    """Give the instructions for an array: _reconstruct(ndarray, (0,), 'b'), and its state."""
    sizes = b"".join(b"M" + struct.pack("<H", size) for size in shape)
    made = b"c" + module + b"\n_reconstruct\ncnumpy\nndarray\nK\x00\x85" + text(b"b") + b"\x87R"
    dtype = (
        b"cnumpy\ndtype\n"
        + text(kind)
        + b"K\x00K\x01\x87R(K\x03"
        + text(b"|")
        + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    )
    return made + b"(K\x01(" + sizes + b"t" + dtype + b"\x89" + text(raw) + b"tb"


def pickled(entries: Mapping[bytes, bytes]) -> bytes:
    """Give the pickle of a dict: keys by their text, values by their instructions."""
    return b"\x80\x02}q\x01(" + b"".join(text(key) + value for key, value in entries.items()) + b"u."


def _rows(kind: str, name: str) -> bytes:
    pixels = PIXELS[kind, name]
    return array(b"".join(map(planes, pixels)), len(pixels), 3072)


def write_python(folder: Path) -> None:
    """Write the versions for Python."""
    ten, hundred = folder / "cifar-10-batches-py", folder / "cifar-100-python"
    for place in (ten, hundred):
        place.mkdir(parents=True, exist_ok=True)
    for name in FILES["cifar10"]:
        entries = {b"batch_label": text(name.encode()), b"labels": numbers(TEN[name]), b"data": _rows("cifar10", name)}
        (ten / name).write_bytes(pickled(entries))
    for name in FILES["cifar100"]:
        classes = {b"fine_labels": numbers(FINE[name]), b"coarse_labels": numbers(COARSE[name])}
        (hundred / name).write_bytes(pickled({b"data": _rows("cifar100", name), **classes}))


def write(folder: Path) -> None:
    """Write both data sets: CIFAR-10 for Python, CIFAR-100 binary."""
    write_python(folder)
    write_binary(folder)
