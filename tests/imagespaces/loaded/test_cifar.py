"""CIFAR-10 and CIFAR-100, read from small files in both of their versions."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imagespaces.loaded import Cifar, MissingDataError
from imagespaces.loaded.cifar_classes import COARSE as COARSE_NAMES
from imagespaces.loaded.cifar_classes import FINE as FINE_NAMES
from imagespaces.loaded.cifar_classes import TEN as TEN_NAMES
from imagespaces.testing import check_space
from tests.imagespaces.loaded.mutations import LINUX, hammer
from tests.imagespaces.loaded.written.cifar import (
    COARSE,
    FILES,
    FINE,
    PIXELS,
    TEN,
    array,
    numbers,
    pickled,
    planes,
    write,
    write_binary,
    write_python,
)

Write = Callable[[Path], None]

DataSet = tuple[dict[str, Any], Mapping[str, list[int]], tuple[str, ...]]

DATA_SETS: list[DataSet] = [
    ({}, TEN, TEN_NAMES),
    ({"dataset": "cifar100"}, FINE, FINE_NAMES),
    ({"dataset": "cifar100", "level": "coarse"}, COARSE, COARSE_NAMES),
]


def refusal(root: Path, **options: Any) -> str:
    with pytest.raises(ValueError, match=r".") as caught:
        Cifar(root=root, **options)
    return str(caught.value)


# ----------------------------------------------------------------------------------------------------------------------
# What it holds
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write_files", [write_binary, write_python])
@pytest.mark.parametrize("parts", [("train", "test"), ("test", "train"), ("test",)])
@pytest.mark.parametrize("data_set", DATA_SETS)
def test_pictures_are_those_of_the_files(
    tmp_path: Path, write_files: Write, parts: tuple[str, ...], data_set: DataSet
) -> None:
    options, labels, names = data_set
    write_files(tmp_path)
    space = Cifar(root=tmp_path, parts=parts, dtype="uint8", **options)
    dataset = options.get("dataset", "cifar10")
    files = {"train": FILES[dataset][:-1], "test": FILES[dataset][-1:]}
    chosen = [name for part in parts for name in files[part]]
    expected = np.concatenate([PIXELS[dataset, name] for name in chosen])
    assert np.array_equal(space.images(range(len(expected))), expected)
    assert space.labels(range(len(expected))).tolist() == [label for name in chosen for label in labels[name]]
    assert space.class_names == names
    assert list(space.splits) == ["all", *parts]


@pytest.mark.parametrize("write_files", [write_binary, write_python])
def test_all_laws_of_spaces_hold(tmp_path: Path, write_files: Write) -> None:
    write_files(tmp_path)
    check_space(Cifar(root=tmp_path))
    check_space(Cifar(root=tmp_path, dataset="cifar100", height=9, width=16, channels=1, dtype="uint8"))


@pytest.mark.parametrize("folder", ["cifar-10-batches-bin", "cifar-10-batches-py"])
def test_the_root_may_be_the_folder_of_an_archive(tmp_path: Path, folder: str) -> None:
    write(tmp_path)
    space = Cifar(root=tmp_path / folder, parts=["test"], dtype="uint8")
    assert np.array_equal(space.images(range(space.num_states)), PIXELS["cifar10", "test_batch"])


def test_the_binary_version_is_preferred(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "cifar-10-batches-py" / "test_batch").write_bytes(b"no pickle")
    assert Cifar(root=tmp_path, parts=["test"]).size == 25


def test_classes_are_those_of_the_data_set() -> None:
    assert [len(names) for names in (TEN_NAMES, FINE_NAMES, COARSE_NAMES)] == [10, 100, 20]
    assert TEN_NAMES[3] == "cat"
    assert list(FINE_NAMES) == sorted(FINE_NAMES)


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------


def test_missing_files_are_named(tmp_path: Path) -> None:
    write_binary(tmp_path)
    (tmp_path / "cifar-10-batches-bin" / "data_batch_4.bin").unlink()
    with pytest.raises(MissingDataError) as caught:
        Cifar(root=tmp_path)
    assert str(caught.value) == (
        "files are missing: found no 'cifar-10-batches-bin/data_batch_4.bin' nor 'cifar-10-batches-py/data_batch_4' "
        f"nor 'data_batch_4.bin' nor 'data_batch_4' in '{tmp_path}', allowed is a directory with the folder "
        "cifar-10-batches-bin or cifar-10-batches-py of CIFAR-10, or what is in one; "
        "they can be had from https://www.cs.toronto.edu/~kriz/cifar.html"
    )


ROW = b"\3" + bytes(3072)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "take a multiple of 3073 bytes, at least 1 and at most 268435456, got 0"),
        (ROW[:-1], "take a multiple of 3073 bytes, at least 1 and at most 268435456, got 3072"),
        (ROW + ROW + b"\0", "take a multiple of 3073 bytes, at least 1 and at most 268435456, got 6147"),
        (ROW + b"\x0a" + ROW[1:], "hold labels from 0 to 9, got 10 of picture 1"),
    ],
)
def test_damaged_binary_files_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "test_batch.bin"
    path.write_bytes(content)
    assert refusal(tmp_path, parts=["test"]) == f"'{path}' must {message}"


ONE = array(bytes(3072), 1, 3072)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (pickled({b"labels": numbers([1])}), "must hold data as unsigned bytes [N, 3072], got NoneType"),
        (
            pickled({b"labels": numbers([1]), b"data": array(bytes(3071), 1, 3071)}),
            "must hold data as unsigned bytes [N, 3072], got [1, 3071]",
        ),
        (
            pickled({b"data": ONE}),
            "must hold labels or fine_labels as a list of integers from 0 to 255, got NoneType",
        ),
        (
            pickled({b"data": ONE, b"labels": b"](U\x01xe"}),
            "must hold labels or fine_labels as a list of integers from 0 to 255, got list",
        ),
        (pickled({b"data": ONE, b"labels": numbers([1, 2])}), "must hold a label for each of 1 pictures, got 2 labels"),
        (pickled({b"data": ONE, b"labels": numbers([10])}), "must hold labels from 0 to 9, got 10 of picture 0"),
        (b"\x80\x02]q\x01.", "must hold a dict, got list"),
        (b"", "must take at least 1 and at most 268435456 bytes, got 0"),
        (
            b"\x80\x02}",
            "cannot be read: a pickle must be whole, got a damaged one: pickle exhausted before seeing STOP",
        ),
    ],
)
def test_damaged_pickles_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "test_batch"
    path.write_bytes(content)
    assert refusal(tmp_path, parts=["test"]) == f"'{path}' {message}"


class Hostile:
    """What touches a file when it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.target,)


@pytest.mark.parametrize("protocol", range(6))
def test_a_hostile_pickle_is_refused_and_does_not_run(tmp_path: Path, protocol: int) -> None:
    target = tmp_path / "touched"
    data = {"data": np.zeros((1, 3072), np.uint8), "labels": [1], "more": Hostile(target)}
    content = pickle.dumps(data, protocol)
    pickle.loads(content)  # noqa: S301 - to see that it would
    assert target.exists()
    target.unlink()
    (tmp_path / "test_batch").write_bytes(content)
    assert re.match(
        rf"'{tmp_path}/test_batch' cannot be read: a pickle must be made of .*, got ", refusal(tmp_path, parts=["test"])
    )
    assert not target.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dataset": "cifar"}, "dataset must be one of 'cifar10', 'cifar100', got 'cifar'"),
        ({"level": "coarse"}, "level must be one of 'fine', got 'coarse'"),
        ({"dataset": "cifar100", "level": "super"}, "level must be one of 'fine', 'coarse', got 'super'"),
    ],
)
def test_arguments_are_checked(tmp_path: Path, options: Any, message: str) -> None:
    assert refusal(tmp_path, **options) == message


# ----------------------------------------------------------------------------------------------------------------------
# Damage
# ----------------------------------------------------------------------------------------------------------------------


def read(folder: Path) -> None:
    space = Cifar(root=folder)
    space.images([0, space.num_states - 1])


def few_pickled(folder: Path) -> None:
    """Files for Python with one picture each, so that much of the damage is done to what is around pixels."""
    for number, name in enumerate(FILES["cifar10"]):
        entries = {b"labels": numbers([number]), b"data": array(planes(PIXELS["cifar10", name][0]), 1, 3072)}
        (folder / name).write_bytes(pickled(entries))


def few_of_python_3(folder: Path) -> None:
    """The same as Python 3 pickles it, in protocols 2 to 4."""
    for number, name in enumerate(FILES["cifar10"]):
        data = {"labels": [number], "data": np.frombuffer(planes(PIXELS["cifar10", name][0]), np.uint8)[None].copy()}
        (folder / name).write_bytes(pickle.dumps(data, 2 + number % 3))


WRITERS = [write_binary, few_pickled, few_of_python_3]


@LINUX
@pytest.mark.parametrize("write_good", WRITERS)
def test_damaged_files_are_read_or_refused(write_good: Write) -> None:
    tally = hammer(write_good, read, count=100)
    assert min(tally[:2]) > 5


@LINUX
@pytest.mark.slow
@pytest.mark.parametrize("write_good", WRITERS)
def test_ten_thousand_damaged_files_are_read_or_refused(write_good: Write) -> None:
    tally = hammer(write_good, read, count=4_000, seed=1)
    assert min(tally[:2]) > 200
