"""What is measured of a data set, and how it is told."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.progress import Progress

from benchmarks import tiny_imagenet
from benchmarks.tiny_files import Extent
from benchmarks.tiny_imagenet import Found, main, places, sheets
from benchmarks.tiny_worker import Holding, Loading, holding

FOUND: dict[str, Any] = {
    "extent": {"classes": 200, "train": 500, "val": 50},
    "first": [{"first_step_s": seconds} for seconds in (20.0, 10.0, 40.0)],
    "later": [{"first_step_s": 0.5}],
    "alone": [{"resident": 1300 << 20, "proportional": 1300 << 20, "own": 60 << 20}],
    "holding": [{"resident": 1300 << 20, "proportional": 140 << 20, "own": own << 20} for own in (60, 70)],
    "measured": [
        {"case": {"role": role, "num_envs": 1024}, "rate": rate} for role, rate in (("peer", 1e4), ("ours", 6e5))
    ],
    "ends": {"peer": {"own_bytes": 6600 << 20}, "ours": {"own_bytes": None}},
}


def test_figures_are_told_in_tables() -> None:
    loads, memory, steps = sheets(FOUND)
    assert loads.title == "Loading 100,000 JPEG files, until the first step"
    assert [*loads.rows] == [("first, empty cache", "20.00 s", "5,000"), ("later, fresh process", "0.50 s", "200,000")]
    assert [*memory.rows] == [
        ("resident, one process", "1,300 MiB"),
        ("resident, sum of 2 processes", "2,600 MiB"),
        ("proportional, sum of 2 processes", "280 MiB"),
        ("of a process alone, the most", "70 MiB"),
    ]
    assert steps.title == "Environment-steps per second, 64 × 64 × 3, glimpses of 10 × 10, one core, medians"
    assert [*steps.rows] == [
        ("ap_gym", "1,024", "10,000", "1.0", "6,600 MiB"),
        ("imagespaces", "1,024", "600,000", "60.0", ""),
    ]


def test_without_the_peer_it_need_not_be_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def nowhere(*_: object) -> Any:
        yield {}

    def loads(found: Found, times: int, size: int) -> None:
        found.first, found.later = [Loading(1.0, 2.0, 3)] * times, [Loading(1.0, 0.5, 0)] * times

    def memory(found: Found, processes: int, size: int) -> None:
        found.alone, found.holding = [Holding(1, 1, 1)], [Holding(1, 1, 1)] * processes

    monkeypatch.setattr(tiny_imagenet, "places", nowhere)
    monkeypatch.setattr(tiny_imagenet, "measure_loads", loads)
    monkeypatch.setattr(tiny_imagenet, "measure_memory", memory)
    path = tmp_path / "figures.json"
    done = CliRunner().invoke(main, ["--quick", "--no-peer", "--processes", "3", "--output", str(path)])
    assert done.exit_code == 0, done.output
    found = json.loads(path.read_text(encoding="utf-8"))
    assert "ap_gym" not in found["versions"]
    assert (len(found["first"]), len(found["holding"]), found["measured"]) == (2, 3, [])


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is told by Linux's means")
def test_a_process_tells_what_it_holds() -> None:
    found = holding()
    assert 0 < found.own <= found.resident
    assert found.proportional <= found.resident


def test_a_data_set_that_is_kept_is_found_again(tmp_path: Path) -> None:
    times = set()
    for _ in range(2):
        with Progress() as progress, places(tmp_path / "kept", Extent(1, 2, 1), progress) as variables:
            times.add(Path(variables["IMAGESPACES_DATA"], "tiny_imagenet", "wnids.txt").stat().st_mtime_ns)
    assert len(times) == 1
