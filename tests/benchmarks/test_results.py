from __future__ import annotations

import pytest

from benchmarks.results import Measured, Results, Scale


def results() -> Results:
    few = Scale(1, False, Measured([2.0, 1.0, 9.0], peak_bytes=1_000), Measured([40.0, 10.0, 20.0], peak_bytes=500))
    many = Scale(11, False, Measured([4.0], peak_bytes=21_000), Measured([1e6], peak_bytes=510))
    return Results("2026-01-31", {}, {}, [few, many])


def test_what_is_compared_is_medians() -> None:
    few = results().scales[0]
    assert (few.peer.rate, few.ours.rate, few.ratio) == (2.0, 20.0, 10.0)


def test_cost_of_a_step_is_in_microseconds() -> None:
    assert results().scales[1].us_per_step == 1.0


def test_memory_of_one_more_environment_leaves_out_what_the_first_one_brings() -> None:
    assert results().bytes_per_env("peer") == 2_000
    assert results().bytes_per_env("ours") == 1


def test_sides_are_told_apart_by_name() -> None:
    scale = Scale(1)
    assert scale.of("peer") is scale.peer
    assert scale.of("ours") is scale.ours
    with pytest.raises(KeyError, match="'mine'"):
        scale.of("mine")


def test_single_environment_is_no_part_of_what_one_more_costs() -> None:
    found = results()
    found.scales.insert(0, Scale(1, True, Measured(peak_bytes=10**9), Measured(peak_bytes=10**9)))
    assert found.bytes_per_env("peer") == 2_000
    assert found.scales[0].size == "single"


def test_ready_is_the_import_and_the_first_step_of_the_same_process() -> None:
    assert Measured(import_s=[1.0, 2.0, 9.0], first_step_s=[5.0, 1.0, 0.5]).ready_s == 6.0
