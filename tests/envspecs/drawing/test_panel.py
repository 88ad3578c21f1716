"""The words below the image."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from envspecs.drawing.colours import BAD, GOOD, TROUGH, ramp
from envspecs.drawing.panel import PANEL_HEIGHT, draw_panel
from envspecs.drawing.scene import Scene

WIDTH = 300
SCENE = Scene(
    image=np.zeros((4, 4, 1), np.float32),
    visited=np.zeros((0, 4)),
    qualities=np.zeros(0),
    present=np.array([0.0, 0.0, 2.0, 2.0]),
    prediction="circle 75%",
    truth="circle",
    right=True,
    quality=0.75,
    step=3,
    steps=16,
)


def bar(panel: np.ndarray) -> np.ndarray:
    """The row of pixels through the middle of the bar."""
    return np.asarray(panel[PANEL_HEIGHT - 6])


def has(panel: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return bool((panel[:30] == colour).all(axis=2).any())


def test_the_panel_has_the_size_that_it_should() -> None:
    panel = draw_panel(SCENE, WIDTH)
    assert panel.shape == (PANEL_HEIGHT, WIDTH, 3)
    assert panel.dtype == np.uint8


@pytest.mark.parametrize("quality", [0.0, 0.25, 0.75, 1.0])
def test_the_bar_is_as_full_as_the_prediction_is_good(quality: float) -> None:
    row = bar(draw_panel(replace(SCENE, quality=quality), WIDTH))
    full = (row == ramp(quality)).all(axis=1)
    assert full.sum() == round(WIDTH * quality)
    assert full[: round(WIDTH * quality)].all()
    assert (row[~full] == TROUGH).all()


def test_right_and_wrong_differ_in_colour_and_in_shape() -> None:
    right, wrong = draw_panel(SCENE, WIDTH), draw_panel(replace(SCENE, right=False), WIDTH)
    assert has(right, GOOD)
    assert not has(right, BAD)
    assert has(wrong, BAD)
    assert not has(wrong, GOOD)
    white_right, white_wrong = ((panel[:30, :20] == 255).all(axis=2) for panel in (right, wrong))
    assert (white_right != white_wrong).sum() > 10


def test_what_is_neither_right_nor_wrong_has_no_mark() -> None:
    panel = draw_panel(replace(SCENE, right=None), WIDTH)
    assert not has(panel, GOOD)
    assert not has(panel, BAD)


def test_before_the_first_prediction_there_is_no_mark_and_the_bar_is_empty() -> None:
    panel = draw_panel(replace(SCENE, prediction="", quality=0.0, step=0), WIDTH)
    assert (bar(panel) == TROUGH).all()
    assert not has(panel, BAD)


@pytest.mark.parametrize("change", [{"prediction": "square 75%"}, {"truth": "square"}, {"step": 4}, {"steps": 17}])
def test_all_that_is_told_is_written(change: dict[str, str | int]) -> None:
    assert not np.array_equal(draw_panel(SCENE, WIDTH), draw_panel(replace(SCENE, **change), WIDTH))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["x" * 500, "Łódź", "犬\n猫", "\x1b[31m", ""])
def test_any_name_of_a_class_can_be_drawn(name: str) -> None:
    assert draw_panel(replace(SCENE, prediction=f"{name} 50%", truth=name), WIDTH).shape == (PANEL_HEIGHT, WIDTH, 3)


def test_no_prediction_is_awaited_where_none_is_made() -> None:
    awaited = draw_panel(replace(SCENE, prediction="", right=None), WIDTH)
    none = draw_panel(replace(SCENE, prediction="", right=None, is_predicted=False), WIDTH)
    assert (awaited[:28, :200] != none[:28, :200]).any()
    assert len(np.unique(none[:28, :200].reshape(-1, 3), axis=0)) == 1
