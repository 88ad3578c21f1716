"""What was seen so far."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.playing.seen import Seen

WHITE = np.ones((4, 4, 1), np.float32)


def box(*edges: float) -> np.ndarray:
    return np.array(edges, np.float64)


def test_a_glimpse_lies_where_it_was_taken() -> None:
    seen = Seen((10, 12))
    glimpse = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    seen.add(glimpse, box(3, 5, 5, 7))
    assert np.array_equal(seen.pixels[5:7, 3:5], glimpse)
    assert seen.known[5:7, 3:5].all()
    assert seen.known.sum() == 4
    assert not seen.pixels[~seen.known].any()


@given(st.integers(-9, 19), st.integers(-9, 19), st.integers(1, 9), st.integers(1, 9))
def test_what_lies_beyond_the_image_is_left_out(left: int, top: int, height: int, width: int) -> None:
    seen = Seen((10, 12))
    random = np.random.default_rng(0).integers(1, 256, (height, width, 3), dtype=np.uint8)
    seen.add(random, box(left, top, left + width, top + height))
    expected = np.zeros((40, 40, 3), np.uint8)
    expected[10 + top : 10 + top + height, 10 + left : 10 + left + width] = random
    assert np.array_equal(seen.pixels, expected[10:20, 10:22])
    assert np.array_equal(seen.known, seen.pixels.any(axis=2))


@pytest.mark.parametrize(("edges", "count"), [((0, 0, 8, 8), 64), ((2, 2, 4, 4), 4), ((1.4, 1.4, 5.4, 5.4), 16)])
def test_samples_cover_what_they_were_taken_of(edges: tuple[float, ...], count: int) -> None:
    seen = Seen((10, 12))
    seen.add(WHITE, box(*edges))
    assert seen.known.sum() == count
    assert (seen.pixels[seen.known] == 255).all()


def test_the_latest_counts_but_for_what_was_seen_more_finely() -> None:
    seen = Seen((4, 4))
    seen.add(WHITE, box(0, 0, 2, 4), 2)
    seen.add(WHITE / 2, box(0, 0, 4, 4), 1)
    assert seen.pixels[0, :, 0].tolist() == [255, 255, 128, 128]
    seen.add(WHITE / 4, box(1, 0, 3, 4), 2)
    assert seen.pixels[0, :, 0].tolist() == [255, 64, 64, 128]
