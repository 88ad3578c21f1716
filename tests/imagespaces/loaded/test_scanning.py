"""Looking into folders that a format names."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.scanning import Scan
from tests.imagespaces.loaded.cases import write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {"a/2.png": b"two", "a/10.png": b"ten", "a/B.PNG": b"B", "b/c/1.jpg": b"one", "words.txt": b"words"}
    return write(tmp_path / "data", files | {"a/.hidden.png": b"", "a/notes.txt": b"", ".cache/1.png": b""})


def scan(root: Path) -> Scan:
    return Scan(str(root))


def faults(found: Scan) -> dict[str, str]:
    return dict(found.listing().faults)


def test_pictures_are_those_of_the_folders_named_in_order(root: Path) -> None:
    found = scan(root)
    assert [found.pictures(folder) for folder in ("b/c", "a")] == [1, 3]
    listing = found.listing(classes=["a"])
    assert [file.name for file in listing.files] == ["b/c/1.jpg", "a/10.png", "a/2.png", "a/B.PNG"]
    assert [file.read() for file in listing.files] == [b"one", b"ten", b"two", b"B"]
    assert (listing.faults, listing.ignored, listing.classes) == ((), 2, ("a",))


def test_endings_can_be_others(root: Path) -> None:
    found = scan(root)
    assert found.pictures("a", (".txt",)) == 1
    assert [file.name for file in found.listing().files] == ["a/notes.txt"]


def test_folders_are_given_in_order_and_hidden_ones_are_not(root: Path) -> None:
    assert scan(root).subfolders("") == ["a", "b"]
    assert list(scan(root).tree("")) == ["", "a", "b", "b/c"]
    assert [scan(root).has(folder) for folder in ("a", "b/c", "words.txt", "none")] == [True, True, False, False]


def test_the_first_text_that_is_there_counts(root: Path) -> None:
    found = scan(root)
    assert found.text("words", "names.txt", "words.txt", "a/notes.txt")
    assert not found.text("index", "index.json")
    listing = found.listing()
    words = listing.text("words")
    assert words is not None
    assert (words.name, words.read(), listing.text("index")) == ("words.txt", b"words", None)


def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "none")
    with pytest.raises(ValueError, match=f"^root must be a directory, got {missing!r}: No such file or directory$"):
        Scan(missing)
    with pytest.raises(ValueError, match=r"^root must be a directory, got 'a\\x00b': .*null"):
        Scan("a\0b")


def test_a_folder_that_is_not_there_is_a_fault(root: Path) -> None:
    found = scan(root)
    assert (found.pictures("none"), found.subfolders("gone")) == (0, [])
    said = "cannot be read: No such file or directory"
    assert faults(found) == {"gone": said, "none": said}


def test_links_stay_inside(root: Path) -> None:
    write(root.parent, {"secret.png": b"secret"})
    (root / "a/in.png").symlink_to("../b/c/1.jpg")
    (root / "a/out.png").symlink_to("../../secret.png")
    (root / "a/lost.png").symlink_to("nowhere.png")
    found = scan(root)
    assert found.pictures("a") == 4
    inner = next(file for file in found.listing().files if file.name == "a/in.png")
    assert (inner.read(), inner.path) == (b"one", os.path.realpath(root / "b/c/1.jpg"))
    real = os.path.realpath(root)
    assert faults(found) == {
        "a/lost.png": "cannot be read: No such file or directory",
        "a/out.png": f"is a link to {os.path.realpath(root.parent / 'secret.png')!r}, "
        f"allowed are links that stay inside of {real!r}",
    }


def test_folders_are_no_links(root: Path) -> None:
    (root / "d").symlink_to("a")
    (root / "b/e").symlink_to("..")
    found = scan(root)
    assert found.pictures("d") == 0
    assert found.subfolders("b") == ["b/c"]
    target = os.path.realpath(root / "a")
    assert faults(found) == {
        "b/e": "is a link to a folder, allowed are links to pictures",
        "d": f"is a link to {target!r}, allowed are folders and, for pictures, links inside",
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_special_files_are_faults_and_nobody_waits_for_them(root: Path) -> None:
    os.mkfifo(root / "a/pipe.png")
    (root / "a/folder.png").mkdir()
    found = scan(root)
    assert found.pictures("a") == 3
    said = faults(found)
    assert said.keys() == {"a/folder.png", "a/pipe.png"}
    assert re.fullmatch(r"is 'd[rwx-]{9}', neither a file nor a folder", said["a/folder.png"])
    assert re.fullmatch(r"is 'p[rwx-]{9}', neither a file nor a folder", said["a/pipe.png"])


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("../secret", "'index.json' is a link to '{out}', allowed are links that stay inside of '{root}'"),
        ("nowhere", "'index.json' cannot be read: No such file or directory"),
        ("a", "'index.json' is 'drwxr-xr-x', neither a file nor a folder"),
    ],
)
def test_texts_that_are_no_files_inside_are_refused(root: Path, target: str, message: str) -> None:
    write(root.parent, {"secret": b"secret"})
    (root / "a").chmod(0o755)
    (root / "index.json").symlink_to(target)
    told = message.format(out=os.path.realpath(root.parent / "secret"), root=os.path.realpath(root))
    with pytest.raises(PictureError, match=f"^{re.escape(told)}$"):
        scan(root).text("index", "index.json")


@pytest.mark.parametrize("change", ["a picture", "a text", "the classes", "a fault", "a time"])
def test_the_digest_tells_of_every_change(root: Path, change: str) -> None:
    def digest(*classes: str) -> str:
        found = scan(root)
        found.pictures("a")
        found.text("words", "words.txt")
        return found.listing(classes).digest

    before = digest()
    assert digest() == before
    if change == "a picture":
        (root / "a/2.png").write_bytes(b"three")
    elif change == "a text":
        (root / "words.txt").write_bytes(b"other words")
    elif change == "a fault":
        (root / "a/lost.png").symlink_to("nowhere.png")
    elif change == "a time":
        os.utime(root / "a/2.png", (1, 1))
    assert digest(*["a"] * (change == "the classes")) != before
