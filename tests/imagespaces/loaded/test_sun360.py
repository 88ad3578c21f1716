"""SUN360, read from small files in the layouts in which it is handed around."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from imagespaces.loaded import MissingDataError, Sun360
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.sun360 import Sun360Format
from imagespaces.testing import check_space
from tests.imagespaces.loaded.mutations import hammer
from tests.imagespaces.loaded.written.sun360 import CLASSES, NAMES, jpeg, write, write_folders, write_lists

SIZE: dict[str, Any] = {"height": 32, "width": 64}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "sun360")
    return tmp_path / "sun360"


def picture(number: int) -> NDArray[np.uint8]:
    with Image.open(BytesIO(jpeg(number))) as opened:
        return np.asarray(opened)


def refusal(error: type[ValueError], root: Path, **options: Any) -> str:
    with pytest.raises(error) as caught:
        Sun360(root=root, **SIZE, **options)
    return str(caught.value)


# ------------------------------------------------------------------------------------------------------- what it holds


def test_the_first_tenth_of_the_list_is_to_validate(root: Path) -> None:
    space = Sun360(root=root, **SIZE, dtype="uint8")
    assert {name: split.num_states for name, split in space.splits.items()} == {"all": 24, "train": 22, "val": 2}
    order = [*range(2, 24), 0, 1]
    assert np.array_equal(space.images(range(24)), np.stack([picture(number) for number in order]))
    assert space.class_names == CLASSES
    expected = [CLASSES.index(NAMES[number].rpartition("/")[0]) for number in order]
    assert space.labels(range(24)).tolist() == expected


def test_lists_of_parts_come_first(tmp_path: Path) -> None:
    write_lists(tmp_path)
    space = Sun360(root=tmp_path, parts=["train"], **SIZE, dtype="uint8")
    assert np.array_equal(space.images(range(22)), np.stack([picture(number) for number in range(2, 24)]))
    assert set(space.class_names or ()) == {"bedroom", "beach", "forest"} | {
        name.rpartition("/")[0] for name in NAMES[:2]
    }
    names = [(space.class_names or ())[label] for label in space.labels(range(22))]
    assert names == [name.split("/")[1] for name in NAMES[2:]]


@pytest.mark.parametrize("part", ["train", "val"])
def test_folders_of_parts(tmp_path: Path, part: str) -> None:
    write_folders(tmp_path)
    space = Sun360(root=tmp_path, parts=[part], **SIZE, dtype="uint8")
    numbers = sorted(range(2) if part == "val" else range(2, 24), key=lambda number: NAMES[number])
    assert np.array_equal(space.images(range(len(numbers))), np.stack([picture(number) for number in numbers]))
    assert space.class_names == CLASSES
    expected = [CLASSES.index(NAMES[number].rpartition("/")[0]) for number in numbers]
    assert space.labels(range(len(numbers))).tolist() == expected


def test_a_square_is_cut_out_of_the_middle(root: Path) -> None:
    space = Sun360(root=root, parts=["val"], height=32, width=32, dtype="uint8")
    assert np.array_equal(space.at(0).image, picture(0)[:, 16:48])


@pytest.mark.parametrize("layout", [write, write_lists, write_folders])
def test_all_laws_of_spaces_hold(tmp_path: Path, layout: Any) -> None:
    layout(tmp_path)
    check_space(Sun360(root=tmp_path, **SIZE))


# --------------------------------------------------------------------------------------------- what is missing or wrong


def test_lists_or_folders_must_be_there(root: Path) -> None:
    (root / "sun360-dataset26-random.txt").unlink()
    told = Sun360Format()
    assert refusal(MissingDataError, root) == (
        f"files are missing: found no train.txt, sun360-dataset26-random.txt or folder train in '{root}', "
        f"allowed is a directory with {told.expected_files}; they can be had from {told.source_page}"
    )


def test_each_part_needs_its_list(tmp_path: Path) -> None:
    write_lists(tmp_path)
    (tmp_path / "val.txt").unlink()
    assert refusal(MissingDataError, tmp_path).startswith(f"files are missing: found no val.txt in '{tmp_path}', ")
    assert Sun360(root=tmp_path, parts=["train"], **SIZE).num_states == 22


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("/etc/secret/x.jpg", "found '/etc/secret/x.jpg', allowed is the relative path of a picture, without '..'"),
        ("a/../../b/x.jpg", "found 'a/../../b/x.jpg', allowed is the relative path of a picture, without '..'"),
        ("a\\..\\x/b.jpg", "found 'a\\\\..\\\\x/b.jpg', allowed is the relative path of a picture, without '..'"),
        ("x.jpg", "found 'x.jpg', allowed is a picture in a folder, or a picture and what its class is called"),
        ("a/b/c", "found 'a/b/c', allowed is a picture in a folder, or a picture and what its class is called"),
        (NAMES[5], f"found {NAMES[5]!r}, allowed is each picture once"),
    ],
)
def test_lines_that_are_wrong_are_named(root: Path, line: str, message: str) -> None:
    with (root / "sun360-dataset26-random.txt").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert refusal(PictureError, root) == f"'sun360-dataset26-random.txt' line 26: {message}"


def test_pictures_that_are_not_there_are_left_out(root: Path) -> None:
    (root / NAMES[3]).unlink()
    reason = f"  {NAMES[3]!r} is not there, but 'sun360-dataset26-random.txt' line 4 names it"
    assert refusal(PictureError, root).splitlines()[1:] == [reason]
    assert Sun360(root=root, **SIZE, on_error="skip").num_states == 23


def test_each_part_must_have_a_picture_that_is_left(root: Path) -> None:
    for name in NAMES[:2]:
        (root / name).write_bytes(b"damaged")
    assert refusal(ValueError, root, on_error="skip") == (
        f"each part of '{root}' must have a picture that is left, got none in 'val'"
    )


def test_each_part_needs_pictures(tmp_path: Path) -> None:
    write_folders(tmp_path)
    for picture_file in (tmp_path / "val").rglob("*.jpg"):
        picture_file.unlink()
    assert refusal(MissingDataError, tmp_path).startswith("files are missing: found no picture in 'val'")
    assert Sun360(root=tmp_path, parts=["train"], **SIZE).num_states == 22


def test_a_list_must_name_a_picture_of_each_part(root: Path) -> None:
    (root / "sun360-dataset26-random.txt").write_text(f"{NAMES[0]}\n", encoding="utf-8")
    told = "'sun360-dataset26-random.txt' must name a picture of 'val', got none"
    assert refusal(PictureError, root) == told


def test_so_many_classes_there_are_not(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imagespaces.loaded.sun360.MAX_CLASSES", 2)
    assert refusal(PictureError, root) == "'train' and 'val' must have up to 2 classes, got 3"


def test_pictures_in_the_folder_of_a_part_have_no_class(tmp_path: Path) -> None:
    write_folders(tmp_path)
    (tmp_path / "train/x.jpg").write_bytes(jpeg(0))
    assert refusal(PictureError, tmp_path) == "pictures must lie in folders, got 'train/x.jpg'"


# -------------------------------------------------------------------------------------------------------------- damage


def read(folder: Path) -> None:
    Sun360(root=folder, **SIZE).images([0])


@pytest.mark.parametrize("layout", [write, write_lists])
def test_damaged_files_are_read_or_refused(layout: Any) -> None:
    hammer(layout, read, count=150)


@pytest.mark.slow
@pytest.mark.parametrize("layout", [write, write_lists])
def test_ten_thousand_damaged_files_are_read_or_refused(layout: Any) -> None:
    hammer(layout, read, count=5_000, seed=1)
