from __future__ import annotations

import tempfile
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from benchmarks.soak_holding import Holding, LeftBehindError, expect_nothing_left

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="what is held is told by Linux's means")

LEFT = r"^nothing must be left of a closed environment, got "


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory for temporary files in which nobody else has any."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_threads_are_told() -> None:
    over = Event()
    thread = Thread(target=over.wait)
    with pytest.raises(LeftBehindError, match=LEFT + r"\d+ threads for \d+; "), expect_nothing_left():
        thread.start()
    over.set()
    thread.join()


def test_open_files_are_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(LeftBehindError, match=LEFT + r"\d+ files for \d+; open are .*/left"), expect_nothing_left():
        file = (tmp_path / "left").open("w")
    file.close()


def test_temporary_files_are_told(temporary: Path) -> None:
    with pytest.raises(LeftBehindError, match=LEFT + r"1 temporary for 0; "), expect_nothing_left():
        (temporary / "left").touch()


def test_what_goes_when_python_looks_for_it_is_not_left(tmp_path: Path) -> None:
    def open_in_a_circle() -> None:
        circle: list[Any] = [(tmp_path / "open").open("w")]
        circle.append(circle)

    with pytest.warns(ResourceWarning), expect_nothing_left():
        open_in_a_circle()


def test_memory_is_counted_in_bytes() -> None:
    before = Holding.now()
    held = bytearray(b"1") * (50 << 20)
    assert 45 << 20 < Holding.now().resident - before.resident < 60 << 20
    del held


def test_what_is_free_is_given_back_first() -> None:
    before = Holding.at_rest()
    held = [bytes(100) for _ in range(100_000)]
    assert Holding.at_rest().blocks - before.blocks > 90_000
    del held
    assert abs(Holding.at_rest().blocks - before.blocks) < 5_000
