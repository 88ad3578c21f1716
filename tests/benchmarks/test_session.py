from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks.session import Session, one_core, session
from benchmarks.worker import STEPS_PER_EPISODE


@pytest.mark.parametrize("size", ["single", 3])
def test_our_side_starts_runs_whole_episodes_and_says_what_it_held(size: int | str) -> None:
    with session("ours", size) as running:
        assert running.start.import_s > 0
        assert running.start.first_step_s > 0
        rounds = [running.round(0.0), running.round(0.01)]
        assert rounds[0].steps == STEPS_PER_EPISODE
        assert all(finished.steps % STEPS_PER_EPISODE == 0 for finished in rounds)
        assert rounds[1].seconds >= 0.01
        assert running.end().peak_bytes > 10 << 20


def test_a_process_that_ends_early_is_reported() -> None:
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process,
        pytest.raises(RuntimeError, match=r"^the process of .* ended with status 3, unheard$"),
    ):
        Session(process)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system keeps no process on one core")
def test_one_core_is_left_again() -> None:
    before = os.sched_getaffinity(0)
    with one_core():
        assert len(os.sched_getaffinity(0)) == 1
    assert os.sched_getaffinity(0) == before
