from __future__ import annotations

import io
import json

from rich.console import Console, RenderableType

from benchmarks.report import cost_table, speed_table, to_json
from benchmarks.results import Measured, Results, Scale


def results() -> Results:
    peer = Measured([2_000.0], [0.5, 0.5, 0.5], [0.25, 0.5, 0.75], peak_bytes=300 << 20)
    ours = Measured([50_000.0], [0.1, 0.1, 0.1], [0.1, 0.1, 0.1], peak_bytes=100 << 20)
    return Results("2026-01-31", {"processor": "a processor"}, {"numpy": "2.0"}, [Scale(1_024, peer=peer, ours=ours)])


def lines(table: RenderableType) -> list[str]:
    console = Console(file=io.StringIO(), width=120)
    with console.capture() as captured:
        console.print(table)
    return [" ".join(line.strip("│┃ ").replace("│", " ").split()) for line in captured.get().splitlines()]


def test_speed_table_has_both_rates_their_ratio_and_the_cost() -> None:
    assert "1,024 2,000 50,000 25.0 20.000" in lines(speed_table(results()))


def test_cost_table_has_medians_with_units() -> None:
    rows = lines(cost_table(results()))
    assert "import 500 ms 100 ms 5.0" in rows
    assert "import to first step, 1,024 1,000 ms 200 ms 5.0" in rows
    assert "peak memory, 1,024 300 MiB 100 MiB 3.0" in rows


def test_json_holds_every_measurement_and_the_ratios() -> None:
    data = json.loads(to_json(results()))
    assert data["date"] == "2026-01-31"
    assert data["scales"][0]["peer"]["first_step_s"] == [0.25, 0.5, 0.75]
    assert data["ratios"] == {"1024": 25.0}
    assert data["us_per_step"] == {"1024": 20.0}
