"""Files that commands write."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from envspecs.cli.failures import InputError
from envspecs.cli.outputs import ending_in, writing


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("before", [None, b"old"])
def test_a_file_appears_whole_when_the_block_ends(folder: Path, before: bytes | None) -> None:
    if before is not None:
        Path("out").write_bytes(before)
    with writing("out") as file:
        file.write(b"new")
        file.flush()
        assert (Path("out").read_bytes() if Path("out").exists() else None) == before
    assert Path("out").read_bytes() == b"new"
    assert [*folder.iterdir()] == [folder / "out"]


def fail_after(_: int, error: type[BaseException]) -> None:
    raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_block_that_fails_leaves_everything_as_it_was(folder: Path, error: type[BaseException]) -> None:
    Path("out").write_bytes(b"old")
    with pytest.raises(error), writing("out") as file:
        fail_after(file.write(b"new"), error)
    assert Path("out").read_bytes() == b"old"
    assert [*folder.iterdir()] == [folder / "out"]


def test_a_link_stays_a_link() -> None:
    Path("target").write_bytes(b"old")
    Path("link").symlink_to("target")
    with writing("link") as file:
        file.write(b"new")
    assert Path("link").is_symlink()
    assert Path("target").read_bytes() == b"new"


def test_the_file_has_the_rights_of_any_new_file() -> None:
    Path("usual").touch()
    with writing("out"):
        pass
    assert Path("out").stat().st_mode == Path("usual").stat().st_mode


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nowhere/out", "no such file or directory"),
        (".", "it is a folder"),
        (os.devnull, "it is a pipe or a device"),
        ("file/out", "not a directory"),
        ("x" * 300, "file name too long"),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_block(path: str, reason: str) -> None:
    Path("file").touch()
    with pytest.raises(InputError) as caught, writing(path):
        pytest.fail("the block ran")
    assert caught.value.message == f"envspecs: can't write {path!r}: {reason}"
    assert caught.value.exit_code == 2


def test_a_file_that_may_not_be_written_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("out").write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write anything
    with pytest.raises(InputError) as caught, writing("out"):
        pytest.fail("the block ran")
    assert caught.value.message == "envspecs: can't write 'out': permission denied"


@click.command()
@click.option("--gif", callback=ending_in(".gif"))
def film(gif: str | None) -> None:
    click.echo(gif)


@pytest.mark.parametrize("name", ["film.gif", "a.b/film.GIF", "./.x.gif"])
def test_a_name_that_ends_as_its_format_is_taken_as_it_is(name: str) -> None:
    assert CliRunner().invoke(film, ["--gif", name]).stdout == f"{name}\n"
    assert CliRunner().invoke(film).stdout == "\n"


@pytest.mark.parametrize("name", ["film.png", "film", ".gif", "film.gif.png"])
def test_a_name_that_ends_otherwise_is_refused(name: str) -> None:
    found = CliRunner().invoke(film, ["--gif", name])
    assert found.exit_code == 2
    message = f"Error: Invalid value for '--gif': found {name!r}, allowed is a name that ends in .gif."
    assert found.output.splitlines()[-1] == message
