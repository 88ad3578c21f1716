"""ImageNet, read from small files in the layouts in which it is handed around."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from imagespaces.loaded import ImageNet, MissingDataError
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.fitting import fit
from imagespaces.loaded.imagenet import ImageNetFormat
from imagespaces.loaded.synsets import MAX_CLASSES
from imagespaces.testing import check_space
from tests.imagespaces.loaded.cases import write as put
from tests.imagespaces.loaded.mutations import hammer
from tests.imagespaces.loaded.written.imagenet import IDS, NAMES, VAL, jpeg, train_names, write, write_kaggle, write_val

SIZE: dict[str, Any] = {"height": 16, "width": 24}
LAYOUTS = ("folders", "numbers", "ids", "solution", "truth")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "imagenet")
    return tmp_path / "imagenet"


def flat(root: Path, layout: str) -> Path:
    """Have the pictures to validate in one folder, with a list."""
    (root / "val").rename(root.parent / "before")
    write_val(root, layout)
    return root


def picture(number: int) -> NDArray[np.uint8]:
    with Image.open(BytesIO(jpeg(number))) as opened:
        return np.asarray(fit(opened, **SIZE, resize="crop"))


def refusal(error: type[ValueError], root: Path, **options: Any) -> str:
    with pytest.raises(error) as caught:
        ImageNet(root=root, **SIZE, **options)
    return str(caught.value)


def rewrite(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")


# ------------------------------------------------------------------------------------------------------- what it holds


def test_pictures_to_train_on_come_class_by_class(root: Path) -> None:
    space = ImageNet(root=root, parts=["train"], **SIZE, dtype="uint8")
    assert np.array_equal(space.images(range(9)), np.stack([picture(number) for number in range(9)]))
    assert space.labels(range(9)).tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert [Path(name).name for name in train_names()[:3]] == [f"{IDS[0]}_{number}.JPEG" for number in (10, 2, 33)]
    assert space.class_names == NAMES


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("parts", [("train", "val"), ("val",)])
def test_pictures_to_validate_are_the_same_in_every_layout(root: Path, layout: str, parts: tuple[str, ...]) -> None:
    if layout != "folders":
        flat(root, layout)
    space = ImageNet(root=root, parts=parts, **SIZE, dtype="uint8")
    split = space.splits["val"]
    indices = split.indices(range(split.num_states))
    found = {
        tuple(image.ravel()): int(label)
        for image, label in zip(space.images(indices), space.labels(indices), strict=True)
    }
    assert found == {tuple(picture(100 + number).ravel()): label for number, label in enumerate(VAL)}
    assert space.num_states == 5 + 9 * ("train" in parts)


def test_pictures_of_a_list_come_in_its_order(root: Path) -> None:
    space = ImageNet(root=flat(root, "numbers"), parts=["val"], **SIZE, dtype="uint8")
    assert space.labels(range(5)).tolist() == sorted(VAL)
    assert np.array_equal(space.at(0).image, picture(101))


def test_kaggles_archive(tmp_path: Path) -> None:
    write_kaggle(tmp_path)
    space = ImageNet(root=tmp_path, **SIZE, dtype="uint8")
    assert np.array_equal(space.images(range(9)), np.stack([picture(number) for number in range(9)]))
    assert space.labels(range(9, 14)).tolist() == sorted(VAL)
    assert space.class_names == ("tench, Tinca tinca", *NAMES[1:])


def test_without_pictures_to_train_on_the_file_of_names_tells_the_classes(root: Path) -> None:
    (root / "train").rename(root.parent / "train")
    space = ImageNet(root=flat(root, "numbers"), parts=["val"], **SIZE)
    assert space.class_names == NAMES
    assert space.labels(range(5)).tolist() == sorted(VAL)


def to_validate_alone(root: Path, **texts: str) -> Path:
    """Have no pictures to train on, and other files that tell of classes."""
    flat(root, "ids")
    (root / "train").rename(root.parent / "train")
    (root / "LOC_synset_mapping.txt").unlink()
    put(root, {name.replace("_json", ".json").replace("_txt", ".txt"): text.encode() for name, text in texts.items()})
    return root


def test_without_pictures_to_train_on_the_index_tells_the_classes(root: Path) -> None:
    index = json.dumps({str(number): [each, "a_fish"] for number, each in enumerate(reversed(IDS))})
    space = ImageNet(root=to_validate_alone(root, imagenet_class_index_json=index), parts=["val"], **SIZE)
    assert space.class_names == tuple(f"a fish ({each})" for each in IDS)
    assert space.labels(range(5)).tolist() == sorted(VAL)


def test_something_must_tell_the_classes(root: Path) -> None:
    assert refusal(PictureError, to_validate_alone(root), parts=["val"]) == (
        "classes must be told by folders in 'train' or by 'LOC_synset_mapping.txt', got neither"
    )


@pytest.mark.parametrize(
    ("index", "message"),
    [
        ("{", "'imagenet_class_index.json' must be JSON, got Expecting property name enclosed in double quotes"),
        ("[" * 100_000, "'imagenet_class_index.json' must be JSON, got "),
        ("[]", "'imagenet_class_index.json' must map numbers to pairs of id and name, got '[]'"),
        ('{"0": "tench"}', "'imagenet_class_index.json' must map numbers to pairs of id and name, got 'tench'"),
        ('{"0": ["n01", 3]}', "'imagenet_class_index.json' must map numbers to pairs of id and name, got"),
        ("\udcff", "'imagenet_class_index.json' must be "),
    ],
)
def test_an_index_that_is_none_is_refused(root: Path, index: str, message: str) -> None:
    (to_validate_alone(root) / "imagenet_class_index.json").write_bytes(index.encode("utf-8", "surrogateescape"))
    assert refusal(PictureError, root, parts=["val"]).startswith(message)


def test_so_many_classes_there_are_not(root: Path) -> None:
    words = "".join(f"n{number:08d} thing\n" for number in range(MAX_CLASSES + 1))
    assert refusal(PictureError, to_validate_alone(root, words_txt=words), parts=["val"]) == (
        f"'words.txt' must name up to {MAX_CLASSES} classes, got {MAX_CLASSES + 1}"
    )


def test_the_meaning_of_numbers_must_be_told(root: Path) -> None:
    name = "ILSVRC2012_devkit_t12/data/map_clsloc.txt"
    rewrite(flat(root, "truth"), name, "n02012849 429 crane", "n02012849 kit_fox")
    assert refusal(PictureError, root) == (
        f"{name!r} line 2: found 'n02012849 kit_fox', allowed is the id of a class and its number"
    )


def test_classes_that_have_no_names_are_called_as_their_folders(root: Path) -> None:
    (root / "LOC_synset_mapping.txt").unlink()
    (root / "train" / IDS[0]).rename(root / "train" / "fish")
    assert ImageNet(root=root, parts=["train"], **SIZE).class_names == ("fish", *IDS[1:])


def test_classes_keep_their_numbers_where_some_have_no_picture_to_validate(root: Path) -> None:
    (root / "val" / IDS[0]).rename(root.parent / "none")
    space = ImageNet(root=root, parts=["val"], **SIZE)
    assert space.class_names == NAMES
    assert space.labels(range(4)).tolist() == [1, 1, 2, 2]


def test_all_laws_of_spaces_hold(root: Path) -> None:
    check_space(ImageNet(root=root, **SIZE))
    check_space(ImageNet(root=root, parts=["val"], **SIZE, channels=1, dtype="uint8", resize="squash"))


# --------------------------------------------------------------------------------------------- what is missing or wrong


@pytest.mark.parametrize(
    ("gone", "found"),
    [
        (["train"], "no folder 'train' in '{root}'"),
        (["val"], "no folder 'val' in '{root}'"),
        ([f"train/{each}" for each in IDS], "no folder of a class in 'train' in '{root}'"),
        ([f"val/{each}" for each in IDS], "no picture in 'val' in '{root}'"),
    ],
)
def test_what_is_missing_is_named(root: Path, gone: list[str], found: str) -> None:
    for number, name in enumerate(gone):
        (root / name).rename(root.parent / str(number))
    told = ImageNetFormat()
    assert refusal(MissingDataError, root) == (
        f"files are missing: found {found.format(root=root)}, allowed is a directory with {told.expected_files}; "
        f"they can be had from {told.source_page}"
    )


def test_pictures_to_validate_need_folders_or_a_list(root: Path) -> None:
    (flat(root, "numbers") / "val.txt").unlink()
    assert refusal(MissingDataError, root).startswith(
        f"files are missing: found neither folders in 'val' nor a list of its classes in '{root}', "
    )


@pytest.mark.parametrize(
    ("layout", "name", "change", "message"),
    [
        (
            "numbers",
            "val.txt",
            ("JPEG 0", "JPEG 3"),
            (
                "'val.txt' line 1: found 'ILSVRC2012_val_00000002.JPEG 3', "
                "allowed is a picture and a class, from 0 to 2 or by its id"
            ),
        ),
        (
            "numbers",
            "val.txt",
            ("JPEG 0", "JPEG -1"),
            (
                "'val.txt' line 1: found 'ILSVRC2012_val_00000002.JPEG -1', "
                "allowed is a picture and a class, from 0 to 2 or by its id"
            ),
        ),
        (
            "numbers",
            "val.txt",
            ("ILSVRC2012_val_00000002.JPEG", "../secret.JPEG"),
            "'val.txt' line 1: found '../secret.JPEG', allowed is the relative path of a picture, without '..'",
        ),
        (
            "solution",
            "LOC_val_solution.csv",
            ("00002,n01440764", "00002,n99999999"),
            (
                "'LOC_val_solution.csv' line 2: found "
                "'ILSVRC2012_val_00000002,n99999999 85 1 49 27 n01440764 1 2 3 4', "
                "allowed is a picture, a comma and the id of a class"
            ),
        ),
        (
            "truth",
            "ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt",
            ("429", "430"),
            (
                "'ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt' line 3: found '430', "
                "allowed is one of the numbers in 'ILSVRC2012_devkit_t12/data/map_clsloc.txt', of a class that there is"
            ),
        ),
    ],
)
def test_lines_that_are_wrong_are_named(
    root: Path, layout: str, name: str, change: tuple[str, str], message: str
) -> None:
    rewrite(flat(root, layout), name, *change)
    assert refusal(PictureError, root) == message


def test_the_ground_truth_needs_the_meaning_of_its_numbers(root: Path) -> None:
    kit = flat(root, "truth") / "ILSVRC2012_devkit_t12/data"
    (kit / "map_clsloc.txt").unlink()
    assert refusal(PictureError, root) == (
        "'ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt' needs 'map_clsloc.txt', "
        "which says what its numbers mean, got none"
    )


def test_a_class_without_a_picture_to_train_on_is_refused(root: Path) -> None:
    put(root, {"val/n99999999/1.JPEG": jpeg(0)})
    assert refusal(PictureError, root) == ("a class folder must be of a class that 'train' has, got 'val/n99999999'")


def test_folders_that_are_links_are_refused(root: Path) -> None:
    (root / "train" / IDS[0]).rename(root.parent / "away")
    (root / "train" / IDS[0]).symlink_to(root.parent / "away")
    assert f"'train/{IDS[0]}' is a link to a folder, allowed are links to pictures" in refusal(
        PictureError, root, parts=["train"]
    )


# -------------------------------------------------------------------------------------------------------------- damage


def read(folder: Path) -> None:
    ImageNet(root=folder, **SIZE).images([0])


@pytest.mark.parametrize("layout", [write, write_kaggle])
def test_damaged_files_are_read_or_refused(layout: Any) -> None:
    hammer(layout, read, count=150)


@pytest.mark.slow
@pytest.mark.parametrize("layout", [write, write_kaggle])
def test_ten_thousand_damaged_files_are_read_or_refused(layout: Any) -> None:
    hammer(layout, read, count=5_000, seed=1)
