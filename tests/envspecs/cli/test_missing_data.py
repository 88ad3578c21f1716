"""Data sets that are not there: a line that says where one was named, what is missing and where it can be had."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gymnasium
import pytest

import envspecs
from envspecs.datasets import DataSet, data_sets
from envspecs.listing import catalog_file, entries

FROM_FILES = [data_set for data_set in data_sets() if data_set.format and data_set.tasks]
TINY = (
    "a directory with wnids.txt, words.txt, train/<id>/images/*.JPEG, and val/images/*.JPEG with "
    "val/val_annotations.txt; they can be had from https://www.kaggle.com/c/tiny-imagenet"
)


def place_of_space(task: str) -> str:
    """Where a file of the catalog, or the one that it extends, names its space: at the first key of that map."""
    path = catalog_file(entries()[task][0])
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    if "space:" not in lines:
        (parent,) = (line.removeprefix("extends: ") for line in lines if line.startswith("extends: "))
        return place_of_space(parent.removesuffix(".yaml"))
    return f"{path}:{lines.index('space:') + 2}:3"


@pytest.mark.parametrize("data_set", FROM_FILES, ids=lambda data_set: data_set.name)
def test_tasks_say_what_is_missing(run: Any, data_set: DataSet) -> None:
    found = run("run", data_set.tasks[-1])
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == (
        f"{place_of_space(data_set.tasks[-1])}: space.root: files are missing: found neither root nor "
        f"$IMAGESPACES_DATA, in which it would be {data_set.folder!r}, allowed is a directory with "
        f"{data_set.format.expected_files}; they can be had from {data_set.format.source_page}\n"
    )


@pytest.mark.parametrize("command", ["run", "preview", "validate"])
def test_every_command_that_needs_files_says_the_same(run: Any, command: str) -> None:
    found = run(command, "TinyImageNet-test-sparse-v0")
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == (
        f"{place_of_space('TinyImageNet-v0')}: space.root: files are missing: found neither root nor "
        f"$IMAGESPACES_DATA, in which it would be 'tiny_imagenet', allowed is {TINY}\n"
    )
    assert [*Path().iterdir()] == []


@pytest.mark.parametrize("make", [gymnasium.make, gymnasium.make_vec])
def test_gymnasium_says_the_same(make: Any) -> None:
    with pytest.raises(envspecs.SpecError) as caught:
        make("envspecs/TinyImageNet-v0")
    assert str(caught.value) == (
        f"{place_of_space('TinyImageNet-v0')}: space.root: files are missing: found neither root nor "
        f"$IMAGESPACES_DATA, in which it would be 'tiny_imagenet', allowed is {TINY}"
    )


def test_where_it_would_be_is_told_in_full(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGESPACES_DATA", str(tmp_path))
    place = f"'{tmp_path}/tiny_imagenet'"
    assert run("run", "TinyImageNet-v0").stderr == (
        f"{place_of_space('TinyImageNet-v0')}: space.root: files are missing: found "
        f"$IMAGESPACES_DATA/tiny_imagenet, which is {place}, which is no directory, allowed is {TINY}\n"
    )


def test_a_directory_that_is_named_is_blamed_where_it_is(run: Any, tmp_path: Path) -> None:
    Path("tiny").mkdir()
    Path("task.yaml").write_text("envspec: 1\nextends: TinyImageNet-v0\nspace: {root: tiny}\n")
    line = (
        f"task.yaml:3:15: space.root: files are missing: found no 'wnids.txt' in '{tmp_path}/tiny', allowed is {TINY}\n"
    )
    for command in ("validate", "run", "preview"):
        found = run(command, "task.yaml")
        assert (found.exit_code, found.stdout, found.stderr) == (2, "", line)
    (problem,) = json.loads(run("validate", "task.yaml", "--json").stdout)[0]["problems"]
    assert (problem["path"], problem["file"], problem["line"], problem["column"]) == ("space.root", "task.yaml", 3, 15)


def test_a_directory_that_is_not_there_is_no_root(run: Any, tmp_path: Path) -> None:
    Path("task.yaml").write_text("envspec: 1\nextends: TinyImageNet-v0\nspace: {root: tniy}\n")
    found = run("validate", "task.yaml")
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == (
        f"task.yaml:3:15: space.root: no such directory: found 'tniy', which is '{tmp_path}/tniy', "
        "allowed is a directory that exists\n"
    )


@pytest.mark.parametrize("data_set", FROM_FILES, ids=lambda data_set: data_set.name)
def test_what_needs_no_files_works_without(run: Any, data_set: DataSet) -> None:
    for words in (("show", data_set.tasks[0]), ("show", "--resolved", data_set.tasks[-1]), ("datasets", data_set.name)):
        found = run(*words)
        assert (found.exit_code, found.stderr) == (0, "")


@pytest.mark.parametrize("words", [("list",), ("schema",), ("datasets", "--json")])
def test_what_is_about_all_tasks_works_without(run: Any, words: tuple[str, ...]) -> None:
    found = run(*words)
    assert (found.exit_code, found.stderr) == (0, "")
