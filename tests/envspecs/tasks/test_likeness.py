from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import skimage.metrics
from hypothesis import given
from hypothesis import strategies as st

from envspecs.tasks.likeness import MOST_DECIBELS, peak_signal_to_noise, structural_similarity

metrics: Any = skimage.metrics  # without types


@given(st.integers(7, 20), st.integers(7, 20), st.sampled_from([1, 3]), st.integers(0, 99))
def test_structural_similarity_is_scikit_image_s_own(height: int, width: int, channels: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    truth = random.random((height, width, channels))
    guess = truth + 0.1 * random.normal(size=truth.shape)
    expected = metrics.structural_similarity(truth, guess, data_range=1.0, channel_axis=-1)
    assert structural_similarity(truth, guess) == pytest.approx(expected, rel=1e-12)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 99))
def test_pictures_of_any_size_are_like_themselves_most(height: int, width: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    truth = random.random((height, width, 2))
    assert structural_similarity(truth, truth) == pytest.approx(1)
    assert structural_similarity(truth, 1 - truth) < 1


@given(st.floats(1e-4, 1), st.integers(0, 99))
def test_the_peak_ratio_is_scikit_image_s_own(error: float, seed: int) -> None:
    truth = np.random.default_rng(seed).random((4, 5))
    expected = metrics.peak_signal_noise_ratio(truth, truth + error, data_range=1.0)
    assert peak_signal_to_noise(error) == pytest.approx(expected, rel=1e-9)


def test_the_peak_ratio_ends_somewhere() -> None:
    assert peak_signal_to_noise(0.0) == peak_signal_to_noise(1e-9) == MOST_DECIBELS
    assert math.isfinite(peak_signal_to_noise(1e30))
