"""Making entries, and what is left when that fails."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from imagespaces.cache import Key, building, entries, find, remove_unfinished
from tests.imagespaces.cache.made import KEY, made, pixels

UINT8 = np.dtype(np.uint8)


def test_rows_that_were_not_filled_are_cut_off(cache: Path) -> None:
    with building(KEY) as builder:
        builder.allocate("pixels", (9, 2, 2, 1), UINT8)[:3] = pixels()
        builder.publish({}, 3)
    entry = find(KEY)
    assert entry is not None
    assert np.array_equal(entry.array("pixels"), pixels())  # type: ignore[arg-type]
    assert (cache / KEY.name / "pixels.uint8").stat().st_size == 12


def test_nothing_is_found_before_it_is_published(cache: Path) -> None:
    with building(KEY) as builder:
        builder.allocate("pixels", (3, 2, 2, 1), UINT8)
        assert find(KEY) is None
        assert entries() == []
        builder.publish({}, 3)
        assert find(KEY) is not None
    assert [path.name for path in cache.iterdir()] == [KEY.name]


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
def test_what_is_interrupted_leaves_nothing(cache: Path, error: type[BaseException]) -> None:
    def interrupted() -> None:
        with building(KEY) as builder:
            builder.allocate("pixels", (3, 2, 2, 1), UINT8)
            raise error

    with pytest.raises(error):
        interrupted()
    assert list(cache.iterdir()) == []


def test_entries_of_other_states_go_and_others_stay(cache: Path) -> None:
    keys = [Key("toys", "of wood", "old"), Key("toys", "of tin", "old"), Key("dolls", "of wood", "old"), KEY]
    for key in keys:
        made(key)
    assert sorted(path.name for path in cache.iterdir()) == sorted(key.name for key in keys[1:])


def test_the_directory_is_the_users_alone(cache: Path) -> None:
    made()
    assert cache.stat().st_mode & 0o777 == 0o700
    assert (cache / KEY.name).stat().st_mode & 0o777 == 0o700


def test_who_comes_second_finds_what_the_first_has_made(cache: Path) -> None:
    makers: list[int] = []

    def make(number: int) -> None:
        with building(KEY) as builder:
            if find(KEY) is None:
                makers.append(number)
                builder.allocate("pixels", (3, 2, 2, 1), UINT8)[...] = pixels()
                builder.publish({}, 3)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make, range(8)))
    assert len(makers) == 1
    assert [path.name for path in cache.iterdir()] == [KEY.name]


DYING = """
import os, signal
import numpy as np
from imagespaces.cache import Key, building
with building(Key("toys", {subject!r}, "new")) as builder:
    builder.allocate("pixels", (3, 2, 2, 1), np.dtype(np.uint8))[...] = 9
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system knows no such signals")
@pytest.mark.parametrize("subject", ["of wood", "of tin"])
def test_what_a_maker_that_was_killed_has_left_goes_with_the_next(cache: Path, subject: str) -> None:
    killed = subprocess.run([sys.executable, "-c", DYING.format(subject=subject)], check=False)
    assert killed.returncode == -9
    assert len(list(cache.glob(".*.building"))) == 1
    assert entries() == []
    assert np.array_equal(made().array("pixels"), pixels())  # type: ignore[arg-type]
    assert [path.name for path in cache.iterdir()] == [KEY.name]


def test_what_another_is_making_stays(cache: Path) -> None:
    other = Key("toys", "of tin", "new")
    with building(other) as builder:
        builder.allocate("pixels", (3, 2, 2, 1), UINT8)[...] = pixels()
        made()
        builder.publish({}, 3)
    assert sorted(path.name for path in cache.iterdir()) == sorted([KEY.name, other.name])


def test_what_is_left_can_be_removed_while_others_are_making(cache: Path) -> None:
    (cache / ".dead.building").mkdir(parents=True)
    with building(KEY) as builder:
        builder.allocate("pixels", (3, 2, 2, 1), UINT8)[...] = pixels()
        (cache / ".dead.building").mkdir()
        remove_unfinished()
        builder.publish({}, 3)
    assert [path.name for path in cache.iterdir()] == [KEY.name]


@pytest.mark.usefixtures("cache")
def test_where_nothing_is_left_nothing_is_removed() -> None:
    remove_unfinished()


def test_what_was_left_of_removing_goes(cache: Path) -> None:
    (cache / ".abc.gone" / "toys").mkdir(parents=True)
    made()
    assert [path.name for path in cache.iterdir()] == [KEY.name]


# ----------------------------------------------------------------------------------------------------------------------
# No room
# ----------------------------------------------------------------------------------------------------------------------

FULL = """
import os, resource, sys
import numpy as np
from imagespaces.cache import Key, building
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
try:
    with building(Key("toys", "of wood", "new")) as builder:
        builder.allocate("pixels", (3 << 20,), np.dtype(np.uint8))[...] = 9
except OSError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="the system cannot reserve room on a disk")
def test_a_file_larger_than_is_allowed_is_an_error_and_no_crash(cache: Path) -> None:
    tried = subprocess.run([sys.executable, "-c", FULL], check=False, capture_output=True, text=True)
    size = 3 << 20
    message = f"[Errno {errno.EFBIG}] {size} bytes of images must fit where they are kept: '{cache}'\n"
    assert (tried.returncode, tried.stderr) == (1, message)
    assert list(cache.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="the system cannot reserve room on a disk")
def test_a_full_disk_is_an_error_and_leaves_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", refuse)
    message = r"12 bytes of images must fit where they are kept"
    with pytest.raises(OSError, match=message), building(KEY) as builder:
        builder.allocate("pixels", (3, 2, 2, 1), UINT8)
    assert list(cache.iterdir()) == []


def test_a_place_where_nothing_can_be_written_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("IMAGESPACES_CACHE", str(tmp_path / "file" / "cache"))
    assert find(KEY) is None
    assert entries() == []
    with pytest.raises(NotADirectoryError), building(KEY):
        pass
