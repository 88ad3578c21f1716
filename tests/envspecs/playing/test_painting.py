"""Views as pictures."""

from __future__ import annotations

import numpy as np
import pytest

from envspecs.drawing.colours import BAD, GOOD
from envspecs.playing.canvas import LOOKED
from envspecs.playing.painting import SIZE, paint
from tests.envspecs.playing.games import game_of, pressed


def count(picture: np.ndarray, colour: tuple[int, int, int]) -> int:
    return int((picture == np.array(colour)).all(axis=2).sum())


@pytest.mark.parametrize("keys", ["", "right 1 1", "/ c", "x", "enter", "1 enter"])
@pytest.mark.parametrize("task", ["CircleSquare-v0", "Photos-v0"])
def test_a_picture_has_one_size(task: str, keys: str) -> None:
    picture = paint(pressed(game_of(task, episodes=2), keys).view)
    assert picture.shape == (*SIZE, 3)
    assert picture.dtype == np.uint8


def test_a_key_changes_it() -> None:
    game = game_of()
    pictures = [paint(pressed(game, key).view).tobytes() for key in ("", "right", "1", "1", "x", "/", "a", "escape")]
    assert len({*pictures}) == len(pictures) - 1, "leaving the line brings back the view before 'x'"


def test_the_bar_grows_with_the_steps() -> None:
    game = game_of()
    lengths = [count(paint(pressed(game, key).view)[84:88], LOOKED) // 4 for key in ("", *["right"] * 16)]
    assert lengths[0] == 0
    assert lengths == sorted({*lengths})
    assert abs(lengths[8] * 2 - lengths[16]) <= 2


@pytest.mark.parametrize(("seed", "colour", "other"), [(0, GOOD, BAD), (1, BAD, GOOD)])
def test_right_and_wrong_have_their_colours(
    seed: int, colour: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    game = game_of(seed=3)
    truth = int(game._env.core.task.targets()[0])
    picture = paint(pressed(game, f"{1 + (truth + seed) % 2} enter").view)
    assert count(picture, colour) > 10
    assert count(picture, other) == 0
