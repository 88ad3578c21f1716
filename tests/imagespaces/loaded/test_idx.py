"""MNIST and its relatives, read from small files in their own format."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import string
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from imagespaces.loaded import Idx, MissingDataError
from imagespaces.loaded.idx import IdxFormat
from imagespaces.loaded.idx_data_sets import DATA_SETS
from imagespaces.names import IdxName
from imagespaces.testing import check_space
from tests.imagespaces.loaded.mutations import LINUX, hammer
from tests.imagespaces.loaded.written.idx import LABELS, NAMES, PIXELS, idx, names_of, write, write_packed

IMAGES, CLASSES = NAMES["train"]
ALL = [*LABELS["train"], *LABELS["test"]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "mnist")
    return tmp_path / "mnist"


def refusal(root: Path, **options: Any) -> str:
    with pytest.raises(ValueError, match=r".") as caught:
        Idx(root=root, **options)
    return str(caught.value)


# ----------------------------------------------------------------------------------------------------------------------
# What it holds
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write_files", [write, write_packed])
@pytest.mark.parametrize("parts", [("train", "test"), ("test", "train"), ("test",)])
def test_pictures_are_those_of_the_files(
    tmp_path: Path, write_files: Callable[[Path], None], parts: tuple[str, ...]
) -> None:
    write_files(tmp_path)
    space = Idx(root=tmp_path, parts=parts, dtype="uint8")
    expected = np.concatenate([PIXELS[part] for part in parts])[..., None]
    assert np.array_equal(space.images(range(len(expected))), expected)
    assert space.labels(range(len(expected))).tolist() == [label for part in parts for label in LABELS[part]]
    sizes = {"all": len(expected), **{part: len(LABELS[part]) for part in parts}}
    assert {name: split.size for name, split in space.splits.items()} == sizes
    assert space.class_names == tuple(string.digits)


@pytest.mark.parametrize("write_files", [write, write_packed])
def test_all_laws_of_spaces_hold(tmp_path: Path, write_files: Callable[[Path], None]) -> None:
    write_files(tmp_path)
    check_space(Idx(root=tmp_path))
    check_space(Idx(root=tmp_path, height=14, width=20, channels=3, resize="squash", dtype="uint8"))


def test_a_part_that_is_not_asked_for_need_not_be_there(root: Path) -> None:
    for name in NAMES["test"]:
        (root / name).unlink()
    assert Idx(root=root, parts=["train"]).size == len(LABELS["train"])


@pytest.mark.parametrize("packed", [False, True])
def test_names_of_some_archives_have_a_dot_in_place_of_a_hyphen(root: Path, *, packed: bool) -> None:
    for name in (IMAGES, CLASSES):
        content = (root / name).read_bytes()
        (root / name).unlink()
        dotted = name.replace("-idx", ".idx") + ".gz" * packed
        (root / dotted).write_bytes(gzip.compress(content) if packed else content)
    space = Idx(root=root, parts=["train"], dtype="uint8")
    assert np.array_equal(space.images(range(30))[..., 0], PIXELS["train"])


def test_what_is_packed_is_told_by_its_content(root: Path) -> None:
    (root / IMAGES).write_bytes(gzip.compress((root / IMAGES).read_bytes()))
    (root / CLASSES).rename(root / f"{CLASSES}.gz")
    space = Idx(root=root, parts=["train"], dtype="uint8")
    assert np.array_equal(space.images(range(30))[..., 0], PIXELS["train"])


@pytest.mark.parametrize("dataset", get_args(IdxName))
def test_every_data_set_is_read(tmp_path: Path, dataset: IdxName) -> None:
    write(tmp_path, dataset)
    space = Idx(root=tmp_path, dataset=dataset, checksums=False, dtype="uint8")
    lies = dataset.startswith("emnist_")
    pixels = np.concatenate([PIXELS["train"], PIXELS["test"]])
    assert np.array_equal(space.images(range(50))[..., 0], pixels.transpose(0, 2, 1) if lies else pixels)
    assert space.labels(range(50)).tolist() == ALL
    assert space.num_classes == IdxFormat(dataset).num_classes


def test_classes_are_those_of_the_data_sets() -> None:
    sizes = {dataset: len(about.class_names) for dataset, about in DATA_SETS.items()}
    assert sizes == {
        "mnist": 10,
        "fashion_mnist": 10,
        "kmnist": 10,
        "emnist_balanced": 47,
        "emnist_byclass": 62,
        "emnist_bymerge": 47,
        "emnist_digits": 10,
        "emnist_letters": 26,
        "emnist_mnist": 10,
    }
    assert all(len(set(about.class_names)) == len(about.class_names) for about in DATA_SETS.values())
    assert DATA_SETS["emnist_balanced"].class_names[36:39] == ("a", "b", "d")


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------


def test_missing_files_are_named(root: Path) -> None:
    (root / CLASSES).unlink()
    with pytest.raises(MissingDataError) as caught:
        Idx(root=root)
    dotted = "train-labels.idx1-ubyte"
    assert str(caught.value) == (
        f"files are missing: found no '{CLASSES}' nor '{dotted}' nor '{CLASSES}.gz' nor '{dotted}.gz' in '{root}', "
        f"allowed is a directory with the files {IMAGES}, {CLASSES}, {', '.join(NAMES['test'])} of MNIST, "
        "packed (.gz) or not; they can be had from http://yann.lecun.com/exdb/mnist/"
    )


def changed(content: bytes, at: int, *values: int) -> bytes:
    return content[:at] + bytes(values) + content[at + len(values) :]


def flipped(content: bytes, at: int) -> bytes:
    whole = bytearray(content)
    whole[at] ^= 1
    return bytes(whole)


GOOD = idx(PIXELS["train"].tobytes(), 30, 28, 28)
LIMIT = "hold [N, 28, 28] values, at least 1 and at most 1073741824"
BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "begin with the bytes 00 00 08 03, as an IDX file does, got none"),
    "another format": (b"\x89PNG\r\n", "begin with the bytes 00 00 08 03, as an IDX file does, got 89 50 4e 47"),
    "floats": (changed(GOOD, 2, 13), "begin with the bytes 00 00 08 03, as an IDX file does, got 00 00 0d 03"),
    "labels": (idx(bytes(30), 30), "begin with the bytes 00 00 08 03, as an IDX file does, got 00 00 08 01"),
    "short header": (GOOD[:15], "have a header of 16 bytes, got 15"),
    "cut short": (GOOD[:-1], "hold 23520 values, as its header of [30, 28, 28] says, got 23519"),
    "too long": (GOOD + b"\0", "hold 23520 values, as its header of [30, 28, 28] says, got more"),
    "no picture": (idx(b"", 0, 28, 28), f"{LIMIT}, got [0, 28, 28]"),
    "another size": (idx(bytes(27 * 28), 1, 27, 28), f"{LIMIT}, got [1, 27, 28]"),
    "absurd": (changed(GOOD, 4, 255, 255, 255, 255), f"{LIMIT}, got [4294967295, 28, 28]"),
    "packed, cut short": (gzip.compress(GOOD)[:-9], "cannot be read: Compressed file ended before the end-of-stream"),
    "packed, another checksum": (flipped(gzip.compress(GOOD), -8), "cannot be read: CRC check failed"),
    "a bomb": (
        gzip.compress(GOOD + bytes(1 << 24)),
        "hold 23520 values, as its header of [30, 28, 28] says, got more",
    ),
}


@pytest.mark.parametrize("damage", BROKEN)
def test_damaged_pictures_are_refused(root: Path, damage: str) -> None:
    content, message = BROKEN[damage]
    (root / IMAGES).write_bytes(content)
    verb = "" if message.startswith("cannot") else "must "
    assert refusal(root).startswith(f"'{root / IMAGES}' {verb}{message}")


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (bytes(29), "hold a label for each of 30 pictures, got 29 labels"),
        (bytes(31), "hold a label for each of 30 pictures, got 31 labels"),
        (bytes([*range(10), 10, *range(19)]), "hold labels from 0 to 9, got 10 of picture 10"),
    ],
)
def test_wrong_labels_are_refused(root: Path, labels: bytes, message: str) -> None:
    (root / CLASSES).write_bytes(idx(labels, len(labels)))
    assert refusal(root) == f"'{root / CLASSES}' must {message}"


def test_letters_are_counted_from_1_in_their_files(tmp_path: Path) -> None:
    write(tmp_path, "emnist_letters")
    _, labels = names_of("emnist_letters")["test"]
    (tmp_path / labels).write_bytes(idx(bytes([*range(20)]), 20))
    message = f"'{tmp_path / labels}' must hold labels from 1 to 26, got 0 of picture 0"
    assert refusal(tmp_path, dataset="emnist_letters") == message


def test_what_is_no_file_is_refused(root: Path) -> None:
    (root / CLASSES).unlink()
    (root / CLASSES).mkdir()
    assert refusal(root).startswith(f"'{os.path.realpath(root)}/{CLASSES}' must be a file, got 'drwx")


def test_links_must_stay_inside(root: Path) -> None:
    (root / IMAGES).rename(root.parent / "images")
    (root / IMAGES).symlink_to(root.parent / "images")
    inside = os.path.realpath(root)
    assert refusal(root) == (
        f"'{inside}/{IMAGES}' must stay inside of {inside!r}, got a link to '{os.path.realpath(root.parent)}/images'"
    )
    (root / "kept").mkdir()
    (root.parent / "images").rename(root / "kept" / "images")
    (root / IMAGES).unlink()
    (root / IMAGES).symlink_to("kept/images")
    assert Idx(root=root).size == 50


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dataset": "mnits"}, r"dataset must be one of 'mnist', .*, got 'mnits'"),
        ({"parts": ["val"]}, r"parts must be different ones of 'train', 'test', got \['val'\]"),
        ({"parts": []}, r"parts must be different ones of 'train', 'test', got \[\]"),
        ({"checksums": 2}, r"checksums must be True or False, got 2"),
    ],
)
def test_arguments_are_checked(root: Path, options: Any, message: str) -> None:
    assert re.fullmatch(message, refusal(root, **options)) is not None


# ----------------------------------------------------------------------------------------------------------------------
# Checksums
# ----------------------------------------------------------------------------------------------------------------------


def test_files_are_compared_with_the_checksums_that_are_published(tmp_path: Path) -> None:
    write_packed(tmp_path)
    path = tmp_path / f"{IMAGES}.gz"
    found = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    assert refusal(tmp_path, dataset="fashion_mnist") == (
        f"'{path}' must have the MD5 checksum 8d4fb7e6c68d591d4c3dfef9ec88bf0d that its data set publishes "
        f"(another file is read with checksums=False), got {found}"
    )
    assert Idx(root=tmp_path, dataset="fashion_mnist", checksums=False).size == 50


def test_unpacked_files_have_none(tmp_path: Path) -> None:
    write(tmp_path)
    assert Idx(root=tmp_path, dataset="fashion_mnist").class_names == DATA_SETS["fashion_mnist"].class_names


def test_what_is_published_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_packed(tmp_path)
    published = DATA_SETS["fashion_mnist"].md5
    for name in (IMAGES, CLASSES):
        digest = hashlib.md5((tmp_path / f"{name}.gz").read_bytes(), usedforsecurity=False).hexdigest()
        monkeypatch.setitem(published, f"{name}.gz", digest)
    assert Idx(root=tmp_path, dataset="fashion_mnist").size == 50


# ----------------------------------------------------------------------------------------------------------------------
# Damage
# ----------------------------------------------------------------------------------------------------------------------


def read(folder: Path) -> None:
    space = Idx(root=folder)
    space.images([0, space.num_states - 1])


def write_few(folder: Path) -> None:
    """One part packed, one not, so few pictures that much of the damage is done to headers and labels."""
    for part, names in NAMES.items():
        for name, content, *sizes in ((names[0], PIXELS[part][:2].tobytes(), 28, 28), (names[1], b"\3\7")):
            data = struct.pack(f">BBBB{1 + len(sizes)}I", 0, 0, 8, 1 + len(sizes), 2, *sizes) + content
            (folder / (f"{name}.gz" if part == "train" else name)).write_bytes(
                gzip.compress(data, mtime=0) if part == "train" else data
            )


@LINUX
@pytest.mark.parametrize("write_good", [write_packed, write_few])
def test_damaged_files_are_read_or_refused(write_good: Callable[[Path], None]) -> None:
    tally = hammer(write_good, read, count=150)
    assert min(tally[:2]) > 10


@LINUX
@pytest.mark.slow
@pytest.mark.parametrize("write_good", [write_packed, write_few])
def test_ten_thousand_damaged_files_are_read_or_refused(write_good: Callable[[Path], None]) -> None:
    tally = hammer(write_good, read, count=5_000, seed=1)
    assert min(tally[:2]) > 300
