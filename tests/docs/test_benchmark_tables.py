from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.report import to_json
from benchmarks.results import Measured, Results, Scale
from docs._extensions import benchmark_tables


def results(date: str) -> Results:
    peer, ours = (Measured([rate], [1.0], [1.0], peak_bytes=1 << 20) for rate in (100.0, 2_000.0))
    machine: dict[str, str | int] = {"processor": "a processor", "cores": 2, "system": "Linux", "python": "3.11.7"}
    return Results(date, machine, {"numpy": "2.0"}, [Scale(16, peer=peer, ours=ours)])


def test_page_says_what_was_measured_where_and_when(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "circle_square-2026-01-31.json").write_text(to_json(results("2026-01-31")), encoding="utf-8")
    monkeypatch.setattr(benchmark_tables, "FOLDER", tmp_path)
    shown = benchmark_tables.expand("<!-- newest results -->")
    assert shown.startswith("2026-01-31, on a processor, 2 cores, Linux, Python 3.11.7; numpy 2.0.\n")
    assert "| 16 | 100 | 2,000 | 20.0 | 500.000 |" in shown


def test_newest_run_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for date in ("2026-01-31", "2026-02-01", "2025-12-31"):
        (tmp_path / f"circle_square-{date}.json").write_text(to_json(results(date)), encoding="utf-8")
    monkeypatch.setattr(benchmark_tables, "FOLDER", tmp_path)
    assert "2026-02-01, on" in benchmark_tables.expand("before\n<!-- newest results -->\nafter")


@pytest.mark.parametrize("name", benchmark_tables.SHEETS)
def test_runs_that_are_kept_can_be_shown(name: str) -> None:
    shown = benchmark_tables.expand(f"before\n<!-- newest results: {name} -->\nafter")
    newest = max(path.stem for path in benchmark_tables.FOLDER.glob(f"{name}-*.json"))
    assert shown.startswith(f"before\n{newest.removeprefix(f'{name}-')}, on ")
    assert "one core, medians**" in shown or name in {"faults", "foreign"}  # which measure no time


def test_others_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^newest results can be those of circle_square, .*, got 'squares'$"):
        benchmark_tables.expand("<!-- newest results: squares -->")


def test_other_pages_are_left_alone() -> None:
    assert benchmark_tables.expand("nothing asked") == "nothing asked"
