"""Windows that may reach beyond the image; what holds of all windows is in test_sampling.py."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.kernels.padded import PaddedWindows
from imagespaces.kernels.windows import window_sampler
from tests.imagespaces.kernels.sampling import KINDS, Case, cases


@given(cases(KINDS["padded"], scale=1.0), st.floats(1e-9, 1e-7))
def test_windows_of_scale_1_are_those_of_almost_1(case: Case, excess: float) -> None:
    np.testing.assert_allclose(case.windows(), replace(case, scale=1 + excess).windows(), rtol=0, atol=1e-5)


@pytest.mark.parametrize("scale", [1.0, 0.75])
def test_inside_of_the_image_it_is_the_window_that_stays_there(scale: float) -> None:
    pixels = np.random.default_rng(0).random((2, 9, 12, 3), np.float32)
    rows, places = np.array([0, 1, 1]), np.array([[-1.0, 1.0], [0.0, 0.0], [0.3, -0.7]])
    clamped = window_sampler(pixels, (4, 3), scale)(rows, places * [1, 1])
    room, extent = np.array([12, 9]), np.array([3, 4]) * scale
    padded = PaddedWindows(pixels, (4, 3), scale)(rows, places * (room - extent) / room)
    inner = np.s_[1:, 1:-1, 1:-1]
    np.testing.assert_allclose(padded[inner], clamped[inner], atol=1e-6)


def test_the_ends_of_the_range_put_the_centre_on_the_border() -> None:
    image = np.arange(1, 13, dtype=np.uint8).reshape(1, 3, 4, 1)
    corners = PaddedWindows(image, (2, 2), 1.0, "uint8")(
        np.zeros(4, np.intp), np.array([[-1, -1], [1, -1], [-1, 1], [1, 1.0]])
    )
    assert [window[..., 0].tolist() for window in corners] == [
        [[0, 0], [0, 1]],
        [[0, 0], [4, 0]],
        [[0, 9], [0, 0]],
        [[12, 0], [0, 0]],
    ]
