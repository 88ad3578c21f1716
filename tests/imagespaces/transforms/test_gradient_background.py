from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.transforms import GradientBackground


def ground(height: int, width: int, angle: float, first: float = 0.2, last: float = 0.8) -> NDArray[np.float32]:
    values = {
        "gradient_background_from": np.array([first]),
        "gradient_background_to": np.array([last]),
        "gradient_background_angle": np.array([angle]),
    }
    black = np.zeros((1, height, width, 1), np.float32)
    return np.asarray(GradientBackground().apply(black, values, black[..., 0])[0, :, :, 0])


@given(st.integers(2, 12), st.integers(2, 12), st.floats(-360, 360))
@settings(max_examples=40)
def test_levels_change_evenly_along_the_angle(height: int, width: int, angle: float) -> None:
    found = ground(height, width, angle)
    right, down = math.cos(math.radians(angle)), -math.sin(math.radians(angle))
    along = np.array([[column * right + row * down for column in range(width)] for row in range(height)])
    expected = 0.2 + 0.6 * (along - along.min()) / (along.max() - along.min())
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize(
    ("angle", "dark", "bright"),
    [(0, (2, 0), (2, 4)), (90, (4, 2), (0, 2)), (180, (2, 4), (2, 0)), (45, (4, 0), (0, 4))],
)
def test_it_goes_where_the_angle_points(angle: float, dark: tuple[int, int], bright: tuple[int, int]) -> None:
    found = ground(5, 5, angle)
    assert found[dark] == pytest.approx(0.2, abs=1e-6)
    assert found[bright] == pytest.approx(0.8, abs=1e-6)


def test_a_single_pixel_is_between() -> None:
    assert ground(1, 1, 30)[0, 0] == pytest.approx(0.5)
