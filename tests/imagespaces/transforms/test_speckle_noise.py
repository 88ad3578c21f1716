from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.transforms import SpeckleNoise
from imagespaces.transforms.pixel_draws import normals
from tests.imagespaces.transforms.cases import images, once


@given(st.floats(0, 1), st.integers(0, 2**53 - 1))
def test_each_value_is_multiplied_by_a_number_of_its_own(std: float, key: int) -> None:
    pixels = images(1)
    changed = once(SpeckleNoise(), pixels, speckle_noise=std, speckle_noise_key=key)
    noise = normals("speckle_noise", np.array([key]), pixels.shape[1:])
    for place in np.ndindex(pixels.shape):
        expected = min(max(float(pixels[place]) * (1 + std * float(noise[place])), 0), 1)
        assert abs(changed[place] - expected) < 1e-6


def test_black_stays_black() -> None:
    assert not once(SpeckleNoise(), np.zeros((2, 5, 5, 1), np.float32), speckle_noise=1).any()
