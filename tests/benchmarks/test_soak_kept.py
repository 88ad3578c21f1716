from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.soak_kept import Kept

PLAN = {"seed": 0, "chunk": 2}


def test_what_was_found_is_read_again(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "a.jsonl", PLAN)
    kept.begin()
    assert kept.chunks() == []
    for number in range(3):
        kept.add({"number": number})
    assert kept.chunks() == [{"number": 0}, {"number": 1}, {"number": 2}]


def test_a_line_that_was_cut_short_is_removed(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "a.jsonl", PLAN)
    kept.begin()
    kept.add({"number": 0})
    with kept.path.open("a", encoding="utf-8") as file:
        file.write('{"number": 1, "fo')
    assert kept.chunks() == [{"number": 0}]
    kept.add({"number": 1})
    assert kept.chunks() == [{"number": 0}, {"number": 1}]


def test_what_is_there_is_not_begun_anew(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "a.jsonl", PLAN)
    kept.begin()
    with pytest.raises(FileExistsError):
        kept.begin()


def test_other_plans_are_refused(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "a.jsonl", PLAN)
    kept.begin()
    message = r"^a\.jsonl must be of {'seed': 1}, got one of {'seed': 0, 'chunk': 2}$"
    with pytest.raises(ValueError, match=message):
        Kept(kept.path, {"seed": 1}).chunks()


def test_files_of_nothing_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.touch()
    with pytest.raises(ValueError, match=r"^a\.jsonl must be of {'seed': 0, 'chunk': 2}, got one of None$"):
        Kept(path, PLAN).chunks()
