"""What the cache gives back of a data set, whatever sort it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imagespaces.cache import CACHE_VARIABLE, DamagedEntryError, Entry, entries
from imagespaces.cache.entries import DESCRIPTION
from imagespaces.loaded import ADE20K, Idx, ImageFolder, LoadedSpace, Svhn, loaded_space, obtaining
from imagespaces.loaded.sharing import Shared
from imagespaces.progress import reporting
from tests.imagespaces.loaded.cases import encoded, noise
from tests.imagespaces.loaded.cases import write as put
from tests.imagespaces.loaded.written import ade20k, idx, svhn

DATA_SETS: dict[str, tuple[Callable[[Path], object], Callable[..., LoadedSpace]]] = {
    "pictures with classes of pixels": (ade20k.write, partial(ADE20K, height=12, width=16)),
    "many pictures to a file": (idx.write, Idx),
    "several files": (svhn.write, Svhn),
    "brought to another size": (idx.write_packed, partial(Idx, height=9, width=30, channels=3)),
}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cache, in which small data sets are kept too."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(obtaining, "SMALL_BYTES", 1)


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have this process know no more than a new one."""
    monkeypatch.setattr(loaded_space, "_shared", Shared())


def held(space: LoadedSpace) -> list[Any]:
    """All that a space holds."""
    many = space.instances(range(space.num_states))
    masks = None if many.masks is None else many.masks.tolist()
    return [many.images.tolist(), space.labels(range(space.num_states)).tolist(), masks, space.class_names]


@pytest.mark.parametrize("sort", DATA_SETS)
def test_what_comes_from_the_cache_is_what_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    write, make = DATA_SETS[sort]
    write(tmp_path / "data")
    told: list[tuple[str, int, int]] = []
    with reporting(lambda *report: told.append(report)):
        first = make(root=tmp_path / "data", dtype="uint8")
    (entry,) = entries()
    assert told[-1] == ("reading pictures", first.num_states, first.num_states)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    before = held(first)
    forget(monkeypatch)
    monkeypatch.setattr(obtaining, "collect", lambda *_, **__: pytest.fail("all is in the cache"))
    again = make(root=tmp_path / "data", dtype="uint8")
    assert held(again) == before
    assert {name: split.size for name, split in again.splits.items()} == {
        name: split.size for name, split in first.splits.items()
    }
    pixels, given = entry.array("pixels"), again.stored_pixels()
    assert pixels is not None
    assert given is not None
    assert np.array_equal(pixels, given)


CONTRADICTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "too many pictures": ({"pictures": 9}, "ValueError: pixels must have the shape (9, 6, 8, 3), got (4, 6, 8, 3)"),
    "other parts": ({"parts": {"train": 3}}, "ValueError: parts must make up all 4 pictures, got {'train': 3}"),
    "no classes": ({"class_names": None}, "ValueError: labels and class_names come together, got None"),
    "too few classes": ({"class_names": ["cat"]}, "ValueError: a label must be from 0 to 0, got 1 of picture 2"),
    "no number": ({"pictures": "many"}, "ValueError: invalid literal for int() with base 10: 'many'"),
    "nothing": ({"skipped": None}, "TypeError: 'NoneType' object is not iterable"),
}


@pytest.mark.parametrize("contradiction", CONTRADICTIONS)
def test_an_entry_that_contradicts_itself_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, contradiction: str
) -> None:
    names = ("cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png")
    root = put(tmp_path / "pets", {name: encoded(noise(6, 8, seed=at)) for at, name in enumerate(names)})
    make = partial(ImageFolder, root=root, height=6, width=8)
    before = held(make())
    (entry,) = entries()
    changes, message = CONTRADICTIONS[contradiction]
    describe(entry, changes)
    forget(monkeypatch)
    assert held(make()) == before
    said = f"what it says of pictures cannot be read: {message}"
    assert caplog.messages == [f"{entry.name} in the cache is made anew: {said}"]
    assert issubclass(DamagedEntryError, ValueError)
    assert entries()[0].about["pictures"] == 4


class Loose(ImageFolder):
    """A directory of which nothing is kept but which pictures are good."""

    bank_limit = 0


@pytest.mark.parametrize("good", [[0, 1, 4], [-1, 0, 1], [1, 0, 3], [0, 0, 3]])
def test_which_pictures_are_good_is_not_believed_blindly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, good: list[int]
) -> None:
    names = ("cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png")
    root = put(tmp_path / "pets", {name: encoded(noise(6, 8, seed=at)) for at, name in enumerate(names)})
    put(root, {"dog/1.png": b"damaged"})
    make = partial(Loose, root=root, height=6, width=8, on_error="skip")
    before = held(make())
    (entry,) = entries()
    kept = entry.path / "good.int64"
    assert np.fromfile(kept, np.int64).tolist() == [0, 1, 3]
    np.array(good).tofile(kept)
    forget(monkeypatch)
    caplog.clear()
    assert held(make()) == before
    found = f"good must number 3 of 4 pictures in order, got {np.array(good)}"
    assert caplog.messages[0] == f"{entry.name} in the cache is made anew: {found}"
    assert np.fromfile(kept, np.int64).tolist() == [0, 1, 3]


def test_an_entry_of_fewer_pictures_than_there_are_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = put(tmp_path / "pets", {f"cat/{at}.png": encoded(noise(6, 8, seed=at)) for at in range(3)})
    before = held(Loose(root=root, height=6, width=8))
    describe(entries()[0], {"pictures": 2})
    (entries()[0].path / "labels.int64").write_bytes(bytes(16))
    shapes(entries()[0], {"labels": [[2], "int64"]})
    forget(monkeypatch)
    assert held(Loose(root=root, height=6, width=8)) == before


def shapes(entry: Entry, changes: dict[str, Any]) -> None:
    """Change what an entry says of its arrays."""
    file = entry.path / DESCRIPTION
    said = json.loads(file.read_text())
    said["arrays"] |= changes
    file.write_text(json.dumps(said))


def describe(entry: Entry, changes: dict[str, Any]) -> None:
    """Change what an entry says of itself."""
    file = entry.path / DESCRIPTION
    said = json.loads(file.read_text())
    said["about"] |= changes
    file.write_text(json.dumps(said))
