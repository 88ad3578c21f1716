"""The files of CIFAR-10 and CIFAR-100 in both of their versions, binary and for Python.

A row of a binary file is a byte for the class (CIFAR-100: one for the superclass and one for the class) and 3072 bytes
for the picture: red, then green, then blue, each row by row. A file for Python is a pickled dict with the pictures as
an array of unsigned bytes, ``[N, 3072]`` in the same order, and the classes as lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.stacks import Stack, checked_labels
from imagespaces.loaded.streams import opened, read_up_to, wrong
from imagespaces.loaded.unpickling import UnpicklingError, unpickled

__all__ = ["MAX_BYTES", "read_binary", "read_pickled"]

MAX_BYTES = 1 << 28
"""A file may take so many bytes, 256 MiB: CIFAR-100's training set takes 155 million."""

_SIDE, _CHANNELS = 32, 3
_PIXELS = _CHANNELS * _SIDE * _SIDE

Pixels: TypeAlias = NDArray[np.uint8]


def read_binary(file: ListedFile, before: int, column: int, classes: int) -> Stack:
    """Read a file of the binary version.

    Args:
        file: The file.
        before: How many bytes of a row say of what class it is.
        column: Which of them is asked for.
        classes: How many classes there are.

    Raises:
        ValueError: If it is not made of whole rows, or a class is none.
    """
    width = before + _PIXELS
    if not 0 < file.size <= MAX_BYTES or file.size % width:
        raise wrong(file, f"take a multiple of {width} bytes, at least 1 and at most {MAX_BYTES}", file.size)
    rows = np.frombuffer(_content(file), np.uint8).reshape(-1, width)
    labels = checked_labels(file, rows[:, column].astype(np.int64), len(rows), classes)
    return Stack(file.name, _upright(rows[:, before:]), labels)


def read_pickled(file: ListedFile, keys: Sequence[str], classes: int) -> Stack:
    """Read a file of the version for Python; it is not unpickled, and nothing that it says is run.

    Args:
        file: The file.
        keys: What the list of classes may be called in it; the first that is there counts.
        classes: How many classes there are.

    Raises:
        ValueError: If it is damaged, or holds or asks for anything else.
    """
    if not 0 < file.size <= MAX_BYTES:
        raise wrong(file, f"take at least 1 and at most {MAX_BYTES} bytes", file.size)
    try:
        found = unpickled(bytes(_content(file)))
    except UnpicklingError as error:
        raise ValueError(f"{file.path!r} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise wrong(file, "hold a dict", type(found).__name__)
    held = {key if isinstance(key, str) else key.decode("latin-1"): value for key, value in found.items()}
    rows, numbers = held.get("data"), next((held[key] for key in keys if key in held), None)
    if not isinstance(rows, np.ndarray) or rows.ndim != 2 or rows.shape[1] != _PIXELS:
        shown = list(rows.shape) if isinstance(rows, np.ndarray) else type(rows).__name__
        raise wrong(file, f"hold data as unsigned bytes [N, {_PIXELS}]", shown)
    if not isinstance(numbers, list) or not all(type(number) is int and 0 <= number < 256 for number in numbers):
        raise wrong(file, f"hold {' or '.join(keys)} as a list of integers from 0 to 255", type(numbers).__name__)
    return Stack(file.name, _upright(rows), checked_labels(file, np.array(numbers, np.int64), len(rows), classes))


def _content(file: ListedFile) -> bytearray:
    with opened(file) as stream:
        return read_up_to(stream, file.size)


def _upright(rows: Pixels) -> Pixels:
    """Give pictures ``[N, H, W, 3]`` from planes of colour ``[N, 3072]``."""
    planes = rows.reshape(-1, _CHANNELS, _SIDE, _SIDE)
    return np.ascontiguousarray(planes.transpose(0, 2, 3, 1))
