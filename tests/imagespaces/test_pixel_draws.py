"""Numbers for every pixel, against the words they are made of."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces import pixel_draws
from imagespaces.draws import Draws
from imagespaces.pixel_draws import normals, uniforms

KEYS = st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=6)
DRAWERS: list[Callable[..., NDArray[np.float32]]] = [uniforms, normals]


def draws_of(keys: list[int], address: int = 3) -> Draws:
    return Draws(np.array(keys, np.uint64), np.full(len(keys), address))


@given(KEYS, st.integers(1, 9), st.integers(1, 9))
@settings(max_examples=30)
def test_uniform_numbers_are_the_words_of_the_address(keys: list[int], height: int, width: int) -> None:
    numbers = uniforms(draws_of(keys), "noise", (height, width))
    words = draws_of(keys).words("noise", height * width)
    assert numbers.dtype == np.float32
    assert numbers.shape == (len(keys), height, width)
    assert np.array_equal(numbers.reshape(len(keys), -1), (words >> 8).astype(np.float64) / 2**24)


@given(KEYS, st.integers(1, 9))
@settings(max_examples=30)
def test_normal_numbers_are_those_of_box_and_muller(keys: list[int], count: int) -> None:
    half = -(-count // 2)
    units = uniforms(draws_of(keys), "noise", (2 * half,)).astype(np.float64)
    radius, angle = np.sqrt(-2 * np.log(1 - units[:, :half])), 2 * np.pi * units[:, half:]
    expected = np.concatenate((radius * np.cos(angle), radius * np.sin(angle)), axis=1)[:, :count]
    np.testing.assert_allclose(normals(draws_of(keys), "noise", (count,)), expected, atol=2e-5)


@pytest.mark.parametrize("draw", DRAWERS)
def test_rows_are_the_same_in_any_batch_and_any_number_at_once(
    monkeypatch: pytest.MonkeyPatch, draw: Callable[..., NDArray[np.float32]]
) -> None:
    keys = list(range(5))
    together = draw(draws_of(keys), "noise", (7, 3))
    monkeypatch.setattr(pixel_draws, "_WORDS_AT_ONCE", 30)
    assert np.array_equal(draw(draws_of(keys), "noise", (7, 3)), together)
    for row in range(5):
        assert np.array_equal(draw(draws_of(keys[row : row + 1]), "noise", (7, 3))[0], together[row])


@pytest.mark.parametrize("draw", DRAWERS)
def test_keys_addresses_and_names_tell_numbers_apart(draw: Callable[..., NDArray[np.float32]]) -> None:
    found = {
        draw(draws_of([key], address), name, (4,)).tobytes()
        for key in (1, 2)
        for address in (0, 1)
        for name in ("noise", "dropout")
    }
    assert len(found) == 8
