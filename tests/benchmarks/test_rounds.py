from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest

from benchmarks import rounds
from benchmarks.report import Sheet
from benchmarks.rounds import Measured, measure, record, show, take_turns

LOG: list[str] = []


@dataclass(frozen=True)
class Case:
    name: str
    count: int = 3

    def calls(self) -> Iterator[Callable[[], object]]:
        for _ in itertools.count():
            yield lambda: LOG.append(self.name)


def test_the_median_round_counts() -> None:
    assert Measured(Case("one"), [1.0, 9.0, 2.0]).rate == 2.0


def test_cases_take_turns_after_a_call_that_does_not_count() -> None:
    LOG.clear()
    measured = [Measured(Case("one")), Measured(Case("other"))]
    assert list(take_turns(measured, rounds=2, seconds=0.0)) == [0, 1]
    assert LOG == ["one", "other"] * 3
    assert [len(each.per_s) for each in measured] == [2, 2]


def test_rates_are_things_per_second_of_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = itertools.count(step=0.5)
    monkeypatch.setattr(rounds, "process_time", lambda: next(ticks))
    # begun at 0, a look at 0.5 finds too little, at 1 enough; the round is over at 1.5
    (found,) = measure([Case("one", count=3)], rounds=1, seconds=1.0)
    assert found.per_s == [3 * 2 / 1.5]


def test_figures_are_kept_with_date_machine_and_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "RESULTS", tmp_path / "results")
    found = record("toys", [Measured(Case("one"), [1.0, 2.0, 6.0])], {"more": [1]}, ["numpy"])
    (path,) = (tmp_path / "results").iterdir()
    assert path.name == f"toys-{found['date']}.json"
    assert json.loads(path.read_text(encoding="utf-8")) == found
    assert found["versions"] == {"numpy": version("numpy")}
    assert found["more"] == [1]
    assert found["measured"] == [{"case": {"name": "one", "count": 3}, "per_s": [1.0, 2.0, 6.0], "rate": 2.0}]
    assert "processor" in found["machine"]


def test_tables_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    show([Sheet("Toys", ("what", "how many"), (("cars", "12"),))])
    shown = capsys.readouterr().out
    assert all(part in shown for part in ("Toys", "how many", "cars", "12"))
