from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.transforms import GaussianNoise
from imagespaces.transforms.pixel_draws import normals
from tests.imagespaces.transforms.cases import images, once


@given(st.floats(0, 1), st.integers(0, 2**53 - 1))
def test_each_value_has_a_number_of_its_own_added(std: float, key: int) -> None:
    pixels = images(1)
    changed = once(GaussianNoise(), pixels, gaussian_noise=std, gaussian_noise_key=key)
    noise = normals("gaussian_noise", np.array([key]), pixels.shape[1:])
    for place in np.ndindex(pixels.shape):
        expected = min(max(float(pixels[place]) + std * float(noise[place]), 0), 1)
        assert abs(changed[place] - expected) < 1e-6


def test_its_spread_is_the_standard_deviation() -> None:
    gray = np.full((20, 30, 30, 1), 0.5, np.float32)
    changed = GaussianNoise().apply(gray, {"gaussian_noise": np.full(20, 0.1), "gaussian_noise_key": np.arange(20)})
    assert abs(changed.std() - 0.1) < 0.002
    assert abs(changed.mean() - 0.5) < 0.002
