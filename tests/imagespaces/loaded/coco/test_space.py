"""COCO with both kinds of annotations, against what was written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces.loaded import COCO, MissingDataError
from imagespaces.loaded.coco import regions
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.pictures import Form, decode
from imagespaces.testing import check_space
from imagespaces.transforms import Flip, Rotate, Scale
from tests.imagespaces.loaded.cases import png, shown, write
from tests.imagespaces.loaded.mutations import LINUX, hammer
from tests.imagespaces.loaded.written import coco as written

KINDS = ("instances", "panoptic")
YEARS = (2014, 2017)
NAMES = ("person", "car", "dog")
ALL = (9, 25, 30, 34, 36, 41, 42, 73, 74)
WITH_OBJECTS = (9, 25, 34, 36, 42, 73, 74)
LABELS = (1, 2, 1, 1, 2, 0, 1)
"""The categories of the largest objects of these, less crowds."""

FORM = Form(24, 24, 3, "crop")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Both years, with both kinds of annotations."""
    for year in YEARS:
        for kind in KINDS:
            written.write(tmp_path, year, kind)
    return tmp_path


def space(root: Path, **options: Any) -> COCO:
    return COCO(root=root, **{"height": 24, "width": 24, **options})


def objects(number: int) -> NDArray[np.int16]:
    """The classes of a picture's pixels: crowds behind, small ones in front."""
    picture = written.PICTURES[number]
    found = np.full((picture.height, picture.width), 3, np.int16)
    for box in sorted(picture.boxes, key=lambda box: (not box.crowd, -box.area)):
        code = -1 if box.crowd else list(written.CATEGORIES).index(box.category)
        found[box.top : box.bottom, box.left : box.right] = code
    return found


def segments(number: int) -> NDArray[np.int16]:
    """The same, from the panoptic map."""
    found, told = written.segments(number)
    categories = [*written.CATEGORIES, *written.STUFF]
    classes = np.full(found.shape, -1, np.int16)
    for segment, (category, crowd) in told.items():
        classes[found == segment] = -1 if crowd else categories.index(category)
    return classes


# ----------------------------------------------------------------------------------------------------------------------
# What is read
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("kind", KINDS)
def test_pictures_labels_and_classes_are_those_written(root: Path, year: int, kind: str) -> None:
    found = space(root, year=year, annotations=kind, dtype="uint8")
    many = found.instances(range(7))
    assert many.labels is not None
    assert many.masks is not None
    assert (found.class_names, many.labels.tolist()) == (NAMES, list(LABELS))
    assert np.array_equal(many.images, [decode(written.jpeg(number), FORM) for number in WITH_OBJECTS])
    classes, names = (
        (objects, (*NAMES, "background")) if kind == "instances" else (segments, (*NAMES, "banner", "tree"))
    )
    assert found.mask_names == names
    assert np.array_equal(many.masks, [shown(classes(number)) for number in WITH_OBJECTS])
    assert {name: split.size for name, split in found.splits.items()} == {"all": 7, "train": 4, "val": 3}


@pytest.mark.parametrize("kind", KINDS)
def test_without_labels_all_pictures_are_there(root: Path, kind: str) -> None:
    found = space(root, annotations=kind, label_from=None)
    many = found.instances(range(9))
    assert (found.class_names, many.labels) == (None, None)
    classes = objects if kind == "instances" else segments
    assert np.array_equal(np.asarray(many.masks), [shown(classes(number)) for number in ALL])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("masks", [True, False])
def test_all_laws_of_spaces_hold(root: Path, kind: str, masks: bool) -> None:
    check_space(space(root, annotations=kind, masks=masks, height=11, width=7, resize="squash"))


def test_laws_hold_where_masks_are_moved(root: Path) -> None:
    check_space(space(root, transforms=(Scale(0.8), Rotate(), Flip()), dtype="uint8", label_from=None))


def test_a_part_can_be_read_alone(root: Path) -> None:
    for path in (root / "train2017", root / "annotations/instances_train2017.json"):
        path.rename(root / path.name.replace("train", "gone"))
    val = space(root, parts=["val"])
    assert (val.size, list(val.splits), val.labels(range(3)).tolist()) == (3, ["all", "val"], [2, 0, 1])


def test_without_masks_neither_maps_nor_pycocotools_are_needed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in root.glob("annotations/*/*.png"):
        path.unlink()
    monkeypatch.setattr(regions, "find_spec", lambda name: None)
    for kind in KINDS:
        found = space(root, annotations=kind, masks=False)
        assert (found.has_masks, found.at(0).mask, found.labels(range(7)).tolist()) == (False, None, list(LABELS))
    message = "the masks of COCO's objects need pycocotools, got none: pip install 'imagespaces[coco]'"
    with pytest.raises(ModuleNotFoundError, match=f"^{re.escape(message)}$"):
        space(root)


def test_the_directory_is_looked_for_in_that_of_all_data(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGESPACES_DATA", str(root.parent))
    root.rename(root.parent / "coco")
    assert COCO(height=8, width=8).root == str(root.parent / "coco")


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------

TOLD = "annotations/instances_val2017.json"
PANOPTIC = "annotations/panoptic_val2017.json"


def change(told: Any, path: str, value: Any) -> bytes:
    """Set a value deep in annotations, or take it away where it is ``...``."""
    *outer, last = [int(each) if each.isdigit() else each for each in path.split()]
    inner = told
    for each in outer:
        inner = inner[each]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return json.dumps(told).encode()


INTEGER, AGAIN, PLAIN = "an integer from {} to {}", "each number and name once", "the name of a file, without folders"
LARGE = 2**53


class Change(NamedTuple):
    """A value in the annotations of a kind that is another one, what is found, and what is allowed."""

    kind: str
    path: str
    value: Any
    found: str
    allowed: str


CHANGES = [
    Change("instances", "images", {}, "a dict of 0", "a list"),
    Change("instances", "images", ..., "none", "a list"),
    Change("instances", "images 0", 7, "7", "an object"),
    Change("instances", "images 0 id", "7", "'7'", INTEGER.format(0, LARGE)),
    Change("instances", "images 0 height", 2**70, "an integer of 9 bytes", INTEGER.format(1, 67108864)),
    Change("instances", "images 0 width", 2**24, "16777216", INTEGER.format(1, 2796202)),
    Change("instances", "images 0 width", True, "True", INTEGER.format(1, 2796202)),
    Change("instances", "images 0 file_name", "../a.jpg", "'../a.jpg'", PLAIN),
    Change("instances", "images 0 file_name", "/etc/passwd", "'/etc/passwd'", PLAIN),
    Change("instances", "images 0 file_name", "a\0.jpg", "'a\\x00.jpg'", PLAIN),
    Change("instances", "annotations 0 image_id", 5, "5", "one of 'images'"),
    Change("instances", "annotations 0 category_id", 2, "2", "one of 'categories'"),
    Change("instances", "annotations 0 area", -1.5, "-1.5", f"a number from 0 to {LARGE}"),
    Change("instances", "annotations 0 area", "1", "'1'", f"a number from 0 to {LARGE}"),
    Change("instances", "annotations 0 iscrowd", 2, "2", INTEGER.format(0, 1)),
    Change("instances", "annotations 0 segmentation", ..., "none", "a list"),
    Change("instances", "categories 1 name", "", "''", "a text"),
    Change("panoptic", "annotations 1 image_id", 42, "42", "each picture once"),
    Change("panoptic", "annotations 0 file_name", "..", "'..'", PLAIN),
    Change("panoptic", "annotations 0 segments_info 0 id", 0, "0", INTEGER.format(1, 2**24 - 1)),
    Change("panoptic", "annotations 0 segments_info 1 id", 70042, "70042", "each number once"),
    Change("panoptic", "categories 0 isthing", "no", "'no'", INTEGER.format(0, 1)),
]


def place_of(path: str) -> str:
    """A place as errors tell it."""
    return re.sub(r" (\d+)", r"[\1]", path)


@pytest.mark.parametrize("wrong", CHANGES, ids=lambda wrong: f"{wrong.path}-{wrong.found}")
def test_values_that_are_not_what_they_should_be(root: Path, wrong: Change) -> None:
    told = written.instances("val") if wrong.kind == "instances" else written.panoptic("val")
    name = TOLD if wrong.kind == "instances" else PANOPTIC
    write(root, {name: change(told, wrong.path, wrong.value)})
    message = f"{name!r} {place_of(wrong.path)}: found {wrong.found}, allowed is {wrong.allowed}"
    with pytest.raises(PictureError, match=f"^{re.escape(message)}$"):
        space(root, annotations=wrong.kind, parts=["val"])


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("images 1 id", 74, f"images[1]: found 74 '000000000073.jpg' again, allowed is {AGAIN}"),
        ("categories 1 name", "person", f"categories[1]: found 3 'person' again, allowed is {AGAIN}"),
        ("categories", [], "categories: found 0, allowed are 1 to 4096"),
    ],
)
def test_pictures_and_categories_are_told_once(root: Path, path: str, value: Any, reason: str) -> None:
    write(root, {TOLD: change(written.instances("val"), path, value)})
    with pytest.raises(PictureError, match=f"^{re.escape(f'{TOLD!r} {reason}')}$"):
        space(root, parts=["val"])


FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "must be JSON: Expecting value: line 1 column 1 (char 0)"),
    "cut": (json.dumps(written.instances("val")).encode()[:-9], "must be JSON: "),
    "list": (b"[]", "must hold an object, got a list of 0"),
    "deep": (b"[" * 200_000, "must be JSON, got lists or objects too deep in each other"),
    "no-text": (b'{"a": "\xff\xfe"}', "must be JSON: 'utf-8' codec can't decode byte 0xff in position 7: "),
    "nan": (b'{"a": NaN}', "must be JSON: NaN is no JSON, allowed are numbers"),
    "digits": (b'{"a": ' + b"9" * 5000 + b"}", "must be JSON: Exceeds the limit (4300 digits) for integer string "),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_json_is_refused(root: Path, name: str) -> None:
    content, reason = FILES[name]
    write(root, {TOLD: content})
    with pytest.raises(PictureError, match=f"^{re.escape(f'{TOLD!r} {reason}')}"):
        space(root)


def refused(root: Path, **options: Any) -> str:
    """What is said of the one picture of the validating part that can't be read."""
    with pytest.raises(PictureError) as caught:
        space(root, parts=["val"], **options)
    first, _, reason = str(caught.value).partition("\n  ")
    assert first.startswith(f"1 of 3 pictures in {str(root)!r} cannot be read")
    return reason


def test_a_picture_of_another_size(root: Path) -> None:
    write(root, {"val2017/000000000042.jpg": written.jpeg(25)})
    said = (
        f"has the mask '{TOLD} image 42', which is of 24 × 32 pixels, allowed are as many as its picture has, 32 × 24"
    )
    assert refused(root) == f"'val2017/000000000042.jpg' {said}"
    assert space(root, parts=["val"], on_error="skip").size == 2


def test_pictures_and_annotations_that_do_not_belong_together(root: Path) -> None:
    (root / "val2017/000000000042.jpg").rename(root / "val2017/000000000043.jpg")
    with pytest.raises(PictureError) as caught:
        space(root, parts=["val"])
    assert str(caught.value).split("\n")[1:] == [
        f"  'val2017/000000000042.jpg' is not there, but {TOLD!r} tells of it",
        f"  'val2017/000000000043.jpg' is not in {TOLD!r}",
    ]


def test_panoptic_maps_that_are_not_what_they_should_be(root: Path) -> None:
    name = "annotations/panoptic_val2017/000000000042.png"
    picture = "'val2017/000000000042.jpg'"
    write(root, {name: png((24, 32), 8, 2, (b"\0" + b"\x01\x02\0" * 32) * 24)})
    said = f"{picture} has the mask {name!r}, which has the segment 513, allowed are 0 and those of its annotation"
    assert refused(root, annotations="panoptic") == said
    write(root, {name: png((24, 32), 8, 0, bytes(33 * 24))})
    said = f"{picture} has the mask {name!r}, which has depth 8 and colour type 0, allowed are 8 and 2"
    assert refused(root, annotations="panoptic") == said
    (root / name).unlink()
    assert refused(root, annotations="panoptic") == f"{picture} has no mask, which would be '000000000042.png'"


def test_parts_have_the_same_categories(root: Path) -> None:
    write(root, {TOLD: change(written.instances("val"), "categories 2 name", "hound")})
    said = f"'{TOLD}' must have the categories of 'annotations/instances_train2017.json', got others"
    with pytest.raises(PictureError, match=f"^{re.escape(said)}$"):
        space(root)


def test_a_part_without_objects(root: Path) -> None:
    write(root, {TOLD: change(written.instances("val"), "annotations", [])})
    said = f"'{TOLD}' must tell of a picture with an object, got none"
    with pytest.raises(PictureError, match=f"^{re.escape(said)}$"):
        space(root)
    assert space(root, label_from=None).size == 9


@pytest.mark.parametrize(
    ("gone", "found", "options"),
    [
        ("annotations/instances_val2017.json", "no 'annotations/instances_val2017.json'", {}),
        ("val2017", "no folder 'val2017'", {}),
        ("annotations/panoptic_val2017", "no folder 'annotations/panoptic_val2017'", {"annotations": "panoptic"}),
    ],
)
def test_what_is_missing_is_named(root: Path, gone: str, found: str, options: dict[str, Any]) -> None:
    (root / gone).rename(root / "gone")
    kind = options.get("annotations", "instances")
    more = " with panoptic_{train,val}2017/*.png beside it" if options else ""
    message = (
        f"files are missing: found {found} in {str(root)!r}, allowed is a directory with {{train,val}}2017/*.jpg and "
        f"annotations/{kind}_{{train,val}}2017.json{more}; they can be had from https://cocodataset.org/#download"
    )
    with pytest.raises(MissingDataError, match=f"^{re.escape(message)}$"):
        space(root, **options)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"year": 2015}, "year must be one of 2014, 2017, got 2015"),
        ({"annotations": "stuff"}, "annotations must be one of 'instances', 'panoptic', got 'stuff'"),
        ({"label_from": "first"}, "label_from must be one of 'largest', None, got 'first'"),
        ({"masks": "yes"}, "masks must be True or False, got 'yes'"),
    ],
)
def test_arguments_are_checked(root: Path, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        space(root, **arguments)


# ----------------------------------------------------------------------------------------------------------------------
# Damage
# ----------------------------------------------------------------------------------------------------------------------


def write_panoptic(folder: Path) -> None:
    written.write(folder, annotations="panoptic")


def read_objects(folder: Path) -> None:
    found = COCO(root=folder, height=16, width=16)
    found.instances(range(found.num_states))


def read_segments(folder: Path) -> None:
    found = COCO(root=folder, annotations="panoptic", height=16, width=16)
    found.instances(range(found.num_states))


READERS = [
    pytest.param(written.write, read_objects, id="instances"),
    pytest.param(write_panoptic, read_segments, id="panoptic"),
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
