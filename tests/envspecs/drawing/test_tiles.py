from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.drawing.colours import GROUND, TROUGH
from envspecs.drawing.tiles import TILE, draw_tiles, tiles_size


def noise(height: int, width: int, channels: int = 3) -> np.ndarray:
    return np.random.default_rng(height * width).random((height, width, channels), np.float32)


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), max_size=7, min_size=1), st.integers(1, 500))
def test_tiles_have_the_size_that_was_told(sizes: list[tuple[int, int]], height: int) -> None:
    drawn = draw_tiles({f"picture {number}": noise(*size) for number, size in enumerate(sizes)}, height)
    assert drawn.shape == (*tiles_size(len(sizes), height), 3)
    assert drawn.dtype == np.uint8


@given(st.integers(1, 20), st.integers(308, 384))
def test_tiles_stand_beside_an_image_and_not_below_it(count: int, height: int) -> None:
    assert tiles_size(count, height)[0] <= height


def test_a_picture_is_enlarged_by_a_whole_factor_in_the_middle_of_its_place() -> None:
    picture = noise(4, 2)
    drawn = draw_tiles({"": picture}, 320)
    enlarged = np.kron(np.rint(picture * 255), np.ones((32, 32, 1))).astype(np.uint8)
    left, top = drawn.shape[1] - TILE + (TILE - 64) // 2, drawn.shape[0] - TILE + (TILE - 128) // 2
    assert np.array_equal(drawn[top : top + 128, left : left + 64], enlarged)
    assert tuple(drawn[top - 1, left]) == TROUGH
    assert tuple(drawn[top - 1, left - 2]) == GROUND


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_each_picture_has_its_title(count: int) -> None:
    titled = draw_tiles({chr(97 + number): noise(3, 3) for number in range(count)}, 320)
    untitled = draw_tiles({" " * number: noise(3, 3) for number in range(count)}, 320)
    differing = np.argwhere((titled != untitled).any(axis=2))
    rows, columns = differing.T
    assert (
        len({(row // (TILE + 30), column // (TILE + 12)) for row, column in zip(rows, columns, strict=True)}) == count
    )
