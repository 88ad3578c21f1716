"""Entries: there whole, or not at all."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from imagespaces.cache import DamagedEntryError, Key, entries, find, remove
from imagespaces.cache.entries import DESCRIPTION
from tests.imagespaces.cache.made import KEY, made, pixels


def test_an_entry_holds_what_was_put_in(cache: Path) -> None:
    entry = made(root="/toys", classes=["é", "\udcff"])
    assert entry.about == {"root": "/toys", "classes": ["é", "\udcff"]}
    assert (entry.name, entry.path) == (KEY.name, cache / KEY.name)
    assert entry.text("names") == ["0.png", "1.png", "2.png"]
    found = [array for name in ("pixels", "labels") if (array := entry.array(name)) is not None]
    assert [array.tolist() for array in found] == [pixels().tolist(), [0, 1, 2]]
    assert [array.dtype for array in found] == [np.uint8, np.int64]
    assert not any(array.flags.writeable for array in found)
    assert entry.array("masks") is None
    assert entry.nbytes == sum(file.stat().st_size for file in (cache / KEY.name).iterdir())


def test_arrays_are_mapped(cache: Path) -> None:
    array = made().array("pixels")
    (cache / KEY.name / "pixels.uint8").write_bytes(bytes([7] * 12))
    assert array is not None
    assert array.tolist() == np.full((3, 2, 2, 1), 7).tolist()


@pytest.mark.usefixtures("cache")
def test_there_are_none_at_first() -> None:
    assert find(KEY) is None
    assert entries() == []


@pytest.mark.usefixtures("cache")
def test_all_are_listed() -> None:
    others = [Key("toys", "of tin", "old"), Key("dolls", "of wood", "new")]
    for key in (KEY, *others):
        made(key)
    assert [entry.name for entry in entries()] == sorted(key.name for key in (KEY, *others))


def test_opening_is_noted(cache: Path) -> None:
    made()
    os.utime(cache / KEY.name / DESCRIPTION, (0, 0))
    assert entries()[0].used.timestamp() == 0
    entry = find(KEY)
    assert entry is not None
    assert entry.used.year > 2000


def test_of_one_without_a_description_it_is_known_when_it_was_made(cache: Path) -> None:
    made()
    (cache / KEY.name / DESCRIPTION).unlink()
    os.utime(cache / KEY.name, (7, 7))
    assert entries()[0].used.timestamp() == 7


def test_an_entry_is_removed_and_who_uses_it_keeps_its_arrays(cache: Path) -> None:
    entry = made()
    array = entry.array("pixels")
    remove(entry.path)
    assert find(KEY) is None
    assert list(cache.iterdir()) == []
    assert array is not None
    assert array.tolist() == pixels().tolist()


def test_what_can_not_be_removed_stays(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = made()

    def refuse(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(PermissionError):
            remove(entry.path)
    assert find(KEY) is not None
    assert [path.name for path in cache.iterdir()] == [KEY.name]


# ----------------------------------------------------------------------------------------------------------------------
# Damage
# ----------------------------------------------------------------------------------------------------------------------


def described(path: Path, **changes: object) -> None:
    """Change a description."""
    file = path / DESCRIPTION
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut short": (lambda path: os.truncate(path / "pixels.uint8", 11), "pixels.uint8 must take 12 bytes, got 11"),
    "too long": (lambda path: os.truncate(path / "labels.int64", 25), "labels.int64 must take 24 bytes, got 25"),
    "gone": (lambda path: (path / "names.json").unlink(), "names.json must take 27 bytes, got None"),
    "of later times": (lambda path: described(path, format=2), "its format must be 1, got 2"),
    "of another key": (lambda path: described(path, key={}), f"its key must be {KEY.digests}, got {{}}"),
    "no JSON": (lambda path: (path / DESCRIPTION).write_bytes(b"{"), "its description cannot be read: JSONDecodeError"),
    "no text": (
        lambda path: (path / DESCRIPTION).write_bytes(b"\xff"),
        "its description cannot be read: UnicodeDecode",
    ),
    "a list": (lambda path: (path / DESCRIPTION).write_bytes(b"[]"), "its description cannot be read: TypeError"),
    "deep": (lambda path: (path / DESCRIPTION).write_bytes(b"[" * 9**6), "its description cannot be read: Recursion"),
    "objects": (
        lambda path: described(path, arrays={"pixels": [[3], "object"]}),
        "arrays must be of uint8, int16, int64 and lie in it, got {'pixels': ((3,), 'object')}",
    ),
    "outside": (
        lambda path: described(path, arrays={"../../x": [[3], "uint8"]}),
        "arrays must be of uint8, int16, int64 and lie in it, got {'../../x': ((3,), 'uint8')}",
    ),
    "negative": (
        lambda path: described(path, arrays={"pixels": [[-3], "uint8"]}),
        "its description cannot be read: TypeError: a size must be an integer of at least 0, got -3",
    ),
    "absurd": (
        lambda path: described(path, arrays={"pixels": [[10**30], "uint8"]}),
        f"pixels.uint8 must take {10**30} bytes, got 12",
    ),
}


@pytest.mark.parametrize("damage", BROKEN)
def test_a_damaged_entry_is_told(cache: Path, damage: str) -> None:
    made()
    spoil, message = BROKEN[damage]
    spoil(cache / KEY.name)
    with pytest.raises(DamagedEntryError, match=f"^{re.escape(message)}"):
        find(KEY)
    assert [entry.name for entry in entries()] == [KEY.name]  # to be removed
    made()
    assert np.array_equal(entries()[0].array("pixels"), pixels())  # type: ignore[arg-type]


def test_texts_that_are_none_are_told(cache: Path) -> None:
    entry = made()
    (cache / KEY.name / "names.json").write_text('["0.png", 3]')
    with pytest.raises(DamagedEntryError, match=r"^names must be a list of texts, got list$"):
        entry.text("names")
