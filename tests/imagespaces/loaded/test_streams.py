"""Reading large files bit by bit."""

from __future__ import annotations

import gzip
import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.named_files import find_file
from imagespaces.loaded.streams import inflated, opened, read_up_to, wrong


class Slow(BytesIO):
    """Gives few bytes at a time, and counts what it is asked for."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.most = max(self.most, size or 0)
        return super().read(min(size or 0, 3))


def listed(path: Path, content: bytes) -> ListedFile:
    path.write_bytes(content)
    found = find_file(str(path.parent), path.name)
    assert found is not None
    return found


@given(content=st.binary(max_size=40), count=st.integers(0, 60))
def test_so_many_bytes_are_read_or_all_there_are(content: bytes, count: int) -> None:
    assert read_up_to(Slow(content), count) == content[:count]


def test_no_more_is_asked_for_at_a_time_than_a_mebibyte() -> None:
    stream = Slow(b"little")
    assert read_up_to(stream, 1 << 60) == b"little"
    assert stream.most == 1 << 20


@pytest.mark.parametrize("content", [b"", b"\x1f", b"plain", bytes(100)])
@pytest.mark.parametrize("name", ["a", "a.gz"])
def test_what_is_packed_is_unpacked_whatever_its_name(tmp_path: Path, content: bytes, name: str) -> None:
    for written in (content, gzip.compress(content)):
        with inflated(listed(tmp_path / name, written)) as stream:
            assert read_up_to(stream, 1000) == content


def refusal(file: ListedFile) -> str:
    with pytest.raises(ValueError, match=r".") as caught, inflated(file) as stream:
        read_up_to(stream, 10_000)
    return str(caught.value)


PACKED = gzip.compress(bytes(range(256)) * 4)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (PACKED[:-4], "Compressed file ended before the end-of-stream marker was reached"),
        (PACKED[:10] + b"\x07" + PACKED[11:], "Error -3 while decompressing data: invalid block type"),
        (PACKED[:-8] + bytes(4) + PACKED[-4:], "CRC check failed"),
        (PACKED + b"more", "Not a gzipped file"),
        (b"\x1f\x8b\x09" + PACKED[3:], "Unknown compression method"),
    ],
)
def test_damage_is_told_with_the_name(tmp_path: Path, content: bytes, reason: str) -> None:
    file = listed(tmp_path / "a.gz", content)
    assert refusal(file).startswith(f"{file.path!r} cannot be read: {reason}")


def test_a_file_that_changes_is_told(tmp_path: Path) -> None:
    file = listed(tmp_path / "a", b"before")
    os.utime(file.path, (1, 1))
    assert refusal(file) == f"{file.path!r} has changed since it was listed, as a file of 6 bytes"
    (tmp_path / "a").unlink()
    assert refusal(file) == f"{file.path!r} cannot be read: No such file or directory"


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    file = listed(tmp_path / "a", b"before")

    def read() -> None:
        with opened(file) as stream:
            stream.read(3)
            (tmp_path / "a").write_bytes(b"after all")

    with pytest.raises(ValueError, match=re.escape("has changed since it was listed, as a file of 6 bytes")):
        read()


def test_errors_of_others_stay_what_they_are(tmp_path: Path) -> None:
    file = listed(tmp_path / "a", b"content")

    def fail(error: Exception) -> None:
        with opened(file):
            raise error

    for error in (KeyError("key"), MemoryError()):
        with pytest.raises(type(error)):
            fail(error)


@pytest.mark.parametrize("found", [3, "nothing", [1, 2]])
def test_what_is_wrong_names_the_file(tmp_path: Path, found: Any) -> None:
    file = listed(tmp_path / "a", b"")
    assert str(wrong(file, "be good", found)) == f"{file.path!r} must be good, got {found}"
