"""Specs of pictures in tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import huggingface_hub
import pytest

from imagespaces.loaded import HuggingFace, MissingDataError
from tests.envspecs.specs.spaces.cases import built, errors_of, model_of
from tests.imagespaces.loaded.written.huggingface import write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "root")
    return tmp_path / "root"


def spec(root: Path, **fields: Any) -> dict[str, Any]:
    return {"kind": "huggingface", "root": str(root), "height": 7, "width": 6} | fields


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"parts": ["test"], "label_column": None},
        {"part_names": [], "subset": "data"},
        {"repo": "someone/pictures", "revision": "abc"},
    ],
)
def test_the_space_has_the_parameters_of_the_spec(root: Path, fields: dict[str, Any]) -> None:
    assert built(spec(root, **fields)) == HuggingFace(root=root, height=7, width=6, **fields)


def test_parts_are_splits(root: Path) -> None:
    assert model_of(spec(root), "test").split_names == ("all", "train", "test")
    assert model_of(spec(root, part_names=["train", "val"])).split_names == ("all", "train", "val")
    assert model_of(spec(root, part_names=[])).split_names == ("all",)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"part_names": ["a", "a"]}, "part_names: an item twice: found 'a' twice, allowed is each once"),
        ({"parts": ["val"]}, "parts: no such part: found 'val', allowed is one of 'train', 'test'"),
        ({"repo": "../x"}, "repo: not of the right form: found '../x', "),
        (
            {"download": True},
            "download: nothing to fetch: found true without repo, allowed is a repo beside it",
        ),
        ({"trust_remote_code": True}, "trust_remote_code: unknown key, allowed are "),
    ],
)
def test_fields_that_are_wrong_are_named(root: Path, fields: dict[str, Any], message: str) -> None:
    assert errors_of(spec(root, **fields)).startswith(f"space.{message}")


def test_files_that_are_missing_are_named_where_they_are_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("nothing is fetched while a task file is read")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", refuse)
    fields = {"repo": "someone/pictures"}
    with pytest.raises(
        MissingDataError, match=r"they can be had from https://huggingface.co/datasets/someone/pictures$"
    ):
        model_of(spec(tmp_path, **fields)).look()
    assert model_of(spec(tmp_path, **fields, download=True)).look() is None
