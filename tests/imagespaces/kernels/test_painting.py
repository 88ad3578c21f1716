"""Pictures put together from windows, against the definition in plain loops."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.kernels import painting
from imagespaces.kernels.painting import Painting

FINEST = 3


class Windows(NamedTuple):
    """What :meth:`Painting.paint` takes."""

    rows: NDArray[np.intp]
    samples: NDArray[Any]
    boxes: NDArray[np.float64]
    fineness: int


class Canvas:
    """The definition: pixel by pixel."""

    def __init__(self, count: int, shape: tuple[int, int, int]) -> None:
        self.pixels, self.known = np.zeros((count, *shape)), np.zeros((count, *shape[:2]), int)

    def paint(self, rows: NDArray[np.intp], samples: NDArray[Any], boxes: NDArray[np.float64], fineness: int) -> None:
        for row, window, (left, top, right, bottom) in zip(rows, samples, boxes, strict=True):
            for y in range(self.pixels.shape[1]):
                for x in range(self.pixels.shape[2]):
                    inside = left <= x + 0.5 < right and top <= y + 0.5 < bottom
                    if inside and self.known[row, y, x] <= fineness:
                        line = int((y + 0.5 - top) / ((bottom - top) / window.shape[0]))
                        column = int((x + 0.5 - left) / ((right - left) / window.shape[1]))
                        cell = min(line, window.shape[0] - 1), min(column, window.shape[1] - 1)
                        self.pixels[row, y, x] = window[cell]
                        self.known[row, y, x] = fineness


@st.composite
def windows(draw: st.DrawFn, count: int, channels: int) -> Windows:
    """Windows of any size, in, over and beyond the picture."""
    number = draw(st.integers(1, 4))
    rows = draw(st.lists(st.integers(0, count - 1), min_size=number, max_size=number))
    places = st.floats(-5, 12) | st.integers(-4, 12).map(lambda half: half / 2)
    lengths = st.sampled_from([0.5, 1.0, 2.0, 3.5, 8.0]) | st.floats(0.1, 20)
    corners = draw(st.lists(st.tuples(places, places, lengths, lengths), min_size=number, max_size=number))
    shape = (number, draw(st.integers(1, 5)), draw(st.integers(1, 5)), channels)
    samples = np.random.default_rng(draw(st.integers(0, 2**16))).integers(1, 256, shape, np.uint8)
    boxes = np.array([[left, top, left + width, top + height] for left, top, width, height in corners])
    return Windows(np.array(rows), samples, boxes, draw(st.integers(1, FINEST)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, tuple[int, int, int], list[Windows]]:
    """Pictures, and what is painted on them one after the other."""
    count, channels = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    shape = (draw(st.integers(1, 9)), draw(st.integers(1, 9)), channels)
    return count, shape, draw(st.lists(windows(count, channels), min_size=1, max_size=4))


@pytest.mark.parametrize(("few", "small"), [(8, 800), (0, 30), (0, 10**9), (0, 0)])
def test_pixels_take_the_samples_in_whose_cells_their_centres_lie(
    few: int, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(painting, "_FEW", few)
    monkeypatch.setattr(painting, "_SMALL", small)

    @settings(max_examples=60)
    @given(cases())
    def check(case: tuple[int, tuple[int, int, int], list[Windows]]) -> None:
        count, shape, layers = case
        found, expected = Painting(count, shape, np.uint8, FINEST), Canvas(count, shape)
        for layer in layers:
            found.paint(*layer)
            expected.paint(*layer)
        assert found.pixels.tolist() == expected.pixels.tolist()
        assert found.known.tolist() == expected.known.tolist()

    check()


def test_a_window_over_whole_pixels_is_copied() -> None:
    image = np.random.default_rng(0).random((1, 6, 7, 3), np.float32)
    found = Painting(1, (6, 7, 3), np.float32)
    found.paint(np.array([0]), image[:, 1:4, 2:7], np.array([[2.0, 1.0, 7.0, 4.0]]))
    assert np.array_equal(found.pixels[0, 1:4, 2:7], image[0, 1:4, 2:7])
    assert found.known.sum() == 15
    assert found.pixels[0][found.known[0] == 0].max() == 0


@given(cases())
def test_pictures_do_not_depend_on_each_other(case: tuple[int, tuple[int, int, int], list[Windows]]) -> None:
    count, shape, layers = case
    together = Painting(count, shape, np.uint8, FINEST)
    for layer in layers:
        together.paint(*layer)
    for row in range(count):
        alone = Painting(1, shape, np.uint8, FINEST)
        for layer in layers:
            own = layer.rows == row
            alone.paint(layer.rows[own] * 0, layer.samples[own], layer.boxes[own], layer.fineness)
        assert np.array_equal(alone.pixels[0], together.pixels[row])


def test_what_is_cleared_is_as_new() -> None:
    found = Painting(2, (2, 2, 1), np.uint8)
    found.paint(np.array([0, 1]), np.full((2, 1, 1, 1), 9, np.uint8), np.array([[0.0, 0.0, 2.0, 2.0]] * 2))
    found.clear(np.array([1]))
    assert found.pixels.sum(axis=(1, 2, 3)).tolist() == [36, 0]
    assert found.known.sum(axis=(1, 2)).tolist() == [4, 0]
