from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagespaces import pixel_draws
from imagespaces.draws import Draws, derive_key
from imagespaces.factors import Interval
from imagespaces.transforms.pixel_draws import key_of, normals, uniforms

KEYS = st.lists(st.integers(0, 2**53 - 1), min_size=1, max_size=6)


@given(KEYS, st.integers(1, 9), st.integers(1, 9))
@settings(max_examples=30)
def test_uniform_numbers_are_those_of_the_address(keys: list[int], height: int, width: int) -> None:
    numbers = uniforms("noise", np.array(keys), (height, width))
    words = Draws(derive_key("pixels", 0), keys).words("noise", height * width)
    assert numbers.dtype == np.float32
    assert np.array_equal(numbers.reshape(len(keys), -1), (words >> 8).astype(np.float64) / 2**24)


@given(KEYS, st.integers(1, 9))
@settings(max_examples=30)
def test_normal_numbers_are_those_of_box_and_muller(keys: list[int], count: int) -> None:
    half = -(-count // 2)
    units = uniforms("noise", np.array(keys), (2 * half,)).astype(np.float64)
    radius, angle = np.sqrt(-2 * np.log(1 - units[:, :half])), 2 * np.pi * units[:, half:]
    expected = np.concatenate((radius * np.cos(angle), radius * np.sin(angle)), axis=1)[:, :count]
    np.testing.assert_allclose(normals("noise", np.array(keys), (count,)), expected, atol=2e-5)


@pytest.mark.parametrize("draw", [uniforms, normals])
def test_rows_are_the_same_in_any_batch_and_any_number_at_once(monkeypatch: pytest.MonkeyPatch, draw: object) -> None:
    assert callable(draw)
    keys = np.arange(5) * 10**12
    together = draw("noise", keys, (7, 3))
    monkeypatch.setattr(pixel_draws, "_WORDS_AT_ONCE", 30)
    assert np.array_equal(draw("noise", keys, (7, 3)), together)
    for row in range(5):
        assert np.array_equal(draw("noise", keys[row : row + 1], (7, 3))[0], together[row])


def test_names_and_keys_tell_noise_apart() -> None:
    keys = np.array([3])
    assert not np.array_equal(uniforms("one", keys, (9,)), uniforms("other", keys, (9,)))
    assert not np.array_equal(uniforms("one", keys, (9,)), uniforms("one", keys + 1, (9,)))


def test_numbers_are_distributed_as_they_should() -> None:
    numbers = normals("noise", np.arange(20), (5000,)).astype(np.float64)
    assert abs(numbers.mean()) < 0.015
    assert abs(numbers.std() - 1) < 0.01
    assert abs((np.abs(numbers) < 1).mean() - 0.6827) < 0.006
    units = uniforms("noise", np.arange(20), (5000,))
    assert units.min() >= 0
    assert units.max() < 1
    np.testing.assert_allclose(np.histogram(units, 10, (0, 1))[0], 10_000, atol=500)


def test_a_key_is_an_integer_that_floats_hold() -> None:
    assert key_of("noise") == Interval("noise_key", 0, 2**53, "integer")
