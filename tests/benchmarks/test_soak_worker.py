from __future__ import annotations

import tempfile
import warnings
from contextlib import nullcontext
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from hypothesis import strategies as st

import envspecs
from benchmarks import soak_cases, soak_worker
from benchmarks.soak_cases import Case, Chunk
from benchmarks.soak_report import STAGES
from benchmarks.soak_worker import Failure, soak

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="what is held is told by Linux's means")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just begun."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(soak_worker, "_shrunken_already", set())


@pytest.fixture
def others_things(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave aside what is held: other tests of this process may just open or start something."""
    monkeypatch.setattr(soak_worker, "expect_nothing_left", nullcontext)


@pytest.mark.usefixtures("others_things")
def test_specs_are_timed_and_counted() -> None:
    found = soak(Chunk(1, 12, 0))
    assert (found.number, found.form, len(found.digests), found.failures) == (1, "NextStep", 12, [])
    assert {stage: len(us) for stage, us in found.us.items()} == dict.fromkeys(STAGES, 12)
    assert sum(found.kinds["space"].values()) == sum(found.kinds["task"].values()) == 12
    assert found.most_resident >= found.holding["resident"] > 0


@pytest.mark.usefixtures("others_things")
def test_failures_are_told_once_shrunken_and_do_not_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Case.run

    def failing(case: Case, driver: Any) -> None:
        run(case, driver)
        if case.spec.episode.max_steps > 1:
            raise ArithmeticError(f"{case.spec.episode.max_steps} steps")

    monkeypatch.setattr(Case, "run", failing)
    found = soak(Chunk(0, 20, 0))
    assert len(found.digests) == 20
    assert len({failure.signature for failure in found.failures}) == 1
    first, *others = found.failures
    assert others
    assert first.signature.startswith("ArithmeticError at test_soak_worker.py:")
    assert first.shrunken
    assert not any(failure.shrunken for failure in others)
    assert "ArithmeticError: 2 steps" in first.told


def test_failures_are_files_that_can_be_loaded(tmp_path: Path) -> None:
    spec = envspecs.load("CircleSquare-v0").variant("s15")
    error = ValueError("two\nlines")
    failure = Failure.of(error, Case(spec, soak_cases.FORMS[0], {"index": 3}, seed=4))
    path = tmp_path / "spec.yaml"
    path.write_text(failure.to_yaml(), encoding="utf-8")
    assert path.read_text(encoding="utf-8").startswith(
        "# single, seed 4, options {'index': 3}\n# ValueError: two\n# lines\nenvspec: 1\n"
    )
    assert envspecs.load(path) == spec


def test_what_cannot_be_drawn_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: object) -> None:
        raise KeyError("no such field")

    monkeypatch.setattr(soak_cases, "task_specs", lambda **options: st.just(0).map(broken))
    found = soak(Chunk(0, 3, 0))
    assert found.digests == []
    assert found.failures
    assert found.failures[0].told.startswith("no spec\n")
    assert found.failures[0].signature.startswith("KeyError at test_soak_worker.py:")


@pytest.mark.usefixtures("others_things")
def test_warnings_are_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Case, "run", lambda case, driver: warnings.warn("so so", RuntimeWarning, stacklevel=1))
    monkeypatch.setattr(soak_worker, "_shrunken", lambda chunk, failure: failure)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = soak(Chunk(0, 2, 0))
    assert ["RuntimeWarning: so so" in failure.told for failure in found.failures] == [True, True]


def test_what_is_left_behind_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    over = Event()
    monkeypatch.setattr(Case, "run", lambda case, driver: Thread(target=over.wait).start())
    monkeypatch.setattr(soak_worker, "_shrunken", lambda chunk, failure: failure)
    found = soak(Chunk(0, 2, 0))
    over.set()
    assert [failure.signature.partition(" ")[0] for failure in found.failures] == ["LeftBehindError"] * 2
