from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks import polygons
from benchmarks.polygons import PEER, Case, Measured, agreement, main, measure, table_of
from imagespaces import Polygons

OURS = (Case("images", "imagespaces", "uint8", 3), Case("steps", "polygons", "float32", 2))


class Peer:
    """Draws what this library draws, with the width first."""

    def __init__(self, states: list[int], **_: Any) -> None:
        self._space = Polygons(states=states[0], dtype="uint8", radius=20)

    def get_image_representation(self, state: int) -> Any:
        return (self._space.at(state).image.transpose(1, 0, 2) >= 128) * np.uint8(255)


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "mdp_playground.spaces.image_multi_discrete"
    for part in ("mdp_playground", "mdp_playground.spaces", name):
        module: Any = ModuleType(part)
        monkeypatch.setitem(sys.modules, part, module)
    module.ImageMultiDiscrete = Peer
    monkeypatch.setattr(polygons, "version", lambda name: f"that of {name}")


def test_the_median_round_counts() -> None:
    assert Measured(OURS[0], [1.0, 9.0, 2.0]).rate == 2.0


def test_every_round_measures_every_case() -> None:
    measured = [Measured(case) for case in OURS]
    assert list(measure(measured, rounds=2, seconds=0.0)) == [0, 1]
    for each in measured:
        assert len(each.per_s) == 2
        assert min(each.per_s) > 0


def test_images_are_compared_with_the_peer_s() -> None:
    table = table_of([Measured(Case("images", PEER, "uint8", 1), [100.0]), *(Measured(case, [850.0]) for case in OURS)])
    assert [list(column.cells)[-1] for column in table.columns][-1] == ""
    assert list(table.columns[-1].cells) == ["1.0", "8.5", ""]


def test_agreement_is_that_of_masks(peer: None) -> None:
    np.testing.assert_array_equal(agreement(), np.ones(64))


def test_a_missing_peer_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mdp_playground", None)
    with pytest.raises(ModuleNotFoundError, match=r"^mdp_playground needs .* pip install 'imagespaces\[bench\]'$"):
        polygons.peer()


def test_figures_are_written(peer: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polygons, "CASES", (Case("images", PEER, "uint8", 1), OURS[0]))
    path = tmp_path / "figures.json"
    result = CliRunner().invoke(main, ["--rounds", "1", "--seconds", "0", "--output", str(path)])
    assert result.exit_code == 0, result.output
    found = SimpleNamespace(**json.loads(path.read_text(encoding="utf-8")))
    assert [each["case"]["batch"] for each in found.measured] == [1, 3]
    assert found.agreement == [1.0] * 64
    assert found.versions[PEER] == f"that of {PEER}"
