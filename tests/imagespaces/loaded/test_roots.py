"""Where data sets are looked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from imagespaces.loaded.roots import DATA_VARIABLE, MissingDataError, absolute, data_directory, find_root


class Wanted:
    """A data set that is looked for."""

    folder = "idx/mnist"
    expected_files = "train-images-idx3-ubyte"
    source_page = "https://example.org/mnist"


class Own(Wanted):
    """Files of the user's own."""

    source_page = ""


LAYOUT = "allowed is a directory with train-images-idx3-ubyte; they can be had from https://example.org/mnist"


def refusal(root: Any = None, wanted: type[Wanted] = Wanted) -> str:
    with pytest.raises(MissingDataError) as caught:
        find_root(wanted(), root)
    return str(caught.value)


def test_a_directory_that_is_named_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_VARIABLE, "/nowhere")
    assert find_root(Wanted(), tmp_path) == find_root(Wanted(), str(tmp_path)) == str(tmp_path)


def test_else_it_lies_in_the_directory_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "idx" / "mnist").mkdir(parents=True)
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    assert find_root(Wanted(), None) == str(tmp_path / "idx" / "mnist")


@pytest.mark.parametrize("value", [None, ""])
def test_a_variable_without_a_value_is_not_set(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(DATA_VARIABLE, value)
    assert data_directory() is None
    assert refusal().startswith("files are missing: found neither root nor $IMAGESPACES_DATA, in which it would be ")


def test_the_directory_for_all_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(DATA_VARIABLE, "data")
    assert (data_directory(), data_directory("idx/mnist")) == (f"{tmp_path}/data", f"{tmp_path}/data/idx/mnist")


def test_paths_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/ada")
    assert absolute("pets") == str(tmp_path / "pets")
    assert absolute("~/pets") == "/home/ada/pets"


def test_what_is_missing_is_told_with_what_is_expected_and_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    found = "neither root nor $IMAGESPACES_DATA, in which it would be 'idx/mnist'"
    assert refusal() == f"files are missing: found {found}, {LAYOUT}"
    assert refusal(tmp_path / "x") == f"files are missing: found '{tmp_path / 'x'}', which is no directory, {LAYOUT}"
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    found = f"$IMAGESPACES_DATA/idx/mnist, which is '{tmp_path}/idx/mnist', which is no directory"
    assert refusal() == f"files are missing: found {found}, {LAYOUT}"
    assert refusal(tmp_path / "x", Own).endswith("allowed is a directory with train-images-idx3-ubyte")


@pytest.mark.parametrize("root", [3, b"pets"])
def test_what_is_no_path_is_refused(root: Any) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(f'root must be a path, got {root!r}')}$"):
        find_root(Wanted(), root)
