"""Noise, against its definition number by number, and its distribution."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from envspecs.sensors.noisy import Noisy
from imagespaces.draws import Draws, derive_key
from imagespaces.pixel_draws import normals
from tests.envspecs.sensors.lookers import KINDS, LANES, Looker, Pictures


def key(name: str, lane: int) -> int:
    """The key of what is drawn in the first episode of a lane."""
    low, high = Draws(derive_key("episode", lane), 0).words(name, 2)[0].tolist()
    return int(high << 32 | low)


def draws(lane: int, step: int) -> Draws:
    return Draws(key("noise", lane), step)


@pytest.mark.parametrize("kind", KINDS)
def test_each_value_has_a_normal_number_of_its_own_added(kind: str) -> None:
    noisy, bare = Looker(kind, noise=0.15).play(), Looker(kind).play()
    for step, (seen, plain) in enumerate(zip(noisy, bare, strict=True)):
        for lane in range(LANES):
            numbers = normals(draws(lane, step), "noise", plain["glimpse"].shape[1:])[0].astype(np.float64)
            expected = np.clip(plain["glimpse"][lane] + 0.15 * numbers, 0, 1)
            np.testing.assert_allclose(seen["glimpse"][lane], expected, atol=1e-6)
        others = seen.keys() - {"glimpse"}
        assert all(seen[name].tolist() == plain[name].tolist() for name in others)


def test_bytes_are_disturbed_likewise_and_rounded() -> None:
    pictures = [Pictures(dtype="uint8") for _ in range(2)]
    seen, plain = Looker("full", pictures[0], noise=0.3).begin().see(), Looker("full", pictures[1]).begin().see()
    assert seen["glimpse"].dtype == np.uint8
    for lane in range(LANES):
        numbers = normals(draws(lane, 0), "noise", plain["glimpse"].shape[1:])[0].astype(np.float64)
        expected = np.clip(plain["glimpse"][lane] + 255 * 0.3 * numbers, 0, 255)
        np.testing.assert_allclose(seen["glimpse"][lane], expected, atol=0.5 + 1e-3)


def gray(lanes: int, level: float) -> Pictures:
    pictures = Pictures(lanes, channels=1)
    pictures.pixels = np.full_like(pictures.pixels, level)
    return pictures


def flat(looker: Looker) -> NDArray[np.float64]:
    """The glimpses of a reset and of a step, ``[2, B, values]``."""
    first = looker.begin().see()["glimpse"]
    looker.act()
    both = np.stack((first, looker.see()["glimpse"]))
    return both.reshape(2, looker.lanes, -1).astype(np.float64)


def test_it_has_the_stated_mean_and_deviation_everywhere() -> None:
    values = flat(Looker("glimpse", gray(2000, 0.5), noise=0.1)) - 0.5  # 12 values each; 5 deviations to the border
    assert abs(values.mean()) < 5 * 0.1 / np.sqrt(values.size)
    assert abs(values.std() / 0.1 - 1) < 5 / np.sqrt(2 * values.size)
    np.testing.assert_allclose(values.mean(axis=(0, 1)), 0, atol=5 * 0.1 / np.sqrt(4000))
    np.testing.assert_allclose(values.std(axis=(0, 1)), 0.1, atol=5 * 0.1 / np.sqrt(8000))
    inside = (np.abs(values) < 0.1).mean()
    assert abs(inside - 0.6827) < 5 * np.sqrt(0.6827 * 0.3173 / values.size)


def test_it_is_independent_between_values_lanes_and_steps() -> None:
    values = flat(Looker("glimpse", gray(2000, 0.5), noise=0.1))
    across = np.corrcoef(np.concatenate(values, axis=1).T)  # 24 values of 2,000 lanes
    assert np.abs(across - np.eye(24)).max() < 5.5 / np.sqrt(2000)
    lanes = np.corrcoef(values[0, :-1].ravel(), values[0, 1:].ravel())[0, 1]
    assert abs(lanes) < 5 / np.sqrt(values[0].size)


@pytest.mark.parametrize(("level", "bound"), [(0.0, 0.0), (1.0, 1.0)])
def test_what_is_beyond_the_range_is_cut_off(level: float, bound: float) -> None:
    values = flat(Looker("glimpse", gray(500, level), noise=0.1))
    assert abs((values == bound).mean() - 0.5) < 0.03
    assert values.min() >= 0
    assert values.max() <= 1


@pytest.mark.parametrize("noise", [-0.1, 0.0, float("nan"), float("inf")])
def test_noise_that_is_none_is_refused(noise: float) -> None:
    message = f"noise must be positive and finite, got {noise!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Noisy(KINDS["full"](Pictures()), Pictures(), noise)


def test_without_a_glimpse_there_is_nothing_to_disturb() -> None:
    sensor: Any = KINDS["full"](Pictures())
    sensor.observation_spaces = {"row": None, "pixel": None}
    message = "noise takes a sensor that observes a glimpse, got one of ['pixel', 'row']"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Noisy(sensor, Pictures(), 0.1)
