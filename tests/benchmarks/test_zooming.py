"""What is measured of zoom glimpses, and how it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

from benchmarks import zooming
from benchmarks.zooming import Case, cases, main, sheets
from benchmarks.zooming_contenders import GRID, PATCH, SIDE, Looking, Ours, Peer, contender, pictures

RATES = {("peer", "float32"): 5_000.0, ("ours", "float32"): 63_000.0, ("ours", "uint8"): 84_000.0}
FOUND: dict[str, Any] = {
    "measured": [
        {"case": {"role": role, "dtype": dtype, "filter": "bilinear", "batch": 32}, "rate": rate}
        for (role, dtype), rate in RATES.items()
    ]
}


def actions(count: int) -> NDArray[np.float32]:
    """Give actions in all corners and sizes, and others."""
    ends = [[y, x, s] for y in (0, 1) for x in (0, 1) for s in (0, 1)]
    drawn = np.random.default_rng(0).random((count - len(ends), 3))
    return np.concatenate((ends, drawn)).astype(np.float32)


def test_figures_are_told_beside_both() -> None:
    (sheet,) = sheets(FOUND)
    assert [*sheet.rows] == [
        ("PyTorch", "float32", "bilinear", "32", "5,000", "1.0", "1.2"),
        ("imagespaces", "float32", "bilinear", "32", "63,000", "12.6", "15.0"),
        ("imagespaces", "uint8", "bilinear", "32", "84,000", "16.8", "20.0"),
    ]


def test_without_the_peer_there_is_the_stated_figure_alone() -> None:
    (sheet,) = sheets({"measured": FOUND["measured"][1:]})
    assert [row[5:] for row in sheet.rows] == [("", "15.0"), ("", "20.0")]


def test_each_batch_is_measured_beside_the_peer() -> None:
    chosen = [(case.role, case.dtype, case.filter, case.batch) for case in cases((2, 3), peer=True)]
    of_two = [
        ("peer", "float32", "bilinear"),
        ("ours", "float32", "bilinear"),
        ("ours", "uint8", "bilinear"),
        ("ours", "float32", "area"),
        ("ours", "uint8", "area"),
    ]
    assert chosen == [(*case, batch) for batch in (2, 3) for case in of_two]
    assert {case.role for case in cases((2,), peer=False)} == {"ours"}


def test_pictures_are_of_the_stated_size_and_differ() -> None:
    found = pictures(3)
    assert found.shape == (3, SIDE, SIDE, 3)
    assert found.dtype == "uint8"
    assert len({picture.tobytes() for picture in found}) == 3
    assert found.tobytes() == pictures(3).tobytes()


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
@pytest.mark.parametrize("how", ["bilinear", "area"])
def test_ours_looks_at_each_picture_through_its_window(dtype: str, how: str) -> None:
    import envspecs

    ours: Any = contender("ours", dtype, how).make(envspecs, 9)
    seen = ours.step(actions(9))
    assert (seen["glimpse"].shape, seen["glimpse"].dtype) == ((9, GRID * PATCH, GRID * PATCH, 3), dtype)
    top, left, _, _ = seen["glimpse_boxes"][0, 0]
    expected = pictures(9)[
        0, top : top + GRID * PATCH, left : left + GRID * PATCH
    ]  # the smallest window, pixel for pixel
    np.testing.assert_allclose(seen["glimpse"][0], expected / (255 if dtype == "float32" else 1), atol=1e-6)


def test_both_sides_see_the_same() -> None:
    pytest.importorskip("torch")
    count = 40
    ours, (patches, places) = Ours(count, "float32", "bilinear").step(actions(count)), Peer(count).step(actions(count))
    np.testing.assert_array_equal(ours["glimpse_boxes"], places.numpy())
    grid = ours["glimpse"].reshape(count, GRID, PATCH, GRID, PATCH, 3).transpose(0, 1, 3, 5, 2, 4)
    np.testing.assert_allclose(grid.reshape(patches.shape), patches.numpy(), atol=1e-5)


def test_the_peer_is_chosen_by_what_is_imported() -> None:
    torch = pytest.importorskip("torch")
    peer = contender("peer", "float32", "bilinear")
    assert isinstance(peer.make(torch, 2), Peer)
    assert peer.distribution == "torch"


def test_a_sampler_must_say_how_it_looks() -> None:
    with pytest.raises(NotImplementedError, match=r"^Looking must define step\(actions\), got 2$"):
        Looking(2).step(np.zeros((2, 3), np.float32))


def test_it_runs_without_the_peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zooming, "cases", lambda *_, **__: [Case("ours", "uint8", "bilinear", 2)])
    path = tmp_path / "figures.json"
    done = CliRunner().invoke(main, ["--quick", "--no-peer", "--output", str(path)])
    assert done.exit_code == 0, done.output
    found = json.loads(path.read_text(encoding="utf-8"))
    assert "torch" not in found["versions"]
    (measured,) = found["measured"]
    assert measured["case"] == {"role": "ours", "dtype": "uint8", "filter": "bilinear", "batch": 2}
    assert measured["rate"] > 0
