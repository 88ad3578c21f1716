from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagespaces.transforms import NoiseBackground
from imagespaces.transforms.pixel_draws import uniforms


@given(st.integers(1, 12), st.integers(1, 12), st.floats(1, 9), st.integers(0, 2**53 - 1))
@settings(max_examples=40)
def test_levels_are_linear_between_the_points_of_a_grid(height: int, width: int, grain: float, key: int) -> None:
    black = np.zeros((1, height, width, 2), np.float32)
    background = NoiseBackground(grain, (0.2, 0.6))
    found = background.apply(black, {"noise_background_key": np.array([key])}, black[..., 0])[0]
    points = [math.ceil((length - 1) / grain) + 1 for length in (height, width)]
    grid = 0.2 + 0.4 * uniforms("noise_background", np.array([key]), (*points, 2))[0].astype(np.float64)
    grid = np.pad(grid, ((0, 1), (0, 1), (0, 0)), mode="edge")
    for row, column in np.ndindex(height, width):
        top, left = int(row / grain), int(column / grain)
        down, across = row / grain - top, column / grain - left
        above = grid[top, left] * (1 - across) + grid[top, left + 1] * across
        below = grid[top + 1, left] * (1 - across) + grid[top + 1, left + 1] * across
        np.testing.assert_allclose(found[row, column], above * (1 - down) + below * down, atol=1e-5)


@pytest.mark.parametrize("grain", [0.5, None, "coarse", float("nan")])
def test_finer_grains_are_refused(grain: Any) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        NoiseBackground(grain)
    assert str(found.value) == f"grain must be a number of pixels of at least 1, got {grain!r}"
