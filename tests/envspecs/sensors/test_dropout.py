"""Holes in glimpses, against their definition pixel by pixel, and how often they come."""

from __future__ import annotations

import re

import numpy as np
import pytest

from envspecs.sensors.dropout import Dropout
from imagespaces.draws import Draws, derive_key
from imagespaces.pixel_draws import uniforms
from tests.envspecs.sensors.lookers import KINDS, LANES, Looker, Pictures


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_pixels_are_0_where_their_numbers_are_below_the_probability(kind: str, dtype: str) -> None:
    holed = Looker(kind, Pictures(dtype=dtype), dropout=0.4).play()
    bare = Looker(kind, Pictures(dtype=dtype)).play()
    for step, (seen, plain) in enumerate(zip(holed, bare, strict=True)):
        for lane in range(LANES):
            low, high = Draws(derive_key("episode", lane), 0).words("dropout", 2)[0].tolist()
            numbers = uniforms(Draws(high << 32 | low, step), "dropout", plain["glimpse"].shape[1:3])[0]
            expected = plain["glimpse"][lane].copy()
            expected[numbers < 0.4] = 0
            assert seen["glimpse"][lane].tolist() == expected.tolist()


@pytest.mark.parametrize("probability", [0.02, 0.5, 0.9, 1.0])
def test_holes_come_as_often_as_stated_everywhere_and_apart(probability: float) -> None:
    pictures = Pictures(3000)
    pictures.pixels = np.ones_like(pictures.pixels)
    holes = np.stack([seen["glimpse"] == 0 for seen in Looker("glimpse", pictures, dropout=probability).play(1)])
    assert (holes == holes[..., :1]).all()  # all channels together
    single = holes[..., 0].reshape(2, 3000, -1)
    spread = np.sqrt(probability * (1 - probability))
    np.testing.assert_allclose(single.mean(axis=(0, 1)), probability, atol=5 * spread / np.sqrt(6000))
    if probability < 1:
        across = np.corrcoef(np.concatenate(single, axis=1).T)
        assert np.abs(across - np.eye(len(across))).max() < 6 / np.sqrt(3000)


def test_it_leaves_noise_as_it_is_and_holes_without_any() -> None:
    both = Looker("full", dropout=0.4, noise=0.5).begin().see()
    noisy = Looker("full", noise=0.5).begin().see()
    holes = both["glimpse"].sum(axis=-1) == 0
    assert 0.3 < holes.mean() < 0.5
    assert np.array_equal(both["glimpse"][~holes], noisy["glimpse"][~holes])


@pytest.mark.parametrize("dropout", [-0.1, 1.5, float("nan")])
def test_what_is_no_probability_is_refused(dropout: float) -> None:
    message = f"dropout must be from 0 to 1, got {dropout!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Dropout(KINDS["full"](Pictures()), Pictures(), dropout)
