"""Specs of pictures in NumPy's files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from imagespaces.loaded import Arrays, MissingDataError
from tests.envspecs.specs.spaces.cases import built, errors_of, model_of
from tests.imagespaces.loaded.written.arrays import write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path)
    return tmp_path


def spec(root: Path, **fields: Any) -> dict[str, Any]:
    return {"kind": "arrays", "root": str(root), "height": 7, "width": 6, "channels": 1} | fields


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"file": "stored.npz", "class_names": ["a", "b", "c"]},
        {"file": "data.npz", "divided": True},
        {"file": "data.npz", "divided": True, "parts": ["test"]},
    ],
)
def test_the_space_has_the_parameters_of_the_spec(root: Path, fields: dict[str, Any]) -> None:
    space = built(spec(root, **fields))
    assert space == Arrays(root=root, height=7, width=6, channels=1, **fields)


def test_defaults_are_those_of_the_space(root: Path) -> None:
    assert built({"kind": "arrays", "root": str(root), "height": 2, "width": 2}) == Arrays(root=root, height=2, width=2)


def test_parts_are_splits(root: Path) -> None:
    assert model_of(spec(root, file="data.npz", divided=True), "test").split_names == ("all", "train", "test")
    assert model_of(spec(root)).split_names == ("all",)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"file": "folder/a.npz"}, "file: not of the right form: found 'folder/a.npz', "),
        ({"class_names": ["a", "a"]}, "class_names: an item twice: found 'a' twice, allowed is each once"),
        ({"parts": ["val"], "divided": True}, "parts: no such part: found 'val', allowed is one of 'train', 'test'"),
        ({"images": [1]}, "images: unknown key, allowed are "),
        ({"divided": 1}, "divided: "),
    ],
)
def test_fields_that_are_wrong_are_named(root: Path, fields: dict[str, Any], message: str) -> None:
    assert errors_of(spec(root, **fields)).startswith(f"space.{message}")


def test_files_that_are_missing_are_named(root: Path) -> None:
    model = model_of(spec(root, file="b.npz"))
    with pytest.raises(MissingDataError) as caught:
        model.look()
    assert str(caught.value) == (
        f"files are missing: found no 'b.npz' in '{root}', allowed is a directory with the file b.npz, which holds "
        "images and, for classes, labels"
    )
