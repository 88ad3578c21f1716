"""SVHN, read from small files in MATLAB's format."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imagespaces.loaded import MissingDataError, Svhn
from imagespaces.loaded.svhn import SvhnFormat
from imagespaces.testing import check_space
from tests.imagespaces.loaded.mutations import LINUX, hammer
from tests.imagespaces.loaded.written.svhn import DIGITS, HEADER, PIXELS, element, mat, matrix, packed, small, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "svhn")
    return tmp_path / "svhn"


def refusal(root: Path, **options: Any) -> str:
    with pytest.raises(ValueError, match=r".") as caught:
        Svhn(root=root, **options)
    return str(caught.value)


# ----------------------------------------------------------------------------------------------------------------------
# What it holds
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parts", [("train", "test", "extra"), ("extra", "train"), ("test",)])
def test_pictures_are_those_of_the_files(root: Path, parts: tuple[str, ...]) -> None:
    space = Svhn(root=root, parts=parts, dtype="uint8")
    expected = np.concatenate([PIXELS[part] for part in parts])
    assert np.array_equal(space.images(range(len(expected))), expected)
    assert space.labels(range(len(expected))).tolist() == [digit for part in parts for digit in DIGITS[part]]
    assert {name: split.size for name, split in space.splits.items() if name != "all"} == {
        part: len(DIGITS[part]) for part in parts
    }
    assert space.class_names == tuple("0123456789")
    assert SvhnFormat().num_classes == 10


def test_all_laws_of_spaces_hold(root: Path) -> None:
    check_space(Svhn(root=root))
    check_space(Svhn(root=root, parts=["test"], height=20, width=13, channels=1, resize="squash", dtype="uint8"))


def values(part: str = "test") -> tuple[bytes, bytes]:
    """Pictures and digits as the variables X and y hold them."""
    pixels = PIXELS[part]
    return pixels.transpose(0, 3, 2, 1).tobytes(), bytes(digit or 10 for digit in DIGITS[part])


X, Y = values()
SIZES = 32, 32, 3, 20


def double(name: bytes, numbers: list[float]) -> bytes:
    """A column of floats."""
    raw = struct.pack(f"<{len(numbers)}d", *numbers)
    return matrix(name, raw, len(numbers), 1, flags=6, kind=9)


OTHERS = {
    "not packed": HEADER + matrix(b"X", X, *SIZES) + matrix(b"y", Y, 20, 1),
    "the digits first": HEADER + packed(matrix(b"y", Y, 20, 1)) + packed(matrix(b"X", X, *SIZES)),
    "floats": HEADER + matrix(b"X", X, *SIZES) + double(b"y", [float(digit) for digit in Y]),
    "with others": HEADER + packed(double(b"meta", [1.5])) + packed(matrix(b"X", X, *SIZES)) + matrix(b"y", Y, 20, 1),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_files_of_other_writers_are_read(tmp_path: Path, kind: str) -> None:
    (tmp_path / "test_32x32.mat").write_bytes(OTHERS[kind])
    space = Svhn(root=tmp_path, parts=["test"], dtype="uint8")
    assert np.array_equal(space.images(range(20)), PIXELS["test"])
    assert space.labels(range(20)).tolist() == DIGITS["test"]


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------


def test_missing_files_are_named(root: Path) -> None:
    (root / "extra_32x32.mat").unlink()
    with pytest.raises(MissingDataError) as caught:
        Svhn(root=root)
    assert str(caught.value) == (
        f"files are missing: found no 'extra_32x32.mat' in '{root}', allowed is a directory with the files "
        "train_32x32.mat, test_32x32.mat and extra_32x32.mat, as far as their parts are read; "
        "they can be had from http://ufldl.stanford.edu/housenumbers/"
    )
    assert Svhn(root=root, parts=["train", "test"]).size == 50


def inflating(content: bytes) -> bytes:
    """A variable that is packed with a lot of zeros after it."""
    inner = zlib.compress(content + bytes(1 << 24))
    return struct.pack("<II", 15, len(inner)) + inner


GOOD_Y = matrix(b"y", Y, 20, 1)
MAGIC = "must begin with 'MATLAB 5.0' and, at byte 124, 00 01 49 4d, as a little-endian file of version 5 does, got "
BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", f"{MAGIC}b'' and none"),
    "big-endian": (HEADER[:124] + b"\x01\x00MI", f"{MAGIC}b'MATLAB 5.0' and 01 00 4d 49"),
    "version 7.3": (b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM", f"{MAGIC}b'MATLAB 7.3' and 00 02 49 4d"),
    "no variables": (HEADER, "must hold the variables X, y, got none called X, y"),
    "no digits": (HEADER + matrix(b"X", X, *SIZES), "must hold the variables X, y, got none called y"),
    "cut short": (
        (HEADER + matrix(b"X", X, *SIZES))[:-1],
        f"must have {len(X) + 56} bytes after byte 136, as it says, got {len(X) + 55}",
    ),
    "a tag cut short": (HEADER + b"\x0e\0\0\0", "must have 8 more bytes where an element begins or goes on, got 4"),
    "digits as text": (
        HEADER + matrix(b"X", X, *SIZES) + matrix(b"y", Y, 20, 1, flags=4),
        "must hold y as a full array of real numbers, got flags 0x4 and sizes [20, 1]",
    ),
    "complex": (
        HEADER + matrix(b"X", X, *SIZES, flags=0x809),
        "must hold X as a full array of real numbers, got flags 0x809 and sizes [32, 32, 3, 20]",
    ),
    "negative": (
        HEADER + matrix(b"X", X, 32, 32, -3, -20),
        "must hold X as a full array of real numbers, got flags 0x9 and sizes [32, 32, -3, -20]",
    ),
    "absurd": (
        HEADER + matrix(b"X", X, 32, 32, 3, 2**31 - 1),
        f"must hold X as {3072 * (2**31 - 1)} numbers of up to {2**31} bytes, as its sizes [32, 32, 3, 2147483647] say",
    ),
    "another shape": (
        HEADER + matrix(b"X", X, 3, 32, 32, 20) + GOOD_Y,
        "must hold X as unsigned bytes [32, 32, 3, N], got uint8 [3, 32, 32, 20]",
    ),
    "half a digit": (
        HEADER + matrix(b"X", X, *SIZES) + double(b"y", [1.0] * 19 + [2.5]),
        "must hold y as a column of whole numbers below 256, got [20, 1], 2.5 among them",
    ),
    "no number": (
        HEADER + matrix(b"X", X, *SIZES) + double(b"y", [1.0] * 19 + [float("nan")]),
        "must hold y as a column of whole numbers below 256, got [20, 1], nan among them",
    ),
    "a row of digits": (
        HEADER + matrix(b"X", X, *SIZES) + matrix(b"y", Y, 1, 20),
        "must hold y as a column of whole numbers below 256, got [1, 20], all of them whole",
    ),
    "a digit too few": (
        HEADER + matrix(b"X", X, *SIZES) + matrix(b"y", Y[1:], 19, 1),
        "must hold a label for each of 20 pictures, got 19 labels",
    ),
    "no digit": (
        HEADER + matrix(b"X", X, *SIZES) + matrix(b"y", Y[1:] + b"\0", 20, 1),
        "must hold labels from 1 to 10, got 0 of picture 19",
    ),
    "a bomb": (HEADER + inflating(matrix(b"X", X, *SIZES)) + GOOD_Y, "must end each packed variable after its values"),
    "a long name": (
        HEADER + element(14, element(6, bytes(8)) + element(5, bytes(8)) + element(1, b"a" * 1025)),
        "must have an element of type 1 and up to 1024 bytes, got one of type 1 and 1025 bytes",
    ),
    "a small element that is long": (
        HEADER + element(14, element(6, bytes(8)) + struct.pack("<HH", 5, 9) + bytes(4)),
        "must have up to 4 bytes beside the tag of a small element, got 9",
    ),
    "flags that are none": (
        HEADER + element(14, small(6, bytes(4))),
        "must have an element of type 6 and 8 bytes, got one of type 6 and 4 bytes",
    ),
}


@pytest.mark.parametrize("damage", BROKEN)
def test_damaged_files_are_refused(tmp_path: Path, damage: str) -> None:
    content, message = BROKEN[damage]
    path = tmp_path / "test_32x32.mat"
    path.write_bytes(content)
    assert refusal(tmp_path, parts=["test"]).startswith(f"'{path}' {message}")


# ----------------------------------------------------------------------------------------------------------------------
# Damage
# ----------------------------------------------------------------------------------------------------------------------


def read(folder: Path) -> None:
    space = Svhn(root=folder)
    space.images([0, space.num_states - 1])


def write_few(folder: Path) -> None:
    """So few pictures that much of the damage is done to what is around them, and one file not packed."""
    for part, pixels in PIXELS.items():
        (folder / f"{part}_32x32.mat").write_bytes(mat(pixels[:2], DIGITS[part][:2]))
    one = matrix(b"X", X[:3072], 32, 32, 3, 1) + matrix(b"y", Y[:1], 1, 1)
    (folder / "test_32x32.mat").write_bytes(HEADER + one)


@LINUX
@pytest.mark.parametrize("write_good", [write, write_few])
def test_damaged_files_are_read_or_refused(write_good: Callable[[Path], None]) -> None:
    tally = hammer(write_good, read, count=150)
    assert min(tally[:2]) > 10


@LINUX
@pytest.mark.slow
@pytest.mark.parametrize("write_good", [write, write_few])
def test_ten_thousand_damaged_files_are_read_or_refused(write_good: Callable[[Path], None]) -> None:
    tally = hammer(write_good, read, count=5_000, seed=1)
    assert min(tally[:2]) > 300
