"""Windows of several sizes about one place."""

from __future__ import annotations

import pickle
import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box
from hypothesis import given
from hypothesis import strategies as st

from envspecs.motions import Absolute
from envspecs.sensors import Foveated, Glimpse
from imagespaces import CircleSquare, ImageSpace
from imagespaces.bank import gallery
from imagespaces.draws import Draws, Plan

SPACE = CircleSquare(height=30, width=41, extent=8)


def sensor(position: Any = None, **options: Any) -> Foveated:
    made = Foveated(gallery(SPACE, 1), motion=Absolute(), **options)
    given_position = {} if position is None else {"position": np.array([position])}
    made.reset(np.arange(1), Draws(0, np.arange(1), Plan(dict(made.words))), given_position)
    return made


positions = st.tuples(st.floats(-1, 1), st.floats(-1, 1))


@given(positions)
def test_the_smallest_window_is_a_glimpse_of_whole_pixels(position: Any) -> None:
    left, top, _, _ = sensor(position, size=(5, 7)).boxes(slice(None))[0].tolist()
    seen = sensor(position, size=(5, 7)).observe(slice(None))["glimpse"][0, :, :, 0]
    row, column = round(top + 1e-9), round(left + 1e-9)
    candidates = [
        SPACE.at(0).image[y : y + 5, x : x + 7, 0]
        for y in {row, int(np.floor(top + 0.5))}
        for x in {column, int(np.floor(left + 0.5))}
    ]
    assert any(np.array_equal(seen, each) for each in candidates)


def test_windows_are_about_one_centre() -> None:
    seen = sensor((0.0, 0.0), size=(4, 3), levels=3).observe(slice(None))["glimpse"][0]
    image = SPACE.at(0).image[..., 0]
    for level, (h, w) in enumerate([(4, 3), (8, 6), (16, 12)]):
        top, left = 15 - h // 2, int(np.floor(20.5 - w / 2 + 0.5))
        pixels = image[top : top + h, left : left + w].reshape(4, 2**level, 3, 2**level)
        np.testing.assert_allclose(seen[..., level], pixels.mean(axis=(1, 3)), atol=1e-6)


def test_it_starts_and_moves_as_a_glimpse_of_its_smallest_window() -> None:
    fovea = sensor(size=(6, 6))
    glimpse = Glimpse(gallery(SPACE, 1), size=(6, 6), motion=Absolute())
    glimpse.reset(np.arange(1), Draws(0, np.arange(1), Plan(dict(glimpse.words))), {})
    for action in ([[0.3, -0.2]], [[5.0, -1.0]]):
        assert fovea.boxes(slice(None)).tolist() == glimpse.boxes(slice(None)).tolist()
        assert [each.move(np.array(action)).tolist() for each in (fovea, glimpse)]
    assert fovea.coverage == glimpse.coverage


def test_spaces() -> None:
    made = sensor(size=(4, 5), levels=2)
    assert dict(made.observation_spaces) == {
        "glimpse": ImageSpace(4, 5, 2),
        "glimpse_pos": Box(-1.0, 1.0, (2,), np.float32),
    }


def test_copies_see_the_same() -> None:
    made = sensor()
    again = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own
    assert np.array_equal(again.observe(slice(None))["glimpse"], made.observe(slice(None))["glimpse"])


def test_a_window_larger_than_the_image_is_refused() -> None:
    message = "the smallest window must fit 30 × 41 pixels, got 31 × 4"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        sensor(size=(31, 4))
