"""Pictures that are arrays, in NumPy's files or in memory."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces import bank
from imagespaces.loaded import Arrays, MissingDataError
from imagespaces.loaded.array_formats import ArraysFormat
from imagespaces.loaded.held_arrays import HeldArray
from imagespaces.loaded.relabelling.only_classes import OnlyClasses
from imagespaces.testing import check_space
from imagespaces.transforms import Flip
from tests.imagespaces.loaded.mutations import hammer
from tests.imagespaces.loaded.written.arrays import (
    LABELS,
    PIXELS,
    npy,
    npz,
    write,
    write_divided,
    write_files,
)

SIZE: dict[str, Any] = {"height": 7, "width": 6, "channels": 1}
IN_MEMORY = "arrays in memory are images and perhaps labels, without files"
GIVEN: NDArray[np.uint8] = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3)


def put(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return folder


def refusal(error: type[ValueError], **options: Any) -> str:
    with pytest.raises(error) as caught:
        Arrays(**options)
    assert type(caught.value) is error
    return str(caught.value)


# ------------------------------------------------------------------------------------------------------------- in files


def test_npy_files_are_read(tmp_path: Path) -> None:
    write_files(tmp_path)
    space = Arrays(root=tmp_path, **SIZE, dtype="uint8")
    assert np.array_equal(space.images(range(9)), PIXELS["train"][..., None])
    assert space.labels(range(9)).tolist() == LABELS["train"]
    assert space.class_names == ("0", "1", "2")
    assert list(space.splits) == ["all"]


def test_an_npz_file_is_read(tmp_path: Path) -> None:
    write(tmp_path)
    space = Arrays(root=tmp_path, file="stored.npz", class_names=["a", "b", "c", "d"], **SIZE, dtype="uint8")
    assert np.array_equal(space.images(range(6)), PIXELS["test"][..., None])
    assert space.labels(range(6)).tolist() == LABELS["test"]
    assert space.class_names == ("a", "b", "c", "d")


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("parts", [("train", "test"), ("test", "train"), ("train",), ("test",)])
def test_parts_are_read_in_the_order_asked_for(tmp_path: Path, parts: tuple[str, ...], apart: bool) -> None:
    write_divided(tmp_path)
    if apart:
        with np.load(tmp_path / "data.npz") as arrays:
            for name, array in arrays.items():
                np.save(tmp_path / f"{name}.npy", array)
    space = Arrays(root=tmp_path, file=None if apart else "data.npz", divided=True, parts=parts, **SIZE, dtype="uint8")
    expected = np.concatenate([PIXELS[part] for part in parts])[..., None]
    assert np.array_equal(space.images(range(len(expected))), expected)
    assert space.labels(range(len(expected))).tolist() == [label for part in parts for label in LABELS[part]]
    assert {name: split.num_states for name, split in space.splits.items()} == {
        "all": len(expected),
        **{part: len(PIXELS[part]) for part in parts},
    }


def test_there_are_as_many_classes_whichever_parts_are_read(tmp_path: Path) -> None:
    members = {"x_train": npy(bytes(2), "|u1", 2, 1, 1), "x_test": npy(bytes(1), "|u1", 1, 1, 1)}
    members |= {"y_train": npy(bytes([0, 4]), "|u1", 2), "y_test": npy(bytes([1]), "|u1", 1)}
    put(tmp_path, "a.npz", npz(members))
    for parts in (["train", "test"], ["test"]):
        space = Arrays(root=tmp_path, file="a.npz", divided=True, parts=parts, height=1, width=1)
        assert space.class_names == ("0", "1", "2", "3", "4")


def test_a_part_that_is_not_asked_for_need_not_be_there(tmp_path: Path) -> None:
    put(tmp_path, "x_test.npy", npy(bytes(2), "|u1", 2, 1, 1))
    space = Arrays(root=tmp_path, divided=True, parts=["test"], height=1, width=1)
    assert (space.size, space.class_names) == (2, None)


def test_pictures_in_colour_are_brought_to_any_form(tmp_path: Path) -> None:
    put(tmp_path, "images.npy", npy(bytes([200, 100, 50]) * 16, "|u1", 1, 4, 4, 3))
    space = Arrays(root=tmp_path, height=2, width=6, channels=1, dtype="uint8")
    assert space.at(0).image.tolist() == [[[124]] * 6] * 2  # the luma of these
    assert Arrays(root=tmp_path, height=4, width=4, dtype="uint8").at(0).image.tolist() == [[[200, 100, 50]] * 4] * 4


def test_without_labels_there_are_no_classes(tmp_path: Path) -> None:
    write_files(tmp_path)
    (tmp_path / "labels.npy").unlink()
    assert Arrays(root=tmp_path, **SIZE).class_names is None


@pytest.mark.parametrize(
    "options",
    [
        {"class_names": ["a", "b", "c"], "partition": None},
        {"file": "stored.npz", "transforms": [Flip()], "dtype": "uint8"},
        {"file": "data.npz", "divided": True, "parts": ["test"], "classes": [OnlyClasses(["2", "0"])]},
        {"file": "data.npz", "divided": True, "height": 5, "channels": 3, "resize": "squash"},
    ],
)
def test_all_laws_of_spaces_hold(tmp_path: Path, options: dict[str, Any]) -> None:
    write(tmp_path)
    check_space(Arrays(root=tmp_path, **SIZE | options))


def test_files_that_change_are_read_anew(tmp_path: Path) -> None:
    write_files(tmp_path)
    before = Arrays(root=tmp_path, **SIZE)
    put(tmp_path, "labels.npy", npy(bytes([1] * 9), "|u1", 9))
    assert Arrays(root=tmp_path, **SIZE).labels(range(9)).tolist() == [1] * 9
    assert before.labels(range(9)).tolist() == LABELS["train"]


@pytest.mark.parametrize("limit", [0, 1 << 30])
def test_what_is_kept_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(Arrays, "bank_limit", limit)
    write_files(tmp_path)
    space = Arrays(root=tmp_path, height=3, width=3, dtype="uint8")
    monkeypatch.setattr(Arrays, "bank_limit", 4 << 30)
    assert np.array_equal(space.images([2, 5]), Arrays(root=tmp_path, height=3, width=3, dtype="uint8").images([2, 5]))


# --------------------------------------------------------------------------------------------- what is missing or wrong


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert refusal(MissingDataError, root=tmp_path, **SIZE) == (
        f"files are missing: found no 'images.npy' in '{tmp_path}', allowed is a directory with the files images.npy "
        "and, for classes, labels.npy"
    )
    assert refusal(MissingDataError, root=tmp_path, divided=True, **SIZE) == (
        f"files are missing: found no 'x_train.npy' in '{tmp_path}', allowed is a directory with the files x_train.npy "
        "and x_test.npy and, for classes, y_train.npy and y_test.npy"
    )
    assert refusal(MissingDataError, root=tmp_path, file="a.npz", **SIZE) == (
        f"files are missing: found no 'a.npz' in '{tmp_path}', allowed is a directory with the file a.npz, which holds "
        "images and, for classes, labels"
    )


def test_arrays_that_are_missing_are_named(tmp_path: Path) -> None:
    arrays = "x_train and x_test and, for classes, y_train and y_test"
    allowed = f"allowed is a directory with the file a.npz, which holds {arrays}"
    image, label = npy(bytes(1), "|u1", 1, 1, 1), npy(bytes(1), "|u1", 1)
    put(tmp_path, "a.npz", npz({"x_train": image, "y_train": label, "z": label}))
    told = refusal(MissingDataError, root=tmp_path, file="a.npz", divided=True, **SIZE)
    assert told == f"files are missing: found no x_test nor y_test in '{tmp_path}/a.npz', {allowed}"
    put(tmp_path, "a.npz", npz({"x_train": image, "y_train": label, "x_test": image}))
    told = refusal(MissingDataError, root=tmp_path, file="a.npz", divided=True, **SIZE)
    assert told == f"files are missing: found no y_test in '{tmp_path}/a.npz', {allowed}"
    put(tmp_path, "images.npy", image)
    told = refusal(MissingDataError, root=tmp_path, class_names=["a"], **SIZE)
    assert told.startswith(f"files are missing: found no labels in '{tmp_path}', ")


def test_links_out_of_the_directory_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "secret.npy", npy(bytes(1), "|u1", 1, 1, 1))
    (tmp_path / "root").mkdir()
    (tmp_path / "root/images.npy").symlink_to(tmp_path / "secret.npy")
    assert refusal(ValueError, root=tmp_path / "root", **SIZE) == (
        f"'{tmp_path}/root/images.npy' must stay inside of '{tmp_path}/root', got a link to '{tmp_path}/secret.npy'"
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "images",
            npy(bytes(4), "|u1", 2, 2),
            "hold pictures [N, h, w], [N, h, w, 1] or [N, h, w, 3], got an array [2, 2]",
        ),
        (
            "images",
            npy(bytes(8), "<i8", 1, 1, 1),
            "hold pictures of unsigned bytes, or of floats from 0 to 1, got numbers of type int64",
        ),
        ("labels", npy(bytes(8), "|u1", 8), "hold a label for each of 9 pictures, got 8 labels"),
        ("labels", npy(bytes(8) + b"\3", "|u1", 9), "hold labels from 0 to 2, got 3 of picture 8"),
        ("labels", npy(bytes(8) + b"\xff", "|i1", 9), "hold labels from 0 to 2, got -1 of picture 8"),
        ("labels", npy(bytes(36), "<f4", 9), "hold labels as integers [N], got float32 [9]"),
    ],
)
def test_arrays_that_are_wrong_are_named(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    write_files(tmp_path)
    put(tmp_path, f"{name}.npy", content)
    told = refusal(ValueError, root=tmp_path, class_names=["a", "b", "c"], **SIZE)
    assert told == f"'{tmp_path}/{name}.npy' must {message}"


def test_labels_without_names_have_a_limit(tmp_path: Path) -> None:
    write_files(tmp_path)
    put(tmp_path, "labels.npy", npy(b"\0\0\1\0" * 9, "<u4", 9))
    told = refusal(ValueError, root=tmp_path, **SIZE)
    assert told == f"'{tmp_path}/labels.npy' must hold labels from 0 to 65535, got 65536 of picture 0"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"file": "../a.npz"}, "file must be the name of an npz file in the root, got '../a.npz'"),
        ({"file": "a.npy"}, "file must be the name of an npz file in the root, got 'a.npy'"),
        ({"file": 3}, "file must be the name of an npz file in the root, got 3"),
        ({"class_names": []}, "class_names must be different names, at least one, got []"),
        ({"class_names": "abc"}, "class_names must be different names, at least one, got 'abc'"),
        ({"class_names": ["a", "a"]}, "class_names must be different names, at least one, got ['a', 'a']"),
        ({"class_names": [1]}, "class_names must be different names, at least one, got [1]"),
        (
            {"labels": [0]},
            f"{IN_MEMORY}, got images missing, file None, divided False, root None",
        ),
        (
            {"images": GIVEN, "file": "a.npz", "divided": True, "root": "x"},
            f"{IN_MEMORY}, got images given, file 'a.npz', divided True, root 'x'",
        ),
        ({"images": GIVEN, "class_names": ["a"]}, "class_names must be None where there are no labels, got ['a']"),
        ({"images": GIVEN, "parts": ["train"]}, "parts must be None: the data set is not divided, got ['train']"),
        (
            {"images": GIVEN[0]},
            "images must hold pictures [N, h, w], [N, h, w, 1] or [N, h, w, 3], got an array [5, 3]",
        ),
        (
            {"images": GIVEN.astype(int)},
            "images must hold pictures of unsigned bytes, or of floats from 0 to 1, got numbers of type int64",
        ),
        ({"images": GIVEN, "labels": []}, "labels must hold labels as integers [N], got float64 [0]"),
        (
            {"images": GIVEN, "labels": np.zeros(0, int)},
            "labels must be 4 integers from 0 to 65535, got none",
        ),
        ({"images": GIVEN, "labels": [0, 1]}, "labels must be 4 integers from 0 to 65535, got 2 from 0 to 1"),
        (
            {"images": GIVEN, "labels": [0, 1, 2, -1]},
            "labels must be 4 integers from 0 to 65535, got 4 from -1 to 2",
        ),
        (
            {"images": GIVEN, "labels": [0, 1, 2, 1], "class_names": ["a", "b"]},
            "labels must be 4 integers from 0 to 1, got 4 from 0 to 2",
        ),
    ],
)
def test_arguments_that_are_wrong_are_refused(options: dict[str, Any], message: str) -> None:
    assert refusal(ValueError, **options) == message


def test_a_flag_is_true_or_false() -> None:
    with pytest.raises(ValueError, match=r"^divided must be True or False, got 1$"):
        Arrays(divided=1)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------------------ in memory


@settings(max_examples=25)
@given(st.integers(1, 4), st.integers(1, 5), st.integers(1, 5), st.sampled_from([None, 1, 3]), st.booleans())
def test_arrays_given_are_the_pictures(count: int, height: int, width: int, channels: int | None, floats: bool) -> None:
    shape = (count, height, width) if channels is None else (count, height, width, channels)
    pixels = np.random.default_rng(7).integers(0, 256, shape, dtype=np.uint8)
    labels = np.arange(count) % 2
    space = Arrays(images=pixels / 255 if floats else pixels, labels=labels, dtype="uint8")
    assert space.shape == (height, width, channels or 1)
    assert np.array_equal(space.images(range(count)), pixels.reshape(count, *space.shape))
    assert space.labels(range(count)).tolist() == labels.tolist()
    assert space.num_classes == min(count, 2)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"labels": [0, 1, 0, 2], "transforms": [Flip()]},
        {"labels": [[0], [1], [0], [1]], "class_names": ["a", "b"], "dtype": "uint8"},
        {"labels": [0, 1, 0, 2], "classes": [OnlyClasses(["2", "0"])], "height": 3, "width": 9, "channels": 3},
    ],
)
def test_all_laws_of_spaces_hold_of_arrays_in_memory(options: dict[str, Any]) -> None:
    check_space(Arrays(images=GIVEN, **options))


def test_what_is_done_to_the_arrays_later_does_not_matter() -> None:
    pixels, labels = GIVEN.copy(), np.array([0, 1, 1, 0])
    space = Arrays(images=pixels, labels=labels, dtype="uint8")
    pixels[:], labels[:] = 0, 0
    assert np.array_equal(space.images(range(4))[..., 0], GIVEN)
    assert space.labels(range(4)).tolist() == [0, 1, 1, 0]


def test_the_array_is_copied_once_and_shared() -> None:
    one = Arrays(images=GIVEN, labels=[0, 1, 2, 3])
    held = one.parameters()["images"]
    assert isinstance(held, HeldArray)
    pixels = one.stored_pixels()
    assert pixels is not None
    assert not pixels.flags.writeable
    assert np.may_share_memory(pixels, held.values)
    others = (Arrays(images=GIVEN[..., None]), pickle.loads(pickle.dumps(one)), copy.deepcopy(one))  # noqa: S301
    for other in others:
        found = other.stored_pixels()
        assert found is not None
        assert np.may_share_memory(found, pixels)
    assert np.may_share_memory(bank.gallery(one, 2).pixels, pixels)
    assert Arrays(images=held).parameters()["images"] is held


def test_floats_are_copied_as_bytes_alone() -> None:
    space = Arrays(images=GIVEN / 255, dtype="uint8")
    assert space == Arrays(images=GIVEN[..., None], dtype="uint8")
    assert space.parameters()["images"].values.dtype == np.uint8


def test_arrays_that_are_held_are_converted_as_well() -> None:
    for given_array in (GIVEN / 255, (GIVEN / 255)[..., None], GIVEN):
        assert np.array_equal(Arrays(images=HeldArray(given_array), dtype="uint8").images([3])[0, ..., 0], GIVEN[3])
    labels = HeldArray(np.array([0, 1, 0, 1], np.uint8))
    assert Arrays(images=GIVEN, labels=labels).labels([1, 2]).tolist() == [1, 0]


def test_spaces_are_equal_where_their_arrays_are() -> None:
    space = Arrays(images=GIVEN, labels=[0, 1, 2, 3])
    assert space == Arrays(images=GIVEN.copy(), labels=np.array([0, 1, 2, 3], np.uint8))
    assert space != Arrays(images=GIVEN, labels=[0, 1, 2, 2])
    assert space != Arrays(images=GIVEN[::-1], labels=[0, 1, 2, 3])
    assert space != Arrays(images=GIVEN)


def test_the_representation_evaluates_back() -> None:
    space = Arrays(images=GIVEN, labels=[0, 1, 2, 3])
    assert eval(repr(space)) == space  # noqa: S307 - our own
    assert repr(space) == (
        f"Arrays(images={space.parameters()['images']!r}, labels={space.parameters()['labels']!r}, file=None, "
        "divided=False, class_names=None, root=None, height=5, width=3, channels=1, resize='crop', on_error='raise', "
        "dtype='float32', stream=0)"
    )


# -------------------------------------------------------------------------------------------------------------- damage


def read(folder: Path) -> None:
    """Read all files, of which at most one is damaged, so that it is the one that is told of."""
    for options in ({}, {"file": "data.npz", "divided": True}, {"file": "stored.npz"}):
        Arrays(root=folder, **SIZE, **options).images([0])


def test_damaged_files_are_read_or_refused() -> None:
    tally = hammer(write, read, count=300)
    assert tally.refused
    assert tally.read


@pytest.mark.slow
def test_ten_thousand_damaged_files_are_read_or_refused() -> None:
    hammer(write, read, count=10_000, seed=1)


def test_the_format_says_what_is_expected() -> None:
    assert ArraysFormat().part_names == ()
    assert ArraysFormat(divided=True).part_names == ("train", "test")
