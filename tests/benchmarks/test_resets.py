from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks import resets
from benchmarks.resets import SPACES, Case, main, sheets
from imagespaces import Polygons


@pytest.mark.parametrize("count", [1, 3, 7])
def test_only_environments_that_reset_are_drawn(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    render = Polygons.pixels

    def counted(space: Polygons, indices: Any) -> Any:
        drawn.append(len(indices))
        return render(space, indices)

    monkeypatch.setattr(Polygons, "pixels", counted)
    calls = Case("polygons", 7, count).calls()
    call = next(calls)
    assert sum(drawn) == 7
    for _ in range(3):
        drawn.clear()
        call()
        assert sum(drawn) == count
        call = next(calls)


@pytest.mark.parametrize("space", SPACES)
def test_steps_are_of_all_environments(space: str) -> None:
    case = Case(space, 3)
    observations: Any = next(case.calls())()
    assert len(observations[1]) == case.count == 3


def test_figures_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [Case(space, 4, count) for count in (0, 1, 3) for space in SPACES]
    monkeypatch.setattr(resets, "CASES", tuple(cases))
    path = tmp_path / "figures.json"
    result = CliRunner().invoke(main, ["--rounds", "1", "--seconds", "0", "--output", str(path)])
    assert result.exit_code == 0, result.output
    found = json.loads(path.read_text(encoding="utf-8"))
    stepped, reset = sheets(found)
    rates = [each["rate"] for each in found["measured"]]
    assert stepped.rows == (("4", f"{rates[0]:,.0f}", f"{rates[1]:,.0f}"),)
    one, three = 1e6 / rates[3], 3e6 / rates[5]
    assert reset.rows == (
        ("1 of 4", f"{1e6 / rates[2]:,.0f}", f"{one:,.0f}", ""),
        ("3 of 4", f"{3e6 / rates[4]:,.0f}", f"{three:,.0f}", f"{(three - one) / 2:,.1f}"),
    )
