"""Views in a terminal."""

from __future__ import annotations

import io

import numpy as np
import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment

from envspecs.drawing.colours import GROUND
from envspecs.playing import Game
from envspecs.playing.canvas import LOOKED
from envspecs.playing.terminal import LEAST, Screen, half_blocks
from tests.envspecs.playing.games import game_of, pressed

SIZES = [(LEAST[0] + 2, LEAST[1]), (80, 24), (100, 32), (250, 80), (45, 60)]


def shown(game: Game, width: int, height: int) -> list[list[Segment]]:
    """Give the segments of each line that rich would print."""
    console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", width=width, height=height)
    segments = console.render(Screen(game.view), console.options.update(width=width, height=height))
    return [*Segment.split_lines(segments)]


def words(game: Game, width: int = 100, height: int = 32) -> str:
    return "\n".join("".join(segment.text for segment in line) for line in shown(game, width, height))


def colours(line: list[Segment]) -> list[tuple[int, int, int]]:
    return [
        (colour.triplet.red, colour.triplet.green, colour.triplet.blue)
        for segment in line
        for colour in [segment.style.color if segment.style else None]
        if colour is not None and colour.triplet is not None
        for _ in segment.text
    ]


@pytest.mark.parametrize("size", [*SIZES, (20, 5), (1, 1)])
@pytest.mark.parametrize("keys", ["", "right 1", "/ c", "x", "enter"])
@pytest.mark.parametrize("task", ["CircleSquare-v0", "Photos-v0"])
def test_a_view_fills_the_terminal_and_no_more(task: str, keys: str, size: tuple[int, int]) -> None:
    lines = shown(pressed(game_of(task, episodes=2), keys), *size)
    assert len(lines) == size[1]
    assert {sum(cell_len(segment.text) for segment in line) for line in lines} == {size[0]}


@pytest.mark.parametrize("size", SIZES)
def test_what_matters_is_there_at_every_size(size: tuple[int, int]) -> None:
    text = words(pressed(game_of(), "right 1"), *size)
    for part in (
        "CircleSquare-v0",
        "step 1 of 16",
        "seen so far",
        "what you see now",
        "square 75%",
        "2 circle",
        "quit",
    ):
        assert part in text, part
    text = words(pressed(game_of(), "enter"), *size)
    for part in ("the image", "what you saw", "truth", "return", "enter the end"):
        assert part in text, part


def test_the_truth_is_not_there_before_the_end() -> None:
    game = game_of("Photos-v0", seed=1)
    truth = game._env.core.task.caption(0)[1]
    assert f"truth {truth}" not in words(game)
    assert f"truth {truth}" in words(pressed(game, "enter"))


def test_pictures_stay_where_they_are_whatever_is_told_below() -> None:
    game = game_of("Photos-v0")
    places = []
    for keys in ("", "1", "/", "a s", "escape", "x"):
        lines = words(pressed(game, keys)).splitlines()
        places.append([number for number, line in enumerate(lines) if "▀" in line])
    assert all(place == places[0] for place in places)


def test_the_frame_of_what_is_looked_at_is_drawn() -> None:
    lines = shown(game_of(), 100, 32)
    assert sum(colours(line).count(LOOKED) for line in lines) > 10


def test_a_terminal_that_is_too_small_says_so() -> None:
    text = words(game_of(), 30, 10)
    assert [line.strip() for line in text.splitlines()[:3]] == ["Too small:", "28 × 10 cells,", "not 40 × 18"]


@pytest.mark.parametrize("rows", [4, 5])
def test_half_blocks_have_two_pixels_a_cell(rows: int) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (rows, 3, 3), dtype=np.uint8)
    found = np.full((6, 3, 3), GROUND)
    lines = half_blocks(pixels)
    assert len(lines) == -(-rows // 2)
    for row, line in enumerate(lines):
        for column, segment in enumerate(line):
            assert segment.text == "▀"
            style = segment.style
            assert style is not None
            for below, colour in enumerate((style.color, style.bgcolor)):
                assert colour is not None
                found[2 * row + below, column] = colour.triplet
    assert np.array_equal(found[:rows], pixels)
    assert (found[rows:] == GROUND).all()


def test_names_do_no_harm() -> None:
    game = game_of()
    vars(game)["_question"] = "a\x1b[2Jb\nc\x9bd\u202ee"
    text = words(game)
    assert "a [2Jb c d e" in text
    assert all(character.isprintable() or character == "\n" for character in text)


def test_names_that_take_two_cells_a_character_fit_too() -> None:
    game = game_of()
    vars(game)["_question"] = "これは丸ですか、それとも四角ですか。" * 5
    lines = shown(game, 61, 24)
    assert {sum(cell_len(segment.text) for segment in line) for line in lines} == {61}
