from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks import adapters
from benchmarks.adapters import ADAPTERS, STEPPERS, Case, cases, main, sheets

pytestmark = pytest.mark.filterwarnings("ignore")  # libraries warn of themselves when they are imported

THERE = [
    pytest.param(
        name, marks=pytest.mark.skipif(not adapter.is_there, reason=f"runs where {adapter.library} is installed")
    )
    for name, adapter in ADAPTERS.items()
]


@pytest.mark.parametrize("name", THERE)
@pytest.mark.parametrize("adapted", [False, True])
def test_steps_are_of_all_environments(name: str, adapted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    stepped: list[int] = []
    mode = ADAPTERS[name].mode

    def counted(envs: Any) -> Any:
        step = envs.step

        def noted(actions: Any) -> Any:
            stepped.append(envs.num_envs)
            return step(actions)

        envs.step = noted
        return make(envs)

    key = name if adapted else mode
    make = STEPPERS[key]
    monkeypatch.setitem(STEPPERS, key, counted)
    calls = Case(name, 3, adapted).calls()
    for _ in range(20):  # across the end of episodes
        next(calls)()
    assert stepped == [3] * 20


def test_every_adapter_that_is_there_is_measured() -> None:
    assert {case.adapter for case in cases()} == {name for name, adapter in ADAPTERS.items() if adapter.is_there}


def test_figures_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        adapters, "cases", lambda: [Case("cleanrl", 2, adapted=False), Case("cleanrl", 2, adapted=True)]
    )
    path = tmp_path / "figures.json"
    result = CliRunner().invoke(main, ["--rounds", "1", "--seconds", "0", "--output", str(path)])
    assert result.exit_code == 0, result.output
    found = json.loads(path.read_text(encoding="utf-8"))
    plain, adapted = (1e6 / each["rate"] for each in found["measured"])
    assert sheets(found)[0].rows == (("cleanrl", "2", f"{plain:.2f}", f"{adapted:.2f}", f"{adapted - plain:.2f}"),)
