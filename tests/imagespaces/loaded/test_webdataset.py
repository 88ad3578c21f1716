"""Pictures in tar archives."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from imagespaces.loaded import MissingDataError, WebDataset
from imagespaces.loaded.faults import PictureError
from imagespaces.testing import check_space
from tests.imagespaces.loaded.cases import encoded
from tests.imagespaces.loaded.cases import write as put
from tests.imagespaces.loaded.mutations import hammer
from tests.imagespaces.loaded.written.webdataset import (
    CLASSES,
    ENDINGS,
    LABELS,
    OPTIONS,
    PICTURES,
    header,
    member,
    sample,
    tar,
    write,
    write_parts,
)

SIZE: dict[str, Any] = {"height": 12, "width": 16}
PARTS = {"train": "train-*.tar", "val": "val-*.tar"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "shards")
    return tmp_path / "shards"


def seen(number: int) -> NDArray[np.uint8]:
    """A picture as its file has it."""
    with Image.open(io.BytesIO(encoded(PICTURES[number], **OPTIONS[ENDINGS[number]]))) as opened:
        return np.asarray(opened)


def refusal(error: type[ValueError], root: Path, **options: Any) -> str:
    with pytest.raises(error) as caught:
        WebDataset(root=root, **SIZE, **options)
    return str(caught.value)


def faults(root: Path, **options: Any) -> list[str]:
    return refusal(PictureError, root, **options).splitlines()[1:]


# ------------------------------------------------------------------------------------------------------- what it holds


def test_samples_come_archive_by_archive(root: Path) -> None:
    space = WebDataset(root=root, **SIZE, dtype="uint8")
    assert np.array_equal(space.images(range(7)), np.stack([seen(number) for number in range(7)]))
    assert np.array_equal(space.at(0).image, PICTURES[0])
    assert space.labels(range(7)).tolist() == list(LABELS)
    assert space.class_names == CLASSES
    assert list(space.splits) == ["all"]


@pytest.mark.parametrize("parts", [("train", "val"), ("val",)])
def test_parts_are_told_by_patterns(tmp_path: Path, parts: tuple[str, ...]) -> None:
    write_parts(tmp_path)
    space = WebDataset(root=tmp_path, shards=PARTS, parts=parts, **SIZE, dtype="uint8")
    numbers = [*(range(5) if "train" in parts else ()), 5, 6]
    assert np.array_equal(space.images(range(len(numbers))), np.stack([seen(number) for number in numbers]))
    assert space.labels(range(len(numbers))).tolist() == [LABELS[number] for number in numbers]
    assert space.splits["val"].num_states == 2
    assert space.class_names == ("0", "1", "2")


def test_archives_of_another_writer(tmp_path: Path) -> None:
    name = "folder/" + "x" * 180
    for kind in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        with tarfile.open(tmp_path / f"{kind}.tar", "w", format=kind) as archive:
            for ending, content in (("PNG", encoded(PICTURES[0])), ("cls", b"1")):
                about = tarfile.TarInfo(f"{name}.{ending}")
                about.size = len(content)
                archive.addfile(about, io.BytesIO(content))
    space = WebDataset(root=tmp_path, **SIZE, dtype="uint8")
    assert np.array_equal(space.images([0, 1]), np.stack([PICTURES[0]] * 2))
    assert space.labels([0, 1]).tolist() == [1, 1]


def test_without_classes_there_are_none(tmp_path: Path) -> None:
    put(tmp_path, {"a.tar": tar([member("1.png", encoded(PICTURES[0])), member(".2.png", b""), member("3.txt", b"")])})
    space = WebDataset(root=tmp_path, **SIZE)
    assert (space.size, space.class_names) == (1, None)


@pytest.mark.parametrize(("cls", "label"), [(b"1", 1), (b" 2\n", 2), (b"bee", 1)])
def test_classes_are_numbers_or_names(root: Path, cls: bytes, label: int) -> None:
    put(root, {"a.tar": tar([member("1.png", encoded(PICTURES[0])), member("1.cls", cls)])})
    assert WebDataset(root=root, **SIZE).at(0).label == label
    assert WebDataset(root=root, names=["ant", "bee", "cow", "dog"], **SIZE).num_classes == 4


def test_the_field_that_says_the_class_can_be_told(tmp_path: Path) -> None:
    about = json.dumps({"label": 7, "class": "bee"}).encode()
    put(tmp_path, {"a.tar": tar([member("1.png", encoded(PICTURES[0])), member("1.json", about)])})
    assert WebDataset(root=tmp_path, label_field="class", names=CLASSES, **SIZE).at(0).label == 1
    assert WebDataset(root=tmp_path, **SIZE).at(0).label == 7


@pytest.mark.parametrize(
    "options", [{}, {"names": ["x", "y", "z"], "label_field": "label"}, {"shards": {"one": "a*.tar"}}]
)
def test_all_laws_of_spaces_hold(root: Path, options: dict[str, Any]) -> None:
    check_space(WebDataset(root=root, **SIZE, **options))


def test_nothing_is_written(root: Path) -> None:
    before = sorted(root.parent.rglob("*"))
    WebDataset(root=root, **SIZE).images(range(7))
    assert sorted(root.parent.rglob("*")) == before


# --------------------------------------------------------------------------------------------- what is missing or wrong


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert refusal(MissingDataError, tmp_path) == (
        f"files are missing: found no archive '.tar' in '{tmp_path}', allowed is a directory with archives *.tar, "
        "in which each picture stands beside its class (cls or json); they can be had from wherever you keep them"
    )
    write_parts(tmp_path)
    message = refusal(MissingDataError, tmp_path, shards=PARTS | {"test": "test-*.tar"})
    assert message.startswith(f"files are missing: found no archive 'test-*.tar' in '{tmp_path}', ")


def test_compressed_archives_are_refused(root: Path) -> None:
    put(root, {"c.tar.gz": gzip.compress(tar([sample(0)]))})
    assert refusal(ValueError, root) == (
        "root must hold archives '.tar' alone, for what is compressed can't be read from the middle, "
        f"got 'c.tar.gz' in '{root}'"
    )
    (root / "c.tar.gz").rename(root / "a.tar.gz")
    assert WebDataset(root=root, **SIZE).size == 7  # a.tar is the same, uncompressed


def test_an_archive_can_be_of_one_part(root: Path) -> None:
    assert refusal(ValueError, root, shards={"x": "a*.tar", "y": "*.tar"}) == (
        f"shards must give each archive to one part, got two for 'a.tar' in '{root}'"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is no tar archive, or is damaged: empty file"),
        (gzip.compress(b"x" * 2000, mtime=0), "is no tar archive, or is damaged: truncated header"),
        (tar([sample(0)])[:1000], "is no tar archive, or is damaged: unexpected end of data"),
        (sample(0) + b"x" * 1024, "has a damaged header at byte {size}"),
        (
            header(b"x", 1 << 24, b"x") + bytes(1024),
            "has a header of 16777216 bytes, allowed are up to 1048576",
        ),
    ],
)
def test_damaged_archives_are_named(root: Path, content: bytes, reason: str) -> None:
    put(root, {"c.tar": content})
    assert faults(root)[0] == f"  'c.tar' {reason.format(size=len(sample(0)))}"
    whole = content.startswith(sample(0))  # what comes before the damage is read
    assert WebDataset(root=root, **SIZE, on_error="skip").size == 7 + whole


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (header(b"9.png", 0, b"2", b"/etc/passwd"), "is of the type b'2', allowed are plain files"),
        (header(b"9.png", 0, b"1", b"0.png"), "is of the type b'1', allowed are plain files"),
        (header(b"9.png", 0, b"6"), "is of the type b'6', allowed are plain files"),
        (
            member("../9.png", b""),
            "has a name that leads out of the archive, allowed are relative ones without '..'",
        ),
        (
            member("/9.png", b""),
            "has a name that leads out of the archive, allowed are relative ones without '..'",
        ),
        (header(b"9.png", 0o7777777777), "takes 1073741823 bytes, allowed are up to 536870912"),
        (member("9.png", encoded(PICTURES[0])), "has no class, and others have one"),
        (
            member("9.png", encoded(PICTURES[0])) + member("9.cls", b"3"),
            "has the class '3', allowed are 0 to 2 or one of the names",
        ),
        (
            member("9.png", encoded(PICTURES[0])) + member("9.cls", b"-1"),
            "has the class '-1', allowed are 0 to 2 or one of the names",
        ),
        (
            member("9.png", encoded(PICTURES[0])) + member("9.json", b'{"label": true}'),
            "has the class 'True', allowed are 0 to 2 or one of the names",
        ),
        (
            member("9.png", encoded(PICTURES[0])) + member("9.json", b"[" * 100_000),
            "has a class that must be JSON, got '" + "[" * 40 + "'",
        ),
        (
            member("9.png", encoded(PICTURES[0])) + member("9.json", b"[1]"),
            "has a class that must be a map in JSON, got '[1]'",
        ),
        (
            member("9.png", encoded(PICTURES[0])) + member("9.cls", b"\xff"),
            "has a class that must be text in UTF-8, got b'\\xff'",
        ),
        (
            member("9.png", encoded(PICTURES[0])) + member("9.PNG", b""),
            "has a second member '9.PNG', allowed is one",
        ),
    ],
)
def test_samples_that_are_wrong_are_named(root: Path, content: bytes, reason: str) -> None:
    put(root, {"c.tar": tar([content])})
    told = next(fault for fault in faults(root) if fault.startswith("  'c.tar/"))
    assert told.endswith(f"9.png' {reason}")
    assert WebDataset(root=root, **SIZE, on_error="skip").size == 7


def test_a_member_longer_than_its_archive_is_refused(root: Path) -> None:
    put(root, {"c.tar": header(b"9.png", 5000) + bytes(1024)})
    assert faults(root) == [
        "  'c.tar' is no tar archive, or is damaged: unexpected end of data",
        "  'c.tar/9.png' takes 5000 bytes from byte 512 on, but the archive ends at byte 1536",
    ]


def test_labels_without_names_have_a_limit(tmp_path: Path) -> None:
    put(tmp_path, {"a.tar": tar([member("1.png", encoded(PICTURES[0])), member("1.cls", b"999999999")])})
    assert faults(tmp_path) == ["  'a.tar/1.png' has the class '999999999', allowed are 0 to 32767"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["a", "a"], "names must be different, 1 to 32768, got 2, 1 of them different"),
        ([], "names must be different, 1 to 32768, got 0, 0 of them different"),
    ],
)
def test_names_are_different(root: Path, names: list[str], message: str) -> None:
    assert refusal(ValueError, root, names=names) == message


def test_archives_that_change_are_noticed(root: Path) -> None:
    class Loose(WebDataset):
        bank_limit = 0

    space = Loose(root=root, **SIZE)
    put(root, {"a.tar": tar([sample(3)])})
    with pytest.raises(PictureError) as caught:
        space.at(0)
    assert str(caught.value).startswith("'a.tar/000000.png' ")
    assert " has changed since it was listed, as a file of " in str(caught.value)


# -------------------------------------------------------------------------------------------------------------- damage


def read(folder: Path) -> None:
    WebDataset(root=folder, **SIZE).images([0])


def test_damaged_files_are_read_or_refused() -> None:
    hammer(write, read, count=300)


@pytest.mark.slow
def test_ten_thousand_damaged_files_are_read_or_refused() -> None:
    hammer(write, read, count=10_000, seed=1)
