"""Files that stay open."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.huggingface.held import HeldFile
from imagespaces.loaded.named_files import find_file

CONTENT = bytes(range(100))


@pytest.fixture
def file(tmp_path: Path) -> ListedFile:
    (tmp_path / "a").write_bytes(CONTENT)
    found = find_file(str(tmp_path), "a")
    assert found is not None
    return found


def test_it_is_read_like_any_file(file: ListedFile) -> None:
    with HeldFile(file) as held:
        assert (held.readable(), held.seekable(), held.writable()) == (True, True, False)
        assert held.read(5) == CONTENT[:5]
        assert held.seek(-3, io.SEEK_END) == 97
        assert held.read(50) == CONTENT[97:]
        assert held.seek(10) == held.tell() == 10
        assert held.seek(2, io.SEEK_CUR) == 12
        assert held.read() == CONTENT[12:]
        assert held.read_part(90, 50) == CONTENT[90:]


def test_readers_of_one_file_do_not_move_each_other(file: ListedFile) -> None:
    with HeldFile(file) as held:
        child = os.fork()
        if not child:
            held.read(50)
            os._exit(0)
        os.waitpid(child, 0)
        assert held.read(3) == CONTENT[:3]


def test_it_is_closed_once(file: ListedFile) -> None:
    held = HeldFile(file)
    descriptor = held.fileno()
    held.close()
    held.close()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


def test_what_is_not_the_file_that_was_listed_is_refused(file: ListedFile) -> None:
    held = HeldFile(file)
    held.check()
    Path(file.path).write_bytes(b"other")
    changed = r"^has changed since it was listed, as a file of 100 bytes$"
    with pytest.raises(PictureError, match=changed):
        held.check()
    with pytest.raises(PictureError, match=changed):
        HeldFile(file)
    held.close()
