"""``envspecs datasets``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import envspecs.datasets
import envspecs.registry
from tests.envspecs.scrolls import KINDS, write

KIND_HINT = "'envspecs datasets KIND' says what the folder is called, what belongs there, and where that can be had.\n"


def told(folder: Path) -> str:
    return f"Files of your own are read by heap.\nAll others are looked for in {folder / 'data'}.\n"


@pytest.fixture(autouse=True)
def scrolls(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be no other kinds, and a directory for all data sets."""
    monkeypatch.setattr(envspecs.datasets, "kinds", {"imagespaces.spaces": KINDS}.__getitem__)
    monkeypatch.setenv("IMAGESPACES_DATA", str(tmp_path / "data"))


def test_data_sets_are_listed_with_what_is_found(run: Any, tmp_path: Path) -> None:
    write(Path("data/scrolls/greek"), train=3)
    write(Path("data/scrolls/latin"), train=1, test=1)
    Path("data/scrolls/latin/test/1.png").symlink_to("/dev/null")
    found = run("datasets")
    assert found.exit_code == 0
    assert [re.split(" {2,}", line) for line in found.stdout.splitlines()] == [
        ["data set", "pictures", "classes", "found", "tasks"],
        ["scrolls/greek", "4 x 5, gray", "train; test not found"],
        ["scrolls/latin", "4 x 5, gray", "train; test can't be used"],
    ]
    assert found.stderr == f"{told(tmp_path)}{KIND_HINT}"


def test_without_a_directory_for_all_it_is_said_how_to_name_one(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMAGESPACES_DATA")
    found = run("datasets")
    assert found.exit_code == 0
    assert [re.split(" {2,}", line)[2] for line in found.stdout.splitlines()[1:]] == ["not found", "not found"]
    assert found.stderr == (
        "Files of your own are read by heap.\n"
        "Set IMAGESPACES_DATA to a directory with a folder for each data set.\n"
        f"{KIND_HINT}"
    )


def test_where_all_is_there_nobody_is_told_how_to_get_it(run: Any, tmp_path: Path) -> None:
    for name in ("greek", "latin"):
        write(Path("data/scrolls", name), train=1, test=1)
    assert run("datasets").stderr == told(tmp_path)


@pytest.mark.parametrize("name", ["scrolls", "scrolls/greek", "greek"])
def test_all_is_told_of_one(run: Any, tmp_path: Path, name: str) -> None:
    write(Path("data/scrolls/greek"), train=3)
    found = run("datasets", name)
    place = tmp_path / "data" / "scrolls" / "greek"
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.split("\n\n")[0].strip() == (
        "scrolls/greek: 4 x 5, gray, 2 classes\n"
        "  in a task file  space: {kind: scrolls, dataset: greek}\n"
        f"  directory       {place}\n"
        "  with            the folders train and test of the greek scrolls\n"
        "  from            https://scrolls.example/\n"
        "  found           train: 6 pictures in 3 files, 9 bytes\n"
        "                  test: not found\n"
        "  classes         papyrus, vellum\n"
        "  tasks           none of the catalog"
    )
    assert found.stdout.count("in a task file") == (2 if name == "scrolls" else 1)


def test_of_one_it_is_said_what_is_wrong(run: Any) -> None:
    write(Path("data/scrolls/greek"), train=1, test=1)
    Path("data/scrolls/greek/train/1.png").symlink_to("/dev/null")
    assert "  found           train: a scroll must be a file, got '1.png'\n" in run("datasets", "greek").stdout


def test_of_one_it_is_said_where_it_would_be(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMAGESPACES_DATA")
    place = "$IMAGESPACES_DATA/scrolls/latin (IMAGESPACES_DATA is not set)"
    assert f"  directory       {place}\n" in run("datasets", "latin").stdout


def test_json_holds_all(run: Any, tmp_path: Path) -> None:
    write(Path("data/scrolls/greek"), train=3)
    (told,) = json.loads(run("datasets", "greek", "--json").stdout)
    place = str(tmp_path / "data" / "scrolls" / "greek")
    assert told == {
        "name": "scrolls/greek",
        "kind": "scrolls",
        "folder": "scrolls/greek",
        "space": {"kind": "scrolls", "dataset": "greek"},
        "height": 4,
        "width": 5,
        "channels": 1,
        "num_classes": 2,
        "directory": place,
        "expected": "the folders train and test of the greek scrolls",
        "page": "https://scrolls.example/",
        "parts": {
            "train": {"found": True, "files": 3, "bytes": 9, "pictures": 6, "problem": None},
            "test": {
                "found": False,
                "files": 0,
                "bytes": 0,
                "pictures": None,
                "problem": f"files are missing: found {place!r} without test, allowed is a directory with the folders "
                "train and test of the greek scrolls; they can be had from https://scrolls.example/",
            },
        },
        "classes": ["papyrus", "vellum"],
        "tasks": [],
    }


def test_json_of_all_reads_no_file(run: Any) -> None:
    write(Path("data/scrolls/greek"), train=3)
    greek, latin = json.loads(run("datasets", "--json").stdout)
    assert (greek["parts"]["train"]["files"], greek["parts"]["train"]["pictures"]) == (3, None)
    assert (latin["name"], latin["classes"]) == ("scrolls/latin", None)


def test_what_comes_with_the_library_is_nowhere_else(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envspecs.datasets, "kinds", envspecs.registry.kinds)
    lines = [re.split(" {2,}", line) for line in run("datasets").stdout.splitlines()]
    tasks = ", ".join(name for name in envspecs.catalog() if name.startswith("Photos") and name.count("-") == 1)
    assert ["photos", "of any size, colour", "8", "comes with the library", tasks] in lines
    assert run("datasets", "photos").stdout == (
        "photos: of any size, colour, 8 classes\n"
        "  in a task file  space: {kind: photos}\n"
        "  directory       none: comes with the library\n"
        "  found           train: endlessly many pictures\n"
        "                  test: endlessly many pictures\n"
        "  classes         astronaut, chelsea, coffee, hubble_deep_field, immunohistochemistry, motorcycle, retina, "
        "rocket\n"
        f"  tasks           {tasks}\n"
    )
    (told,) = json.loads(run("datasets", "photos", "--json").stdout)
    assert told["num_classes"] == 8
    assert (told["directory"], told["expected"], told["page"]) == (None, None, None)
    assert told["parts"]["train"] == {"found": True, "files": 0, "bytes": 0, "pictures": None, "problem": None}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("grek", "no data set is called 'grek' (did you mean 'greek'?); 'envspecs datasets' shows all"),
        ("heap", "heap reads files of your own, wherever a task file says that they are"),
    ],
)
def test_what_is_not_there_is_wrong(run: Any, name: str, line: str) -> None:
    found = run("datasets", name)
    assert (found.exit_code, found.stdout, found.stderr) == (2, "", f"envspecs: {line}\n")
