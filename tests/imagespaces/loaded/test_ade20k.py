"""ADE20K in both layouts, against what was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imagespaces.loaded import ADE20K, MissingDataError
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.pictures import Form, decode
from imagespaces.testing import check_space
from imagespaces.transforms import Flip, Rotate, Scale
from tests.imagespaces.loaded.cases import encoded, noise, png, shown, write
from tests.imagespaces.loaded.mutations import LINUX, hammer
from tests.imagespaces.loaded.written import ade20k as written

FORM = Form(24, 24, 3, "crop")
ORDER = (0, 1, 2, 3, 4, 5, 6)
LAYOUTS = ("150", "objects")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A directory with both layouts."""
    for layout in LAYOUTS:
        written.write(tmp_path / layout, layout)
    return tmp_path


def space(root: Path, annotations: Any = "150", **options: Any) -> ADE20K:
    return ADE20K(root=root / annotations, annotations=annotations, **{"height": 24, "width": 24, **options})


# ----------------------------------------------------------------------------------------------------------------------
# What is read
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("annotations", LAYOUTS)
def test_pictures_scenes_and_classes_are_those_written(root: Path, annotations: str) -> None:
    found = space(root, annotations, dtype="uint8")
    many = found.instances(range(7))
    numbers = written.numbers if annotations == "150" else written.objects
    order: Sequence[int] = ORDER
    names = ("airport_terminal", "bathroom", "street")
    assert found.class_names == names
    assert many.labels is not None
    if annotations == "objects":  # scene by scene
        order = sorted(ORDER, key=lambda number: (number > 3, written.full_name(number)))
    assert [names[label] for label in many.labels] == [written.SCENES[number] for number in order]
    assert np.array_equal(many.images, [decode(written.jpeg(number), FORM) for number in order])
    assert many.masks is not None
    assert many.masks.dtype == np.int16
    assert np.array_equal(many.masks, [shown(numbers(number)) - 1 for number in order])
    assert found.mask_names == (written.NAMES if annotations == "150" else written.OBJECTS)
    assert {name: split.size for name, split in found.splits.items()} == {"all": 7, "train": 4, "val": 3}


@pytest.mark.parametrize("annotations", LAYOUTS)
@pytest.mark.parametrize("masks", [True, False])
def test_all_laws_of_spaces_hold(root: Path, annotations: str, masks: bool) -> None:
    check_space(space(root, annotations, masks=masks, height=9, width=13, resize="squash"))


def test_laws_hold_where_maps_are_moved_and_where_nothing_is_kept(root: Path) -> None:
    class Loose(ADE20K):
        bank_limit = 0

    check_space(space(root, transforms=(Scale(0.7), Rotate(), Flip()), dtype="uint8"))
    loose = Loose(root=root / "150", height=24, width=24)
    assert np.array_equal(np.asarray(loose.at(2).mask), np.asarray(space(root).at(2).mask))


def test_a_part_can_be_read_alone(root: Path) -> None:
    val = space(root, parts=["val"])
    assert (val.size, list(val.splits)) == (3, ["all", "val"])
    assert val.class_names == ("airport_terminal", "bathroom", "street")  # also of those that are not seen
    assert np.array_equal(np.asarray(val.at(0).mask), shown(written.numbers(4)) - 1)


def test_without_masks_maps_need_not_be_there(root: Path) -> None:
    for path in (root / "150").glob("annotations/*/*.png"):
        path.unlink()
    found = space(root, masks=False)
    assert (found.has_masks, found.mask_names, found.at(0).mask) == (False, None, None)
    assert found.size == 7


def test_without_a_list_of_scenes_there_are_no_labels(root: Path) -> None:
    (root / "150/sceneCategories.txt").unlink()
    found = space(root)
    assert (found.class_names, found.at(0).label) == (None, None)
    assert found.has_masks


def test_the_release_of_2016_has_one_folder_less(root: Path) -> None:
    (root / "objects/images/ADE").rename(root / "objects/moved")
    (root / "objects/images").rmdir()
    (root / "objects/moved").rename(root / "objects/images")
    found = space(root, "objects")
    assert found.class_names == ("airport_terminal", "bathroom", "street")
    assert found.size == 7


def test_the_directory_is_looked_for_in_that_of_all_data(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGESPACES_DATA", str(root.parent))
    root.rename(root.parent / "ade20k")
    assert ADE20K(height=8, width=8).root == str(root.parent / "ade20k/150")
    assert ADE20K(height=8, width=8, annotations="objects").root == str(root.parent / "ade20k/objects")


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------


def broken(root: Path, inner: str, content: bytes | None, annotations: str = "150", **options: Any) -> str:
    """The message when a file is another one, or missing."""
    path = root / annotations / inner
    if content is None:
        path.unlink()
    else:
        write(root / annotations, {inner: content})
    with pytest.raises(ValueError, match=r"found|cannot|must|has") as caught:
        space(root, annotations, **options)
    return str(caught.value)


MAP = written.map_name(1)
MAPS: dict[str, tuple[Callable[[], bytes | None], str]] = {
    "another size": (
        lambda: png((24, 32), 8, 0, bytes(33 * 24)),
        f"has the mask {MAP!r}, which has 24 × 32 pixels, allowed are as many as its picture has, 32 × 24",
    ),
    "no class": (
        lambda: png((32, 24), 8, 0, b"\0" + b"\x97" * 24 + bytes(25 * 31)),
        f"has the mask {MAP!r}, which has the number 151, allowed are 0 to 150",
    ),
    "colours": (
        lambda: png((32, 24), 8, 2, bytes(73 * 32)),
        f"has the mask {MAP!r}, which has depth 8 and colour type 2, allowed are 8 and 0 or 8 and 3",
    ),
    "a jpeg": (
        lambda: encoded(noise(32, 24, 1), format="JPEG"),
        f"has the mask {MAP!r}, which begins with {bytes.fromhex('ffd8ffe000104a46')!r}, which no png does",
    ),
    "nothing": (lambda: None, f"has no mask, which would be {MAP!r}"),
}


@pytest.mark.parametrize("name", MAPS)
def test_maps_that_are_not_what_they_should_be(root: Path, name: str) -> None:
    make, reason = MAPS[name]
    directory = str(root / "150")
    expected = (
        f"1 of 7 pictures in {directory!r} cannot be read; mend or remove them, or leave them out (on_error: skip):\n"
        f"  'images/training/ADE_train_00000001.jpg' {reason}"
    )
    assert broken(root, MAP, make()) == expected
    found = space(root, on_error="skip")
    assert found.splits["train"].size == 3
    assert np.array_equal(np.asarray(found.at(1).mask), shown(written.numbers(2)) - 1)


def test_an_object_that_is_not_listed(root: Path) -> None:
    rows = "name\n" + "".join(f"{each}\n" for each in written.OBJECTS[:600])
    message = broken(root, "objects.txt", rows.encode(), "objects")
    assert "which has the number 601, allowed are 0 to 600" in message


def test_texts_that_are_not_what_they_should_be(root: Path) -> None:
    info, scenes = "objectInfo150.txt", "sceneCategories.txt"
    good = (root / "150" / info).read_bytes()
    lines = good.splitlines(keepends=True)
    assert broken(root, info, b"".join(lines[:100])) == f"{info!r} must have a header and 150 classes, got 100 lines"
    allowed = "class 2: its number, a tab, …, a tab, its names"
    message = f"{info!r} line 3: found '3\\t0.0100\\t197\\t20\\tthing3, object3', allowed is {allowed}"
    assert broken(root, info, b"".join(lines[:2] + lines[3:])) == message
    assert broken(root, info, b"\xff" + good) == f"{info!r} must be text in UTF-8, got b'\\xff' at byte 0"
    write(root / "150", {info: good})
    allowed = "allowed is a picture that was not told before, a blank and its scene"
    message = broken(root, scenes, b"ADE_train_00000001\n")
    assert message == f"{scenes!r} line 1: found 'ADE_train_00000001', {allowed}"
    assert broken(root, scenes, b"a street\na street\n") == f"{scenes!r} line 2: found 'a street', {allowed}"
    message = broken(root, scenes, "".join(f"{written.name(number)} street\n" for number in ORDER[1:]).encode())
    assert message.endswith(f"'images/training/ADE_train_00000000.jpg' has no line in {scenes!r}")
    assert broken(root, "objects.txt", b"name\n", "objects") == (
        "'objects.txt' must have a header and 1 to 6655 objects, got 0"
    )


@pytest.mark.parametrize(
    ("annotations", "gone", "found"),
    [
        ("150", "objectInfo150.txt", "no 'objectInfo150.txt'"),
        ("150", "annotations/validation", "no folder 'annotations/validation'"),
        ("150", "images/training", "no folder 'images/training'"),
        ("objects", "objects.txt", "no 'objects.txt'"),
        ("objects", "images/ADE/training", "no folder 'images/training'"),
    ],
)
def test_what_is_missing_is_named(root: Path, annotations: str, gone: str, found: str) -> None:
    directory = root / annotations
    (directory / gone).rename(root / "gone")
    expected = {
        "150": "images/{training,validation}/*.jpg, annotations/{training,validation}/*.png, objectInfo150.txt and "
        "sceneCategories.txt",
        "objects": "images/{training,validation}/*/<scene>/*.jpg, each with its *_seg.png, and objects.txt",
    }
    message = (
        f"files are missing: found {found} in {str(directory)!r}, allowed is a directory with {expected[annotations]}; "
        "they can be had from https://ade20k.csail.mit.edu"
    )
    with pytest.raises(MissingDataError, match=f"^{re.escape(message)}$"):
        space(root, annotations)


def test_a_part_without_pictures(root: Path) -> None:
    for path in (root / "150/images/validation").iterdir():
        path.unlink()
    with pytest.raises(MissingDataError, match=r"found no picture in 'images/validation' in"):
        space(root)


def test_a_picture_beside_the_scenes(root: Path) -> None:
    path = "images/ADE/training/ADE_train_00000009"
    seg = (root / "objects" / f"{written.full_name(0)}_seg.png").read_bytes()
    write(root / "objects", {f"{path}_seg.png": seg})
    message = broken(root, f"{path}.jpg", written.jpeg(0), "objects")
    assert message.endswith(f"'{path}.jpg' lies in 'images/ADE/training' itself, allowed are its folders of scenes")


def test_a_map_that_leads_out_of_the_directory(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.png"
    path = root / "150" / MAP
    path.rename(outside)
    path.symlink_to(outside)
    with pytest.raises(PictureError, match=re.escape(f"{MAP!r} is a link to {str(outside)!r}")):
        space(root)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"annotations": "151"}, "annotations must be one of '150', 'objects', got '151'"),
        ({"masks": 1}, "masks must be True or False, got 1"),
        ({"parts": ["test"]}, "parts must be different ones of 'train', 'val', got ['test']"),
    ],
)
def test_arguments_are_checked(root: Path, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        ADE20K(**{"root": root / "150", "height": 8, "width": 8, **arguments})


# ----------------------------------------------------------------------------------------------------------------------
# Damage
# ----------------------------------------------------------------------------------------------------------------------


def read_benchmark(folder: Path) -> None:
    found = ADE20K(root=folder, height=16, width=16)
    found.instances(range(found.num_states))


def read_full(folder: Path) -> None:
    found = ADE20K(root=folder, annotations="objects", height=16, width=16)
    found.instances(range(found.num_states))


READERS = [
    pytest.param(written.write, read_benchmark, id="150"),
    pytest.param(written.full, read_full, id="objects"),
]


@LINUX
@pytest.mark.parametrize(("write_good", "read"), READERS)
def test_damaged_files_are_refused_or_read(write_good: Callable[[Path], None], read: Callable[[Path], None]) -> None:
    tally = hammer(write_good, read, count=300)
    assert min(tally[:2]) > 10


@LINUX
@pytest.mark.slow
@pytest.mark.parametrize(("write_good", "read"), READERS)
def test_many_damaged_files(write_good: Callable[[Path], None], read: Callable[[Path], None]) -> None:
    tally = hammer(write_good, read, count=10_000, seed=1)
    assert min(tally[:2]) > 300
