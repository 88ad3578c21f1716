"""Locks between processes."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from imagespaces.cache.locks import locked, locked_now

pytest.importorskip("fcntl")


def test_one_at_a_time_is_inside(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def enter(number: int) -> None:
        for _ in range(20):
            with locked(tmp_path / "lock"):
                inside.append(number)
                most.append(len(inside))
                time.sleep(0.0005)
                inside.remove(number)

    threads = [threading.Thread(target=enter, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 120
    assert list(tmp_path.iterdir()) == []


def test_who_does_not_wait_is_told_whether_it_holds_the_lock(tmp_path: Path) -> None:
    with locked(tmp_path / "lock"), locked_now(tmp_path / "lock") as held:
        assert held is False
    with locked_now(tmp_path / "lock") as held:
        assert held is True
        with locked_now(tmp_path / "lock") as again:
            assert again is False
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    child = os.fork()
    if not child:
        with locked(tmp_path / "lock"):
            os._exit(0)
    os.waitpid(child, 0)
    assert (tmp_path / "lock").exists()
    with locked_now(tmp_path / "lock") as held:
        assert held is True


def test_an_error_gives_it_back(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "lock"):
        raise ZeroDivisionError
    with locked_now(tmp_path / "lock") as held:
        assert held is True


def test_a_place_where_nothing_can_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError), locked(tmp_path / "file" / "lock"):
        pass
