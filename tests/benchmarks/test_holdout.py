from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks import holdout
from benchmarks.holdout import KINDS, Case, held_out, main, sheets


def test_all_but_one_combination_is_held_out_or_all_but_those_that_show_every_value() -> None:
    assert held_out() == {
        "none": 0,
        "explicit": 999,
        "random": 999,
        "composition": 990,
        "random_composition": 981,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_samples_are_of_what_is_left(kind: str) -> None:
    case = Case(kind, images=False)
    indices: Any = next(case.calls())()
    assert len(indices) == case.count
    assert case.space().split(case.split_name).contains(indices).all()
    images: Any = next(Case(kind, images=True).calls())()
    assert np.array_equal(images, case.space().images(indices))


def test_figures_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holdout, "CASES", tuple(Case("explicit", images) for images in (True, False)))
    path = tmp_path / "figures.json"
    result = CliRunner().invoke(main, ["--rounds", "1", "--seconds", "0", "--output", str(path)])
    assert result.exit_code == 0, result.output
    found = json.loads(path.read_text(encoding="utf-8"))
    (sheet,) = sheets(found)
    ((name, count, image, index),) = sheet.rows
    assert (name, count) == ("explicit", "999")
    assert [float(image), float(index)] == [
        pytest.approx(1e6 / each["rate"], rel=0.01, abs=0.01) for each in found["measured"]
    ]
