from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagespaces.transforms import PoissonNoise
from imagespaces.transforms.pixel_draws import uniforms
from tests.imagespaces.transforms.cases import images, once


def poisson(mean: float, chance: float) -> int:
    """The least k whose cumulative probability is above the chance."""
    count, share = 0, math.exp(-mean)
    left = chance - share
    while left >= 0:
        count += 1
        share *= mean / count
        left -= share
    return count


@given(st.floats(1, 255), st.integers(0, 2**53 - 1))
@settings(max_examples=30)
def test_photons_are_counted(peak: float, key: int) -> None:
    pixels = images(1, 3, 3)
    changed = once(PoissonNoise(), pixels, poisson_noise=peak, poisson_noise_key=key)
    chances = uniforms("poisson_noise", np.array([key]), pixels.shape[1:])
    for place in np.ndindex(pixels.shape):
        mean = float(np.float32(pixels[place]) * np.float32(peak))
        expected = min(poisson(mean, float(chances[place])) / peak, 1)
        assert changed[place] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("level", [0.0, 0.1, 0.5])
def test_mean_and_variance_are_those_of_photons(level: float) -> None:
    flat = np.full((20, 30, 30, 1), level, np.float32)
    values = {"poisson_noise": np.full(20, 40.0), "poisson_noise_key": np.arange(20)}
    changed = PoissonNoise().apply(flat, values).astype(np.float64)
    assert changed.mean() == pytest.approx(level, abs=0.004)
    assert changed.var() == pytest.approx(level / 40, rel=0.05)


def test_other_peaks_are_refused() -> None:
    allowed = r"a number from 1 to 255.0, or a pair \(low, high\) of such with low < high"
    with pytest.raises(ValueError, match=rf"^peak must be {allowed}, got 0.5$"):
        PoissonNoise(0.5)
