"""Windows about a place, against loops and against averages worked out apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.kernels.foveae import FoveaSampler
from imagespaces.pixels import from_bytes, to_bytes

PICTURES = np.random.default_rng(0).integers(0, 256, (3, 9, 11, 2)).astype(np.uint8)


def cut(picture: NDArray[Any], top: int, left: int, rows: int, columns: int) -> NDArray[np.float64]:
    """A window, pixel by pixel, with 0 outside of the picture."""
    height, width, channels = picture.shape
    out = np.zeros((rows, columns, channels))
    for row in range(rows):
        for column in range(columns):
            if 0 <= top + row < height and 0 <= left + column < width:
                out[row, column] = picture[top + row, left + column] / 255
    return out


def look(extents: Any, size: Any, rows: Any, corners: Any, *, dtype: str = "float32", pictures: Any = PICTURES) -> Any:
    return FoveaSampler(pictures, size, extents, dtype)(np.array(rows), np.array(corners, np.int64))


places = st.tuples(st.integers(-15, 15), st.integers(-15, 15))


@given(st.integers(0, 2), places, st.integers(1, 5), st.integers(1, 5), st.integers(1, 4))
def test_windows_that_shrink_by_a_whole_factor_are_means(
    row: int, place: tuple[int, int], h: int, w: int, factor: int
) -> None:
    extent = (h * factor, w * factor)
    (found,) = look([extent], (h, w), [row], [[place]])
    pixels = cut(PICTURES[row], *place, *extent)
    expected = pixels.reshape(h, factor, w, factor, 2).mean(axis=(1, 3))
    np.testing.assert_allclose(found, expected, atol=1e-6)


@given(st.lists(places, min_size=2, max_size=2), st.integers(1, 4))
def test_windows_lie_one_behind_the_other_the_smallest_first(corners: Any, size: int) -> None:
    extents = [(size, size), (2 * size, 2 * size)]
    found = look(extents, (size, size), [1], [corners])
    assert found.shape == (1, size, size, 4)
    for level, (extent, corner) in enumerate(zip(extents, corners, strict=True)):
        alone = look([extent], (size, size), [1], [[corner]])
        assert np.array_equal(found[..., 2 * level : 2 * level + 2], alone)


@given(places, st.integers(1, 4), st.integers(5, 9))
def test_windows_that_grow_keep_their_range(place: Any, extent: int, size: int) -> None:
    (found,) = look([(extent, extent)], (size, size), [0], [[place]])
    top, left = place
    pixels = cut(PICTURES[0], top, left, extent, extent)
    assert found.min() >= pixels.min() - 1e-6
    assert found.max() <= pixels.max() + 1e-6
    middle = found[size // 2, size // 2] if size % 2 and extent % 2 else pixels[extent // 2, extent // 2]
    np.testing.assert_allclose(middle, pixels[extent // 2, extent // 2], atol=1e-6)


@given(st.lists(st.tuples(st.integers(0, 2), places), min_size=2, max_size=4))
def test_rows_do_not_depend_on_each_other(looks: Any) -> None:
    rows, corners = [row for row, _ in looks], [[place] for _, place in looks]
    together = look([(6, 4)], (3, 3), rows, corners)
    for lane in range(len(rows)):
        alone = look([(6, 4)], (3, 3), rows[lane : lane + 1], corners[lane : lane + 1])
        assert alone[0].tobytes() == together[lane].tobytes()


@pytest.mark.parametrize("pictures", [PICTURES, from_bytes(PICTURES)])
def test_bytes_are_rounded_where_bytes_are_wanted_alone(pictures: Any) -> None:
    arguments = [(7, 5)], (3, 4), [2], [[(-2, 4)]]
    exact = look(*arguments, pictures=from_bytes(PICTURES))
    np.testing.assert_allclose(look(*arguments, pictures=pictures), exact, atol=1e-6)
    rounded = look(*arguments, dtype="uint8", pictures=pictures)
    assert rounded.dtype == np.uint8
    assert np.abs(rounded.astype(int) - to_bytes(exact)).max() <= 1


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_means_of_white_are_no_more_than_white(height: int, width: int, rows: int, columns: int) -> None:
    size, extent = (min(height, rows), min(width, columns)), (max(height, rows), max(width, columns))
    for white in (np.ones((1, *extent, 1), np.float32), np.full((1, *extent, 1), 255, np.uint8)):
        found = FoveaSampler(white, size, [extent], "float32")(np.zeros(1, np.intp), np.zeros((1, 1, 2), np.int64))
        assert found.max() <= 1.0
        assert found.min() > 1 - 1e-5
