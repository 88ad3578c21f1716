"""What is measured of localisation, and how it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks import localization, localization_worker
from benchmarks.localization import Case, cases, main, sheets
from benchmarks.localization_worker import PICTURES, Kind, contender, pictures

RATES = {("peer", "uniform"): 10_000.0, ("ours", "uniform"): 500_000.0, ("ours", "distinctive"): 400_000.0}
FOUND: dict[str, Any] = {
    "measured": [
        {"case": {"role": role, "pictures": "28x28x1", "targets": targets, "num_envs": 256}, "rate": rate}
        for (role, targets), rate in RATES.items()
    ],
    "ends": [{"peak_bytes": size << 20} for size in (1900, 150, 160)],
}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures that are few and small."""
    monkeypatch.setattr(localization_worker, "HELD", 7)
    monkeypatch.setitem(localization_worker.PICTURES, "28x28x1", Kind(12, 1, 4))
    monkeypatch.setitem(localization_worker.PICTURES, "64x64x3", Kind(12, 3, 4))


def test_figures_are_told_in_a_table() -> None:
    (sheet,) = sheets(FOUND)
    assert sheet.title == "Environment-steps per second, 256 environments, one core, medians"
    assert [*sheet.rows] == [
        ("28x28x1", "ap_gym, uniform", "10,000", "1.0", "", "1,900 MiB"),
        ("28x28x1", "uniform", "500,000", "50.0", "", "150 MiB"),
        ("28x28x1", "distinctive", "400,000", "40.0", "0.009", "160 MiB"),
    ]


def test_without_the_peer_there_is_no_ratio() -> None:
    (sheet,) = sheets({"measured": FOUND["measured"][1:], "ends": FOUND["ends"][1:]})
    assert [row[3] for row in sheet.rows] == ["", ""]


def test_each_kind_of_pictures_is_measured_beside_the_peer() -> None:
    chosen = [(case.role, case.pictures, case.targets) for case in cases(3, peer=True)]
    assert chosen == [
        ("peer", "28x28x1", "uniform"),
        ("ours", "28x28x1", "uniform"),
        ("ours", "28x28x1", "distinctive"),
        ("peer", "64x64x3", "uniform"),
        ("ours", "64x64x3", "uniform"),
        ("ours", "64x64x3", "distinctive"),
        ("ours", "64x64x3", "new"),
    ]
    assert {case.role for case in cases(3, peer=False)} == {"ours"}


@pytest.mark.usefixtures("few")
def test_pictures_are_the_same_in_every_process() -> None:
    colour, gray = (pictures(PICTURES[name]) for name in ("64x64x3", "28x28x1"))
    assert (colour.shape, gray.shape) == ((7, 12, 12, 3), (7, 12, 12, 1))
    assert gray[..., 0].tolist() == colour[..., 1].tolist()
    assert colour.tobytes() == pictures(PICTURES["64x64x3"]).tobytes()


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("targets", ["uniform", "distinctive", "new"])
def test_environments_are_those_of_the_catalog(targets: str) -> None:
    import envspecs

    vector: Any = contender("ours", "64x64x3", targets).make(envspecs, 3)
    observation, _ = vector.reset(seed=0)
    assert observation["target_glimpse"].shape == (3, 4, 4, 3)
    assert vector.core.rules.max_steps == 16
    assert (vector.core.space.size is None) == (targets == "new")
    assert set(vector.core.task.words) == ({"target"} if targets == "uniform" else {"target", "target_jitter"})
    if targets == "distinctive":
        assert np.all(vector.core.task.state()["targets"] <= 1)


@pytest.mark.usefixtures("few")
def test_pictures_were_on_show_before(monkeypatch: pytest.MonkeyPatch) -> None:
    import envspecs
    from envspecs.tasks import distinctive

    vector: Any = contender("ours", "28x28x1", "distinctive").make(envspecs, 3)

    def never(_: object) -> None:
        raise AssertionError("a picture is looked at anew")

    monkeypatch.setattr(distinctive, "distinctness", never)
    vector.reset(seed=0, options={"index": [0, 6, 3]})


def test_it_runs_without_the_peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [Case("ours", "28x28x1", "uniform", 4)]
    monkeypatch.setattr(localization, "cases", lambda *_, **__: chosen)
    path = tmp_path / "figures.json"
    done = CliRunner().invoke(main, ["--quick", "--no-peer", "--output", str(path)])
    assert done.exit_code == 0, done.output
    found = json.loads(path.read_text(encoding="utf-8"))
    assert "ap_gym" not in found["versions"]
    (measured,) = found["measured"]
    assert measured["case"] == {"role": "ours", "pictures": "28x28x1", "targets": "uniform", "num_envs": 4}
    assert measured["rate"] > 0
    assert found["ends"][0]["peak_bytes"] > 0
