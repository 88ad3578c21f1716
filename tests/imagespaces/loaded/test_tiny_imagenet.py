"""Tiny ImageNet, read from small files in its own layout."""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from imagespaces.loaded import MissingDataError, TinyImageNet
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.tiny_imagenet import TinyImageNetFormat
from imagespaces.testing import check_space
from tests.imagespaces.loaded.cases import write as put
from tests.imagespaces.loaded.mutations import hammer
from tests.imagespaces.loaded.written.tiny_imagenet import ANNOTATIONS, IDS, NAMES, train_names, val_names, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "tiny")
    return tmp_path / "tiny"


def decoded(path: Path) -> NDArray[np.uint8]:
    with Image.open(BytesIO(path.read_bytes())) as picture:
        return np.asarray(picture.convert("RGB"))


def refusal(error: type[ValueError], root: Path, **options: Any) -> str:
    with pytest.raises(error) as caught:
        TinyImageNet(root=root, **options)
    return str(caught.value)


def rewrite(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


# ------------------------------------------------------------------------------------------------------- what it holds


@pytest.mark.parametrize("parts", [("train", "val"), ("val", "train"), ("train",), ("val",)])
def test_pictures_are_those_of_the_files(root: Path, parts: tuple[str, ...]) -> None:
    space = TinyImageNet(root=root, parts=parts, dtype="uint8")
    names = {"train": train_names(), "val": val_names()}
    expected = np.stack([decoded(root / name) for part in parts for name in names[part]])
    assert np.array_equal(space.images(range(len(expected))), expected)
    assert {name: split.num_states for name, split in space.splits.items()} == {
        "all": len(expected),
        **{part: len(names[part]) for part in parts},
    }
    assert space.shape == (64, 64, 3)


def test_classes_are_in_the_order_of_their_ids(root: Path) -> None:
    space = TinyImageNet(root=root)
    assert space.class_names == NAMES
    classes = {each: number for number, each in enumerate(sorted(IDS))}
    expected = [classes[name.split("/")[1]] for name in train_names()] + [classes[each] for _, each in ANNOTATIONS]
    assert space.labels(range(space.num_states)).tolist() == expected


def test_gray_pictures_come_in_colour(root: Path) -> None:
    with Image.open(root / train_names()[3]) as picture:
        assert picture.mode == "L"
    image = TinyImageNet(root=root).at(3).image
    assert np.ptp(image, axis=2).max() == 0
    assert np.ptp(image) > 0.5


def test_a_class_without_words_is_called_by_its_id(root: Path) -> None:
    rewrite(root, "words.txt", "n02124075\tEgyptian cat\n", "")
    assert TinyImageNet(root=root).class_names == ("goldfish", "n02124075", "reel")


def test_two_classes_of_one_name_are_told_apart(root: Path) -> None:
    rewrite(root, "words.txt", "Egyptian cat", "reel, bobbin")
    assert TinyImageNet(root=root).class_names == ("goldfish", "reel (n02124075)", "reel (n04067472)")


def test_lines_may_end_in_any_way_and_the_last_without(root: Path) -> None:
    expected = TinyImageNet(root=root).labels(range(18))
    for name in ("wnids.txt", "words.txt", "val/val_annotations.txt"):
        path = root / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").rstrip())
    space = TinyImageNet(root=root)
    assert space.labels(range(18)).tolist() == expected.tolist()
    assert space.class_names == NAMES


def test_it_lies_in_the_directory_of_all_data(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root.rename(root.parent / "tiny_imagenet")
    monkeypatch.setenv("IMAGESPACES_DATA", str(root.parent))
    assert TinyImageNet().num_states == 18


@pytest.mark.parametrize(
    "options", [{}, {"parts": ["val"], "dtype": "uint8"}, {"height": 8, "width": 9, "channels": 1}]
)
def test_all_laws_of_spaces_hold(root: Path, options: dict[str, Any]) -> None:
    check_space(TinyImageNet(root=root, **options))


# ------------------------------------------------------------------------------------------------------ what is missing


@pytest.mark.parametrize(
    ("gone", "found"),
    [
        ("wnids.txt", "no 'wnids.txt' in '{root}'"),
        ("words.txt", "no 'words.txt' in '{root}'"),
        ("val/val_annotations.txt", "no 'val/val_annotations.txt' in '{root}'"),
        ("train", "no folder 'train' in '{root}'"),
        ("val/images", "no folder 'val/images' in '{root}'"),
        ("train/n02124075", "no folder 'train/n02124075/images', of a class in 'wnids.txt'"),
    ],
)
def test_what_is_missing_is_named(root: Path, gone: str, found: str) -> None:
    (root / gone).rename(root.parent / "gone")
    told = TinyImageNetFormat()
    assert refusal(MissingDataError, root) == (
        f"files are missing: found {found.format(root=root)}, allowed is a directory with {told.expected_files}; "
        f"they can be had from {told.source_page}"
    )


def test_only_what_is_read_must_be_there(root: Path) -> None:
    (root / "val").rename(root.parent / "val")
    assert TinyImageNet(root=root, parts=["train"]).num_states == 12


# -------------------------------------------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "val/val_annotations.txt",
            "val_1.JPEG\tn04067472",
            "val_1.JPEG\tn99999999",
            (
                "'val/val_annotations.txt' line 2: found 'val_1.JPEG\\tn99999999\\t0\\t32\\t44\\t62', "
                "allowed is a picture, a tab and a class that is in 'wnids.txt'"
            ),
        ),
        (
            "val/val_annotations.txt",
            "val_1.JPEG",
            "../../secret.JPEG",
            (
                "'val/val_annotations.txt' line 2: found '../../secret.JPEG', "
                "allowed is the relative path of a picture, without '..'"
            ),
        ),
        (
            "val/val_annotations.txt",
            "val_1.JPEG",
            "/etc/secret.JPEG",
            (
                "'val/val_annotations.txt' line 2: found '/etc/secret.JPEG', "
                "allowed is the relative path of a picture, without '..'"
            ),
        ),
        (
            "val/val_annotations.txt",
            "val_1.JPEG",
            "val_0.JPEG",
            "'val/val_annotations.txt' line 2: found 'val_0.JPEG', allowed is each picture once",
        ),
        (
            "wnids.txt",
            "n01443537",
            "n0144",
            "'wnids.txt' line 2: found 'n0144', allowed is the letter n and eight digits, each id once",
        ),
        (
            "wnids.txt",
            "n01443537\n",
            "",
            "'wnids.txt' must have all classes that 'train' has folders of, got none of 'n01443537'",
        ),
    ],
)
def test_lines_that_are_wrong_are_named(root: Path, name: str, old: str, new: str, message: str) -> None:
    rewrite(root, name, old, new)
    assert refusal(PictureError, root) == message


def test_pictures_without_a_line_and_lines_without_a_picture_are_faults(root: Path) -> None:
    rewrite(root, "val/val_annotations.txt", "val_1.JPEG", "val_7.JPEG")
    reasons = (
        "  'val/images/val_1.JPEG' has no line in 'val/val_annotations.txt'\n"
        "  'val/images/val_7.JPEG' is not there, but 'val/val_annotations.txt' line 2 names it"
    )
    assert refusal(PictureError, root) == (
        f"2 of 19 pictures in '{root}' cannot be read; mend or remove them, or leave them out (on_error: skip):\n"
        f"{reasons}"
    )
    space = TinyImageNet(root=root, on_error="skip")
    assert {name: split.num_states for name, split in space.splits.items()} == {"all": 17, "train": 12, "val": 5}
    assert np.array_equal(space.at(13).image, np.float32(decoded(root / val_names()[2])) / np.float32(255))


def test_links_that_lead_out_are_refused(root: Path) -> None:
    put(root.parent, {"secret.JPEG": (root / train_names()[0]).read_bytes()})
    (root / train_names()[0]).unlink()
    (root / train_names()[0]).symlink_to(root.parent / "secret.JPEG")
    real = os.path.realpath(root)
    assert refusal(PictureError, root) == (
        f"1 of 18 pictures in '{root}' cannot be read; mend or remove them, or leave them out (on_error: skip):\n"
        f"  {train_names()[0]!r} is a link to '{os.path.dirname(real)}/secret.JPEG', "  # noqa: PTH120 - as it is written
        f"allowed are links that stay inside of '{real}'"
    )


@pytest.mark.parametrize("name", ["wnids.txt", "val/val_annotations.txt"])
def test_text_files_that_lead_out_are_refused(root: Path, name: str) -> None:
    (root / name).rename(root.parent / "text")
    (root / name).symlink_to(root.parent / "text")
    message = (
        f"{name!r} is a link to '{os.path.realpath(root.parent / 'text')}', allowed are links that stay inside of "
    )
    assert refusal(PictureError, root) == f"{message}{os.path.realpath(root)!r}"


def test_text_that_is_none_is_refused(root: Path) -> None:
    (root / "words.txt").write_bytes(b"n01443537\tgold\xff")
    assert refusal(PictureError, root) == "'words.txt' must be text in UTF-8, got b'\\xff' at byte 14"


def test_other_parts_are_refused(root: Path) -> None:
    message = "parts must be different ones of 'train', 'val', got ['test']"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        TinyImageNet(root=root, parts=["test"])


# -------------------------------------------------------------------------------------------------------------- damage


def read(folder: Path) -> None:
    space = TinyImageNet(root=folder)
    space.images([0, space.num_states - 1])


def test_damaged_files_are_read_or_refused() -> None:
    hammer(write, read, count=300)


@pytest.mark.slow
def test_ten_thousand_damaged_files_are_read_or_refused() -> None:
    hammer(write, read, count=10_000, seed=1)
