from __future__ import annotations

from typing import Any

import pytest

from benchmarks.soak_report import sheets, summary

MIB = 1 << 20


def chunk(number: int, process: int, resident: int, *, failures: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "number": number,
        "form": ("single", "NextStep")[number % 2],
        "process": process,
        "digests": ["same", f"own {number}"],
        "us": {"draw": [1000, 3000], "build": [2000, 2000], "run": [4000], "close": []},
        "kinds": {"task": {"none": 1, "find": number}},
        "holding": {
            "resident": resident,
            "blocks": resident // 512,
            "threads": 1,
            "files": 12 + number,
            "temporary": 0,
        },
        "most_resident": resident + MIB,
        "failures": [{"signature": signature} for signature in failures],
    }


CHUNKS = [chunk(0, 7, 100 * MIB), chunk(1, 8, 90 * MIB, failures=("ValueError at a.py:1",)), chunk(2, 7, 200 * MIB)]


def test_chunks_are_put_together() -> None:
    found = summary(CHUNKS)
    assert (found["specs"], found["different"]) == (6, 4)
    assert found["forms"] == {"single": 4, "NextStep": 2}
    assert found["kinds"] == {"task": {"find": 3, "none": 3}}
    assert found["ms"]["draw"] == {"median": 2.0, "p99": 3.0, "sum": 12.0}
    assert found["ms"]["close"] == {"median": 0.0, "p99": 0.0, "sum": 0.0}
    assert found["failures"] == {"ValueError at a.py:1": 1}
    assert [process["specs"] for process in found["processes"]] == [[2, 4], [2]]


def test_growth_is_told_from_when_a_process_is_warm() -> None:
    sizes = [10, 200, 201, 202, 203, 204, 205, 206, 207, 208]
    (process,) = summary([chunk(number, 7, size * MIB) for number, size in enumerate(sizes)])["processes"]
    assert process["warm_after"] == 4
    assert process["bytes_per_spec_once_warm"] == pytest.approx(MIB / 2)
    assert process["most_resident"] == 209 * MIB
    assert process["resident"] == [size * MIB for size in sizes]


def test_a_single_chunk_has_no_growth() -> None:
    (process,) = summary(CHUNKS[:1])["processes"]
    assert (process["warm_after"], process["bytes_per_spec_once_warm"]) == (2, 0.0)


def test_figures_are_told_in_tables() -> None:
    specs, times, held, short = sheets(summary(CHUNKS))
    assert specs.rows == (
        ("drawn", "6"),
        ("different", "4"),
        ("kinds of task", "2"),
        ("run as single", "4"),
        ("run as NextStep", "2"),
        ("failed", "1"),
    )
    assert times.rows[0] == ("draw", "2.000 ms", "3.000 ms", "0 s")
    assert (held.title, held.headings) == ("Held by a process that ran 4 specs", ("", "after 2", "in the end"))
    assert short.title == "Held by a process that ran 2 specs"
    assert held.rows == (
        ("memory", "100.0 MiB", "200.0 MiB"),
        ("memory, the most in between", "", "201.0 MiB"),
        ("memory, more per spec", "", f"{50 * MIB:.1f} B"),
        ("Python's blocks of it", f"{100 * MIB // 512:,}", f"{200 * MIB // 512:,}"),
        ("blocks, more per spec", "", f"{50 * MIB / 512:.2f}"),
        ("threads", "1", "1"),
        ("open files", "12", "14"),
        ("temporary files", "0", "0"),
    )
