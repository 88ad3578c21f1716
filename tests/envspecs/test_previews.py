"""Contact sheets of spaces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from envspecs.previews import describe, draw_preview, drawn_indices
from imagespaces import CircleSquare, ImageFolder
from imagespaces.progress import reporting

SPACE = CircleSquare(height=9, width=9, extent=4)


@given(st.integers(1, 200), st.integers(0, 5))
def test_images_are_different_and_of_the_space(count: int, seed: int) -> None:
    found = drawn_indices(SPACE, count=count, seed=seed)
    assert len(found) == len(set(found.tolist())) == min(count, 162)
    assert SPACE.check_indices(found) is not None


def test_all_images_come_in_order() -> None:
    assert drawn_indices(SPACE, count=500).tolist() == list(range(162))


def test_the_seed_decides() -> None:
    one, same, other = (drawn_indices(SPACE, count=9, seed=seed).tolist() for seed in (0, 0, 1))
    assert one == same != other


def test_every_image_is_drawn_now_and_then() -> None:
    found = np.concatenate([drawn_indices(SPACE, count=100, seed=seed) for seed in range(20)])
    counts = np.bincount(found, minlength=162)
    assert counts.min() > 0
    assert counts.mean() == pytest.approx(2000 / 162)


def test_unknown_splits_are_refused() -> None:
    with pytest.raises(ValueError, match="split must be one of 'all', got 'tset'"):
        drawn_indices(SPACE, split="tset")


def test_a_preview_holds_the_images_that_were_asked_for() -> None:
    indices = np.array([0, 161])
    sheet = draw_preview(SPACE, indices, title="two")
    for index in indices:
        image = np.rint(SPACE.at(int(index)).image * 255).astype(np.uint8)
        enlarged = np.kron(image[..., 0], np.ones((42, 42), np.uint8))
        columns = np.flatnonzero((sheet[82 : 82 + 9 * 42, :, 0] == enlarged[:, :1]).all(axis=0))
        assert any(np.array_equal(sheet[82 : 82 + 9 * 42, left : left + 9 * 42, 0], enlarged) for left in columns)


def test_a_preview_reports_how_far_it_is() -> None:
    reports: list[tuple[str, int, int]] = []
    with reporting(lambda *told: reports.append(told)):
        draw_preview(SPACE, np.arange(100), title="many")
    assert reports == [("rendering images", 64, 100), ("rendering images", 100, 100)]


def test_spaces_without_classes_show_indices_alone(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        Image.fromarray(np.full((8, 8, 3), 90, np.uint8)).save(tmp_path / f"{name}.png")
    space = ImageFolder(root=tmp_path, height=8, width=8)
    assert describe(space) == "8 x 8, colour · 3 images"
    assert draw_preview(space, np.arange(3), title="three").shape[2] == 3


def test_a_space_is_described_in_words() -> None:
    assert describe(SPACE) == "9 x 9, gray · 162 images · 2 classes"
