from __future__ import annotations

import io
import json

from rich.console import Console

from benchmarks.report import Sheet, cost_sheet, speed_sheet, to_json
from benchmarks.results import Measured, Results, Scale


def results() -> Results:
    peer = Measured([2_000.0], [0.5, 0.5, 0.5], [0.25, 0.5, 0.75], peak_bytes=300 << 20)
    ours = Measured([50_000.0], [0.1, 0.1, 0.1], [0.1, 0.1, 0.1], peak_bytes=100 << 20)
    return Results("2026-01-31", {"processor": "a processor"}, {"numpy": "2.0"}, [Scale(1_024, peer=peer, ours=ours)])


def test_speed_sheet_has_both_rates_their_ratio_and_the_cost() -> None:
    assert speed_sheet(results()).rows == (("1,024", "2,000", "50,000", "25.0", "20.000"),)


def test_cost_sheet_has_medians_with_units() -> None:
    rows = cost_sheet(results()).rows
    assert ("import", "500 ms", "100 ms", "5.0") in rows
    assert ("import to first step, 1,024", "1,000 ms", "200 ms", "5.0") in rows
    assert ("peak memory, 1,024", "300 MiB", "100 MiB", "3.0") in rows
    assert ("one more environment", "0 kB", "0 kB", "") in rows


def test_a_sheet_is_drawn_for_a_terminal_and_for_a_page() -> None:
    sheet = Sheet("title", ("a", "b"), (("1", "2"), ("3", "4")))
    assert sheet.for_page() == "| a | b |\n| ---: | ---: |\n| 1 | 2 |\n| 3 | 4 |"
    console = Console(file=io.StringIO(), width=80)
    with console.capture() as captured:
        console.print(sheet.for_terminal())
    assert "".join(captured.get().split()).count("1│2") == 1


def test_columns_of_words_begin_at_the_left() -> None:
    sheet = Sheet("title", ("a", "b"), (("one", "2"),), words=1)
    assert sheet.for_page().splitlines()[1] == "| :--- | ---: |"
    assert [column.justify for column in sheet.for_terminal().columns] == ["left", "right"]


def test_json_is_read_back() -> None:
    assert Results.from_json(to_json(results())) == results()


def test_json_holds_every_measurement_and_the_ratios() -> None:
    data = json.loads(to_json(results()))
    assert data["date"] == "2026-01-31"
    assert data["scales"][0]["peer"]["first_step_s"] == [0.25, 0.5, 0.75]
    assert data["ratios"] == {"1024": 25.0}
    assert data["us_per_step"] == {"1024": 20.0}
