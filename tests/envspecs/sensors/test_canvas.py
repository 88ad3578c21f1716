"""What has been seen so far, against the definition pixel by pixel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
import pytest
from gymnasium.spaces import Box
from numpy.typing import NDArray

from envspecs.sensors.canvas import Canvas
from imagespaces import ImageSpace
from tests.envspecs.sensors.lookers import HEIGHT, KINDS, LANES, STEPS, WIDTH, Looker, Pictures

Piece: TypeAlias = tuple[NDArray[Any], tuple[float, float, float, float], int]
"""Samples ``[h, w, C]``, the box that they cover, and how fine they are."""


def pieces(kind: str, looker: Looker, seen: dict[str, NDArray[Any]], lane: int) -> Iterator[Piece]:
    """What a look of a lane shows of the image, in the order in which it is painted."""
    glimpse = seen["glimpse"][lane]
    if kind in {"zoom", "area"}:
        grid = 2 if kind == "zoom" else 3
        patch = len(glimpse) // grid
        for number, (top, left, bottom, right) in enumerate(seen["glimpse_boxes"][lane].tolist()):
            row, column = number // grid * patch, number % grid * patch
            yield glimpse[row : row + patch, column : column + patch], (left, top, right, bottom), 1
    elif kind == "foveated":
        x, y = seen["glimpse_pos"][lane].astype(float)
        middle_x, middle_y = WIDTH / 2 + x * (WIDTH - 3) / 2, HEIGHT / 2 + y * (HEIGHT - 3) / 2
        for level, extent in ((2, 12), (1, 6), (0, 3)):
            left, top = np.floor(middle_x - extent / 2 + 0.5), np.floor(middle_y - extent / 2 + 0.5)
            yield glimpse[..., 3 * level : 3 * level + 3], (left, top, left + extent, top + extent), 3 - level
    else:
        yield glimpse, tuple(looker.sensor.boxes(slice(None))[lane]), 1


class Paper:
    """The definition, of one lane."""

    def __init__(self) -> None:
        self.pixels, self.known = np.zeros((HEIGHT, WIDTH, 3)), np.zeros((HEIGHT, WIDTH), int)

    def paint(self, samples: NDArray[Any], box: tuple[float, float, float, float], fineness: int) -> None:
        left, top, right, bottom = box
        rows, columns = samples.shape[:2]
        for y in range(HEIGHT):
            for x in range(WIDTH):
                if left <= x + 0.5 < right and top <= y + 0.5 < bottom and self.known[y, x] <= fineness:
                    row = int((y + 0.5 - top) / ((bottom - top) / rows))
                    column = int((x + 0.5 - left) / ((right - left) / columns))
                    self.pixels[y, x], self.known[y, x] = samples[row, column], fineness


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("options", [{}, {"noise": 0.2, "dropout": 0.2}], ids=["clear", "disturbed"])
@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_it_shows_what_was_observed_where_it_is(kind: str, options: dict[str, Any], dtype: str) -> None:
    looker = Looker(kind, Pictures(dtype=dtype), memory="canvas", **options)
    bare = Looker(kind, Pictures(dtype=dtype), **options)
    for _ in range(2):  # the second episode shows nothing of the first
        papers = [Paper() for _ in range(LANES)]
        looker.begin()
        bare.begin()
        for step in range(STEPS + 1):
            if step:
                bare.sensor.move(looker.act())
            seen, expected = looker.see(), bare.see()
            for lane, paper in enumerate(papers):
                for piece in pieces(kind, bare, expected, lane):
                    paper.paint(*piece)
                assert seen["canvas"][lane].tolist() == paper.pixels.tolist()
                assert seen["canvas_mask"][lane].tolist() == (paper.known > 0).astype(int).tolist()


def test_where_each_pixel_is_a_sample_it_shows_the_image() -> None:
    looker = Looker("glimpse", memory="canvas")
    looker.begin()
    for y in np.linspace(-1, 1, 9):
        for x in np.linspace(-1, 1, 11):
            looker.sensor.state()["positions"][...] = (x, y)
            seen = looker.see()
    assert seen["canvas_mask"].all()
    np.testing.assert_allclose(seen["canvas"], looker.pictures.pixels[looker.pictures.rows], atol=1e-6)


def test_of_what_is_seen_twice_the_latest_counts() -> None:
    looker = Looker("full", memory="canvas", noise=0.3)
    for seen in looker.play():
        assert seen["canvas"].tolist() == seen["glimpse"].tolist()


def test_what_was_seen_finely_is_not_painted_over_by_what_is_seen_coarsely() -> None:
    looker = Looker("foveated", memory="canvas").begin()
    looker.sensor.state()["positions"][...] = (0.0, 0.0)
    before = looker.see()
    left, top, right, bottom = np.floor(looker.sensor.boxes(slice(None))[0] + 0.5).astype(int).tolist()
    looker.sensor.state()["positions"][...] = (0.7, 0.0)
    after = looker.see()
    assert right - left == bottom - top == 3
    part = np.s_[:, top:bottom, left : left + 2]
    assert after["canvas"][part].tolist() == before["canvas"][part].tolist()
    assert (after["canvas"] != before["canvas"]).any()


def test_spaces() -> None:
    spaces = Looker("foveated", Pictures(dtype="uint8"), memory="canvas").sensor.observation_spaces
    assert spaces["canvas"] == ImageSpace(HEIGHT, WIDTH, 3, dtype="uint8")
    assert spaces["canvas_mask"] == Box(0, 1, (HEIGHT, WIDTH), np.uint8)


@pytest.mark.parametrize("shown", [None, Box(0, 1, (3, 3)), ImageSpace(3, 3, 9), ImageSpace(3, 3, 3, dtype="uint8")])
def test_glimpses_that_cannot_be_painted_are_refused(shown: Any) -> None:
    sensor: Any = KINDS["full"](Pictures())
    sensor.observation_spaces = {"glimpse": shown} if shown else {}
    message = f"a canvas takes a sensor that observes a glimpse, float32 of 3 channels, got {shown}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Canvas(sensor, Pictures())
