from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks import polygons, rounds
from benchmarks.polygons import OURS, PEER, Case, agreement, area_error, main, sheets
from imagespaces import Polygons


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
    monkeypatch.setattr(rounds, "version", lambda name: f"that of {name}")


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
@pytest.mark.parametrize("transforms", [True, False])
def test_batches_are_images(dtype: str, transforms: bool) -> None:
    case = Case(OURS, dtype, 3, transforms)
    calls = case.calls()
    images: Any = next(calls)()
    assert images.shape == (3, 100, 100, 1)
    assert images.dtype == dtype
    assert images.max() == (255 if dtype == "uint8" else 1)
    other: Any = next(calls)()
    assert not np.array_equal(images, other)


def test_the_peer_draws_one_by_one(peer: None) -> None:
    image: Any = next(Case(PEER, "uint8", 1).calls())()
    assert image.shape == (100, 100, 1)


def test_images_are_compared_with_the_peer_s() -> None:
    rates = [(PEER, True, 100.0), (OURS, True, 850.0), (PEER, False, 10.0), (OURS, False, 15.0)]
    found = {
        "measured": [
            {"case": {"name": name, "dtype": "uint8", "batch": 1, "transforms": transforms}, "rate": rate}
            for name, transforms, rate in rates
        ],
        "agreement": [0.92, 0.96],
        "area_error": 0.0123,
    }
    speed, geometry = sheets(found)
    assert [row[-1] for row in speed.rows] == ["1.0", "8.5", "1.0", "1.5"]
    assert [row[-1] for row in geometry.rows] == ["0.920", "0.940", "1.23 %"]


def test_agreement_is_that_of_masks(peer: None) -> None:
    np.testing.assert_array_equal(agreement(), np.ones(64))


def test_areas_are_right() -> None:
    assert area_error() <= 0.03


def test_mdp_playground_agrees() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("mdp_playground.spaces.image_multi_discrete")
        assert min(agreement()) >= 0.9


def test_a_missing_peer_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("mdp_playground", "mdp_playground.spaces.image_multi_discrete"):  # the second may have been imported
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ModuleNotFoundError, match=r"^mdp_playground needs .* pip install 'imagespaces\[bench\]'$"):
        polygons.peer()


def test_figures_are_written(peer: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polygons, "CASES", (Case(PEER, "uint8", 1), Case(OURS, "uint8", 3)))
    path = tmp_path / "figures.json"
    result = CliRunner().invoke(main, ["--rounds", "1", "--seconds", "0", "--output", str(path)])
    assert result.exit_code == 0, result.output
    found = json.loads(path.read_text(encoding="utf-8"))
    assert [each["case"]["batch"] for each in found["measured"]] == [1, 3]
    assert found["agreement"] == [1.0] * 64
    assert found["area_error"] <= 0.03
    assert found["versions"][PEER] == f"that of {PEER}"
