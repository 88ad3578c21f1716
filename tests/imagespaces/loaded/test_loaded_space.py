"""What all spaces of data sets share: one content for all who ask for the same, never a stale one."""

from __future__ import annotations

import gc
import os
import re
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import imagespaces
from imagespaces import ImageFolder
from imagespaces.factors import RandomSplit
from imagespaces.loaded.content import Content
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.pictures import Form, decode
from imagespaces.loaded.relabelling.only_classes import OnlyClasses
from tests.imagespaces.loaded.cases import encoded, noise, write

SIZE: dict[str, Any] = {"height": 6, "width": 8}


class Loose(ImageFolder):
    """A directory of which nothing is kept."""

    bank_limit = 0


def picture(name: str) -> Any:
    return noise(6, 8, seed=int.from_bytes(name.encode(), "big") % 2**32)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    names = [f"{folder}/{number}.png" for folder in "ab" for number in range(3)]
    return write(tmp_path / "root", {name: encoded(picture(name)) for name in names})


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The content of every picture that is decoded, in the order of finishing."""
    seen: list[bytes] = []

    def counting(data: bytes, form: Form) -> Any:
        seen.append(data)
        return decode(data, form)

    monkeypatch.setattr("imagespaces.loaded.files.decode", counting)
    return seen


def read(root: Path, kind: type[ImageFolder] = ImageFolder, **options: Any) -> Content:
    return kind(root=root, **SIZE | options)._content


# ----------------------------------------------------------------------------------------------------------------------
# Sharing
# ----------------------------------------------------------------------------------------------------------------------


def test_equal_requests_share_what_was_read(root: Path, decoded: list[bytes]) -> None:
    assert read(root) is read(root)
    assert len(decoded) == 6


def test_requests_that_differ_in_what_is_not_decoded_share_it_too(root: Path, decoded: list[bytes]) -> None:
    shared = read(root)
    assert read(root, dtype="uint8", stream=7) is shared
    assert read(root, classes=[OnlyClasses(["b"])]) is shared
    assert read(root, partition=RandomSplit({"train": 0.5, "test": 0.5})) is shared
    assert len(decoded) == 6


def test_other_requests_do_not(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("root")
    contents = [
        read(root),
        read(root, on_error="skip"),
        read(root, Loose),
        read(root, width=7),
        read(root, channels=1),
        read(root, resize="squash"),
        read(tmp_path / "link"),
    ]
    assert len(set(map(id, contents))) == len(contents)


CHANGES: dict[str, Callable[[Path], object]] = {
    "written": lambda root: write(root, {"a/0.png": encoded(noise(6, 8, seed=99))}),
    "touched": lambda root: os.utime(root / "a/0.png", ns=(0, 0)),
    "added": lambda root: write(root, {"a/3.png": encoded(noise(6, 8))}),
    "removed": lambda root: (root / "b/0.png").unlink(),
    "renamed": lambda root: (root / "b/0.png").rename(root / "b/9.png"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_directory_that_changed_is_read_again(root: Path, change: str) -> None:
    before = ImageFolder(root=root, **SIZE)
    CHANGES[change](root)
    after = ImageFolder(root=root, **SIZE)
    assert after._content is not before._content
    assert after.bank_key() != before.bank_key()
    assert list(after.paths) == sorted(path.relative_to(root).as_posix() for path in root.rglob("*.png"))


def test_what_nobody_holds_is_let_go_when_other_pictures_are_read(root: Path) -> None:
    first = weakref.ref(read(root))
    gc.collect()
    assert first() is not None
    read(root, height=2)
    gc.collect()
    assert first() is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_forked_processes_have_what_was_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(root)
    monkeypatch.setattr("imagespaces.loaded.files.decode", lambda *_: os._exit(2))
    child = os.fork()
    if not child:
        os._exit(0 if read(root).pixels is not None else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_bad_pictures_are_told_again_until_they_are_mended(root: Path) -> None:
    write(root, {"a/1.png": b""})
    for _ in range(2):
        with pytest.raises(PictureError):
            read(root)
    (root / "a/1.png").unlink()
    assert read(root).count == 5


# ----------------------------------------------------------------------------------------------------------------------
# Classes, parts and what it is made of
# ----------------------------------------------------------------------------------------------------------------------


def test_pictures_of_some_classes_are_those_of_all(root: Path) -> None:
    whole, some = ImageFolder(root=root, **SIZE), ImageFolder(root=root, **SIZE, classes=[OnlyClasses(["b"])])
    assert (some.size, some.class_names) == (3, ("b",))
    assert some.paths == ("b/0.png", "b/1.png", "b/2.png")
    assert np.array_equal(some.images(range(3)), whole.images([3, 4, 5]))
    assert some.labels(range(3)).tolist() == [0, 0, 0]


def test_classes_are_chosen_where_there_are_any(tmp_path: Path) -> None:
    root = write(tmp_path, {"0.png": encoded(noise(6, 8))})
    message = f"classes can be chosen where there are any, got {(OnlyClasses(['b']),)} and none"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        ImageFolder(root=root, **SIZE, classes=[OnlyClasses(["b"])])


def test_parts_are_named_where_there_are_some(root: Path) -> None:
    with pytest.raises(ValueError, match=r"^parts must be None: the data set is not divided, got \['train'\]$"):
        ImageFolder(root=root, **SIZE, parts=["train"])
    assert ImageFolder(root=root, **SIZE, parts=()) == ImageFolder(root=root, **SIZE)


def test_the_repr_says_what_is_not_usual(root: Path) -> None:
    plain = ImageFolder(root=root, **SIZE)
    assert repr(plain) == (
        f"ImageFolder(root='{root}', height=6, width=8, channels=3, resize='crop', on_error='raise', "
        "dtype='float32', stream=0)"
    )
    odd = ImageFolder(root=root, **SIZE, classes=[OnlyClasses(["b"])], partition=RandomSplit({"x": 1.0}))
    names = vars(imagespaces) | {"OnlyClasses": OnlyClasses, "RandomSplit": RandomSplit}
    assert eval(repr(odd), names) == odd != plain  # noqa: S307 - what a repr is for
    assert odd.bank_key() != plain.bank_key()
