"""Which files are pictures, in which order, and what is refused."""

from __future__ import annotations

import builtins
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.loaded.faults import Fault
from imagespaces.loaded.listing import SUFFIXES, list_pictures, path_order
from tests.imagespaces.loaded.cases import write

LETTERS = "aZ0 é日-_~"
NAMES = st.text(LETTERS, min_size=1, max_size=4)
TREES = st.lists(st.lists(NAMES, min_size=1, max_size=3).map("/".join), min_size=1, max_size=8, unique=True)


def names(root: Path) -> list[str]:
    return [file.name for file in list_pictures(str(root)).files]


def faults(root: Path) -> list[Fault]:
    return list(list_pictures(str(root)).faults)


@given(TREES, st.data())
def test_paths_are_in_order_part_by_part(
    tmp_path_factory: pytest.TempPathFactory, paths: list[str], data: st.DataObject
) -> None:
    pictures = [f"{path}.png" for path in paths]
    root = tmp_path_factory.mktemp("tree")
    for picture in data.draw(st.permutations(pictures)):
        write(root, {picture: b""})
    assert names(root) == sorted(pictures, key=lambda picture: [part.encode() for part in picture.split("/")])


def test_folders_come_together(tmp_path: Path) -> None:
    # Sorted as whole strings, "a/1.png" would come between "a.b/1.png" and "a0/1.png".
    write(tmp_path, {f"{folder}/1.png": b"" for folder in ("a0", "a.b", "a", "B", "ä")})
    assert names(tmp_path) == ["B/1.png", "a/1.png", "a.b/1.png", "a0/1.png", "ä/1.png"]


def test_what_is_known_of_a_file(tmp_path: Path) -> None:
    path = write(tmp_path, {"cats/old/1.png": b"12345"}) / "cats/old/1.png"
    os.utime(path, ns=(1, 1_600_000_000_123_456_789))
    (file,) = list_pictures(str(tmp_path)).files
    assert (file.name, file.path) == ("cats/old/1.png", os.path.realpath(path))
    assert (file.size, file.written, file.changed) == (5, path.stat().st_mtime_ns, path.stat().st_ctime_ns)


@pytest.mark.parametrize("suffix", [*SUFFIXES, *map(str.upper, SUFFIXES), ".JpG"])
def test_endings_of_pictures(tmp_path: Path, suffix: str) -> None:
    assert names(write(tmp_path, {f"x{suffix}": b""})) == [f"x{suffix}"]


def test_hidden_files_and_others_are_counted(tmp_path: Path) -> None:
    others = [".x.png", "._x.png", ".git/x.png", "x.gif", "x.txt", "png", "x.png.part", "cats/Thumbs.db", "cats/.x.png"]
    found = list_pictures(str(write(tmp_path, dict.fromkeys(["x.png", *others], b""))))
    assert [file.name for file in found.files] == ["x.png"]
    assert found.faults == ()
    assert found.ignored == len(others)


def test_a_folder_may_be_named_like_a_picture(tmp_path: Path) -> None:
    assert names(write(tmp_path, {"x.png/1.png": b""})) == ["x.png/1.png"]


def test_no_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"cats/1.png": b"1", "cats/x.txt": b"1"})

    def refuse(*_: object) -> None:
        pytest.fail("no file must be opened")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(os, "open", refuse)
    assert names(tmp_path) == ["cats/1.png"]


def test_what_is_no_directory_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"x.png": b""})
    with pytest.raises(NotADirectoryError):
        list_pictures(str(tmp_path / "x.png"))
    with pytest.raises(FileNotFoundError):
        list_pictures(str(tmp_path / "nowhere"))


# ----------------------------------------------------------------------------------------------------------------------
# Links and what else is no file
# ----------------------------------------------------------------------------------------------------------------------


def test_a_link_to_a_picture_inside_is_that_picture(tmp_path: Path) -> None:
    write(tmp_path, {".store/1": b"123", "cats/1.png": b"1"})
    (tmp_path / "cats/2.png").symlink_to("../.store/1")
    (tmp_path / "cats/3.png").symlink_to("2.png")
    found = list_pictures(str(tmp_path))
    assert [file.name for file in found.files] == ["cats/1.png", "cats/2.png", "cats/3.png"]
    assert [os.path.relpath(file.path, os.path.realpath(tmp_path)) for file in found.files] == [
        "cats/1.png",
        ".store/1",
        ".store/1",
    ]
    assert found.files[1].size == 3


def test_the_directory_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"real/1.png": b""})
    (tmp_path / "root").symlink_to("real")
    assert names(tmp_path / "root") == ["1.png"]


@pytest.mark.parametrize("absolute", [True, False])
def test_a_link_that_leads_out_is_refused(tmp_path: Path, *, absolute: bool) -> None:
    write(tmp_path, {"outside.png": b"", "root/1.png": b""})
    (tmp_path / "root/2.png").symlink_to(tmp_path / "outside.png" if absolute else "../outside.png")
    target, root = (os.path.realpath(tmp_path / name) for name in ("outside.png", "root"))
    assert names(tmp_path / "root") == ["1.png"]
    reason = f"is a link to {target!r}, allowed are links that stay inside of {root!r}"
    assert faults(tmp_path / "root") == [Fault("2.png", reason)]


def test_a_link_out_by_way_of_a_link_inside_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"outside.png": b"", "root/1.png": b""})
    (tmp_path / "root/.hop").symlink_to("../outside.png")
    (tmp_path / "root/2.png").symlink_to(".hop")
    assert names(tmp_path / "root") == ["1.png"]
    assert [fault.name for fault in faults(tmp_path / "root")] == ["2.png"]


def test_a_directory_whose_name_begins_alike_is_outside(tmp_path: Path) -> None:
    write(tmp_path, {"root-secret/x.png": b"", "root/1.png": b""})
    (tmp_path / "root/2.png").symlink_to("../root-secret/x.png")
    assert names(tmp_path / "root") == ["1.png"]


@pytest.mark.parametrize("target", ["cats", ".", "..", "/"])
def test_links_to_folders_are_refused(tmp_path: Path, target: str) -> None:
    write(tmp_path, {"root/cats/1.png": b"", "2.png": b""})
    (tmp_path / "root/dogs").symlink_to(target)
    assert names(tmp_path / "root") == ["cats/1.png"]
    reason = "is a link to a folder, allowed are links to pictures inside of the directory"
    assert faults(tmp_path / "root") == [Fault("dogs", reason)]


def test_links_that_lead_nowhere_are_refused_if_named_as_pictures(tmp_path: Path) -> None:
    for name, target in {"a.png": "nowhere", "b.png": "b.png", "c": "nowhere", "d": "d"}.items():
        (tmp_path / name).symlink_to(target)
    assert faults(tmp_path) == [
        Fault("a.png", "cannot be read: No such file or directory"),
        Fault("b.png", "cannot be read: Too many levels of symbolic links"),
    ]
    assert list_pictures(str(tmp_path)).ignored == 2


def test_pipes_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.png", 0o600)
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "y.png").symlink_to("pipe")
    reason = "is 'prw-------', neither a file nor a folder"
    assert faults(tmp_path) == [Fault("x.png", reason), Fault("y.png", reason)]


def test_a_folder_that_must_not_be_listed_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"cats/1.png": b"", "dogs/1.png": b"", "dogs/secret/1.png": b""})
    plain = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if path.endswith("secret"):
            raise PermissionError(13, "Permission denied", path)
        return plain(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert names(tmp_path) == ["cats/1.png", "dogs/1.png"]
    assert faults(tmp_path) == [Fault("dogs/secret", "cannot be read: Permission denied")]


def test_a_file_that_vanishes_while_it_is_listed_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"1.png": b"", "2.png": b""})
    plain = os.lstat

    def lstat(path: str) -> os.stat_result:
        if path.endswith("1.png"):
            Path(path).unlink()
        return plain(path)

    monkeypatch.setattr(os, "lstat", lstat)
    found = list_pictures(str(tmp_path))
    assert [file.name for file in found.files] == ["2.png"]
    assert found.faults == (Fault("1.png", "cannot be read: No such file or directory"),)


# ----------------------------------------------------------------------------------------------------------------------
# Odd names
# ----------------------------------------------------------------------------------------------------------------------


def test_names_as_long_as_they_may_be(tmp_path: Path) -> None:
    name = f"{'x' * 255}/{'y' * 251}.png"
    (file,) = list_pictures(str(write(tmp_path, {name: b"content"}))).files
    assert file.name == name
    assert file.read() == b"content"


def test_a_path_too_long_for_the_system_is_a_fault(tmp_path: Path) -> None:
    folder = "x" * 250
    descriptor = os.open(tmp_path, os.O_RDONLY)
    for _ in range(17):
        os.mkdir(folder, dir_fd=descriptor)
        inner = os.open(folder, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(descriptor)
    (fault,) = faults(tmp_path)
    assert set(fault.name) == {"x", "/"}
    assert fault.reason == "cannot be read: File name too long"


def test_names_that_are_no_text(tmp_path: Path) -> None:
    raw = [b"caf\xe9/\xff.png", b"cafe/1.png", b"caf\xc3\xa9/\n.png"]
    write(tmp_path, {os.fsdecode(path): b"content" for path in raw})
    files = list_pictures(str(tmp_path)).files
    assert [os.fsencode(file.name) for file in files] == sorted(raw)
    assert [file.read() for file in files] == [b"content"] * 3


def test_the_order_is_that_of_bytes() -> None:
    assert path_order("é/\udcff") == b"\xc3\xa9\0\xff"


# ----------------------------------------------------------------------------------------------------------------------
# The digest
# ----------------------------------------------------------------------------------------------------------------------


def test_the_digest_changes_with_what_is_there(tmp_path: Path) -> None:
    root = write(tmp_path, {"1.png": b"1", "2.png": b"2"})
    digests = [list_pictures(str(root)).digest]
    assert list_pictures(str(root)).digest == digests[0]
    for change in (
        lambda: write(root, {"3.png": b""}),
        lambda: write(root, {"3.png": b"3"}),
        lambda: os.utime(root / "3.png", ns=(0, 0)),
        lambda: (root / "2.png").rename(root / "4.png"),
        lambda: (root / "5.png").symlink_to("nowhere"),
        (root / "1.png").unlink,
    ):
        change()
        digests.append(list_pictures(str(root)).digest)
    assert len(set(digests)) == len(digests)


def test_the_digest_knows_where_links_lead(tmp_path: Path) -> None:
    root = write(tmp_path, {".a": b"1", ".b": b"2"})
    for name in (".a", ".b"):
        os.utime(root / name, ns=(0, 0))
    (root / "x.png").symlink_to(".a")
    before = list_pictures(str(root)).digest
    (root / "x.png").rename(root / "y.png")
    renamed = list_pictures(str(root)).digest
    (root / "y.png").unlink()
    (root / "x.png").symlink_to(".b")
    assert len({before, renamed, list_pictures(str(root)).digest}) == 3


def test_the_digest_knows_of_changes_that_were_meant_to_be_hidden(tmp_path: Path) -> None:
    path = write(tmp_path, {"1.png": b"1"}) / "1.png"
    written = path.stat().st_mtime_ns
    digests = [list_pictures(str(tmp_path)).digest]
    time.sleep(0.03)  # clocks of file systems are coarse
    path.write_bytes(b"2")
    os.utime(path, ns=(written, written))
    digests.append(list_pictures(str(tmp_path)).digest)
    time.sleep(0.03)
    path.chmod(0o400)
    digests.append(list_pictures(str(tmp_path)).digest)
    assert len(set(digests)) == 3


def test_other_files_do_not_change_the_digest(tmp_path: Path) -> None:
    root = write(tmp_path, {"1.png": b"1"})
    before = list_pictures(str(root)).digest
    write(root, {"notes.txt": b"", ".x.png": b""})
    assert list_pictures(str(root)).digest == before
