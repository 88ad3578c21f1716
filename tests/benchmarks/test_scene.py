from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import scene
from benchmarks.scene import Case, Measured, main, measure


def test_the_median_round_counts() -> None:
    assert Measured(Case("uint8", 1), [1.0, 9.0, 2.0]).rate == 2.0


def test_every_round_is_measured() -> None:
    measured = measure(Case("uint8", 2, "dots"), rounds=2, seconds=0.0)
    assert len(measured.images_per_s) == 2
    assert min(measured.images_per_s) > 0


def test_figures_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene, "CASES", (Case("float32", 3),))
    path = tmp_path / "figures.json"
    result = CliRunner().invoke(main, ["--rounds", "1", "--seconds", "0", "--output", str(path)])
    assert result.exit_code == 0, result.output
    (found,) = json.loads(path.read_text(encoding="utf-8"))["measured"]
    assert found["case"] == {"dtype": "float32", "batch": 3, "texture": "plain", "overlap": False}
    assert len(found["images_per_s"]) == 1
