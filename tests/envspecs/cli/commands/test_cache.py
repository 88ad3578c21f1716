"""``envspecs cache``."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from envspecs.cli import main
from imagespaces import ImageFolder
from imagespaces.cache import CACHE_VARIABLE, Entry, entries
from imagespaces.cache.entries import DESCRIPTION

NOON = datetime(2026, 11, 21, 12).astimezone()
"""Noon wherever the test runs, since people are told their own time."""

PIXELS = 8 * 224 * 224 * 3


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def kept(root: str, **form: Any) -> Entry:
    """Have a data set of eight pictures kept, last used at noon; has a ninth, damaged, if ``on_error`` is skip."""
    random = np.random.default_rng(0)
    for number in range(8):
        path = Path(root, "pets", f"{number}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(random.integers(0, 256, (40, 60, 3), dtype=np.uint8)).save(path)
    if form.get("on_error") == "skip":
        Path(root, "pets", "9.png").write_bytes(b"no picture")
    before = {entry.name for entry in entries()}
    ImageFolder(root=root, **{"height": 224, "width": 224} | form).at(0)
    (entry,) = (entry for entry in entries() if entry.name not in before)
    os.utime(entry.path / DESCRIPTION, (NOON.timestamp(), NOON.timestamp()))
    return entry


def test_what_is_kept_is_listed(run: Any, tmp_path: Path) -> None:
    one = kept("cats")
    other = kept("dogs", channels=1, resize="squash", width=672, on_error="skip")
    found = run("cache", "list")
    assert found.exit_code == 0
    told = {
        one.name: [
            "  1.2 MB, last used 2026-11-21 12:00",
            "  8 pictures, 224 x 224, colour, crop",
            f"  of {tmp_path / 'cats'}",
        ],
        other.name: [
            "  1.2 MB, last used 2026-11-21 12:00",
            "  8 pictures, 224 x 672, gray, squash, 1 bad one left out",
            f"  of {tmp_path / 'dogs'}",
        ],
    }
    assert found.stdout.splitlines() == [line for name in sorted(told) for line in (name, *told[name])]
    assert found.stderr == "2 entries, 2.4 MB\n"


def test_of_pictures_that_are_too_many_it_is_kept_which_are_good(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFolder, "bank_limit", PIXELS - 1)
    entry = kept("cats")
    found = run("cache", "list")
    assert "  8 pictures, 224 x 224, colour, crop: checked, but too many to be kept\n" in found.stdout
    (told,) = json.loads(run("cache", "list", "--json").stdout)
    assert (told["name"], told["decoded"]) == (entry.name, False)


@pytest.mark.parametrize("damage", [b"{", None, b'{"format": 1, "key": {}, "arrays": {}, "texts": {}, "about": {}}'])
def test_damaged_ones_are_listed_and_removed(run: Any, damage: bytes | None) -> None:
    path = kept("cats").path
    if damage is None:
        (path / DESCRIPTION).unlink()
    else:
        (path / DESCRIPTION).write_bytes(damage)
    found = run("cache", "list")
    name, size, state = found.stdout.splitlines()
    assert (name, state) == (path.name, "  damaged: made anew when it is needed")
    assert size.startswith("  1.2 MB, last used 20")
    (told,) = json.loads(run("cache", "list", "--json").stdout)
    assert (told["name"], told["about"]) == (path.name, None)
    assert run("cache", "remove", path.name, "--yes").exit_code == 0
    assert not path.exists()


def test_json_holds_all(run: Any, tmp_path: Path, cache: Path) -> None:
    entry = kept("cats")
    (told,) = json.loads(run("cache", "list", "--json").stdout)
    about = told.pop("about")
    assert told == {
        "name": entry.name,
        "directory": str(cache / "banks" / entry.name),
        "bytes": sum(file.stat().st_size for file in entry.path.iterdir()),
        "last_used": NOON.astimezone(UTC).isoformat(timespec="seconds"),
        "decoded": True,
    }
    assert told["bytes"] > PIXELS
    assert (about["kind"], about["root"], about["pictures"]) == ("image_folder", str(tmp_path / "cats"), 8)
    assert about["form"] == {"height": 224, "width": 224, "channels": 3, "resize": "crop"}


@pytest.mark.parametrize("words", [["list"], ["remove", "--all"]])
def test_nothing_is_kept_at_first(run: Any, words: list[str]) -> None:
    found = run("cache", *words)
    assert (found.exit_code, found.stdout, found.stderr) == (0, "", "Nothing is kept.\n")
    assert run("cache", "list", "--json").stdout == "[]\n"


def test_some_of_it_is_removed(run: Any) -> None:
    cats, dogs = kept("cats"), kept("dogs")
    found = run("cache", "remove", dogs.name, dogs.name, "--yes")
    assert (found.exit_code, found.stdout, found.stderr) == (0, "", "Removed 1 entry, 1.2 MB\n")
    assert [entry.name for entry in entries()] == [cats.name]


def test_all_of_it_is_removed_with_what_was_never_finished(run: Any, cache: Path) -> None:
    kept("cats")
    kept("dogs")
    unfinished = cache / "banks" / ".idx-0-0.building"
    unfinished.mkdir()
    found = run("cache", "remove", "--all", "--yes")
    assert (found.exit_code, found.stderr) == (0, "Removed 2 entries, 2.4 MB\n")
    assert list((cache / "banks").iterdir()) == []


def answered(answer: str, *words: str) -> Result:
    return CliRunner().invoke(main, words, prog_name="envspecs", input=answer)


@pytest.mark.parametrize(("answer", "status", "left"), [("y\n", 0, 0), ("n\n", 130, 1), ("\n", 130, 1), ("", 130, 1)])
@pytest.mark.usefixtures("run")
def test_it_is_asked_before_anything_is_removed(answer: str, status: int, left: int) -> None:
    kept("cats")
    found = answered(answer, "cache", "remove", "--all")
    assert found.output.startswith("Remove 1 entry, 1.2 MB? [y/N]: ")
    assert found.exit_code == status
    assert len(entries()) == left


def test_a_name_that_is_not_there_removes_nothing(run: Any) -> None:
    name = kept("cats").name
    found = run("cache", "remove", name, name[:-1], "--yes")
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == (
        f"envspecs: nothing is kept as {name[:-1]!r} (did you mean {name!r}?); 'envspecs cache list' shows all\n"
    )
    assert [entry.name for entry in entries()] == [name]


@pytest.mark.parametrize(("words", "got"), [([], "neither"), (["one", "--all"], "both")])
def test_either_names_or_all_must_be_given(run: Any, words: list[str], got: str) -> None:
    found = run("cache", "remove", *words)
    assert (found.exit_code, found.stdout) == (2, "")
    told = f"envspecs cache remove: Give names or --all, got {got}. See 'envspecs cache remove --help'.\n"
    assert found.stderr == told


def test_the_directory_is_told(run: Any, cache: Path) -> None:
    assert run("cache", "path").stdout == f"{cache}\n"


def test_without_words_it_shows_its_help(run: Any) -> None:
    assert run("cache").stdout == run("cache", "--help").stdout


@pytest.mark.parametrize("command", ["list", "remove", "path"])
def test_every_command_explains_itself_with_examples(run: Any, command: str) -> None:
    assert f"envspecs cache {command}" in run("cache", command, "--help").stdout.partition("Examples:")[2]
