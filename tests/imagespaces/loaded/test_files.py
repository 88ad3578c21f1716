"""Reading single files, which may not be what they were."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import MAX_FILE_BYTES, ListedFile


def listed(path: Path) -> ListedFile:
    status = path.stat()
    return ListedFile(path.name, os.path.realpath(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "a.png"
    path.parent.mkdir()
    path.write_bytes(b"content")
    return path


def refusal(file: ListedFile) -> str:
    with pytest.raises(PictureError) as caught:
        file.read()
    return str(caught.value)


OPEN_FILES = Path("/proc/self/fd")

CHANGED = "has changed since it was listed, as a file of 7 bytes"


@pytest.mark.parametrize("content", [b"", b"x", bytes(range(256)) * 1000])
def test_the_content_is_read_whole(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert listed(path).read() == content


@pytest.mark.parametrize("content", [b"conten", b"contents", b""])
def test_another_size_is_refused(path: Path, content: bytes) -> None:
    file = listed(path)
    path.write_bytes(content)
    os.utime(path, ns=(file.written, file.written))
    assert refusal(file) == CHANGED


def test_another_time_is_refused(path: Path) -> None:
    file = listed(path)
    os.utime(path, ns=(file.written, file.written + 1_000_000_000))
    assert refusal(file) == CHANGED


def test_a_file_that_grows_while_it_is_read_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, plain, calls = listed(path), os.fstat, 0

    def fstat(descriptor: int) -> os.stat_result:
        nonlocal calls
        calls += 1
        if calls == 2:  # the check after reading
            path.write_bytes(b"content and more")
        return plain(descriptor)

    monkeypatch.setattr(os, "fstat", fstat)
    assert refusal(file) == CHANGED


def test_a_file_that_is_gone_is_refused(path: Path) -> None:
    file = listed(path)
    path.unlink()
    assert refusal(file) == "cannot be read: No such file or directory"


def test_a_pipe_in_the_place_of_a_file_does_not_hang(path: Path) -> None:
    file = listed(path)
    path.unlink()
    os.mkfifo(path)
    assert refusal(file) == CHANGED


def test_a_pipe_is_no_empty_file(path: Path) -> None:
    path.write_bytes(b"")
    file = listed(path)
    path.unlink()
    os.mkfifo(path)
    os.utime(path, ns=(file.written, file.written))
    assert refusal(file) == "has changed since it was listed, as a file of 0 bytes"


def test_a_link_in_the_place_of_a_file_is_not_followed(path: Path) -> None:
    file = listed(path)
    path.rename(path.with_name("b.png"))
    path.symlink_to("b.png")
    assert refusal(file) == CHANGED


def test_a_link_in_the_place_of_a_folder_is_not_followed(path: Path) -> None:
    file = listed(path)
    path.parent.rename(path.parents[1] / "elsewhere")
    path.parent.symlink_to("elsewhere")
    assert path.read_bytes() == b"content"
    assert refusal(file) == CHANGED


def test_a_link_that_appears_at_the_last_moment_is_not_followed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = listed(path)
    path.rename(path.with_name("b.png"))
    path.symlink_to("b.png")
    monkeypatch.setattr(os.path, "realpath", lambda path: path)
    assert refusal(file) == "cannot be read: Too many levels of symbolic links"


def test_a_folder_in_the_place_of_a_file_is_refused(path: Path) -> None:
    file = listed(path)
    path.unlink()
    path.mkdir()
    assert re.match(r"cannot be read: Is a directory|has changed since", refusal(file))


def test_what_must_not_be_read_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert refusal(listed(path)) == "cannot be read: Permission denied"


def test_a_file_too_large_is_not_opened(path: Path) -> None:
    os.truncate(path, MAX_FILE_BYTES + 1)
    file = listed(path)
    path.unlink()
    assert refusal(file) == "takes 536870913 bytes, allowed are up to 536870912"


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="the system does not list open files")
def test_reading_leaves_no_file_open(path: Path) -> None:
    before = len(list(OPEN_FILES.iterdir()))
    file = listed(path)
    file.read()
    path.write_bytes(b"other")
    refusal(file)
    assert len(list(OPEN_FILES.iterdir())) == before
