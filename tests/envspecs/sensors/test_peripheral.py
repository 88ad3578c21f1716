"""The whole image in few pixels."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from envspecs.sensors.peripheral import Peripheral
from imagespaces import ImageSpace
from tests.envspecs.sensors.lookers import KINDS, LANES, Looker, Pictures


def shares(length: int, count: int) -> NDArray[np.float64]:
    """How much of each pixel counts for each of fewer, ``[count, length]``."""
    found = np.zeros((count, length))
    for into in range(count):
        start, end = into * length / count, (into + 1) * length / count
        for pixel in range(length):
            found[into, pixel] = max(0.0, min(end, pixel + 1) - max(start, pixel)) / (end - start)
    return found


@settings(max_examples=40)
@given(st.integers(1, 11), st.integers(1, 14), st.sampled_from(["float32", "uint8"]), st.sampled_from([1, 3]))
def test_each_pixel_is_the_mean_of_what_it_covers(height: int, width: int, dtype: str, channels: int) -> None:
    looker = Looker("glimpse", Pictures(channels=channels, dtype=dtype), periphery=(height, width)).begin()
    images = looker.pictures.pixels[looker.pictures.rows].astype(np.float64)
    expected = np.einsum("yi,xj,bijc->byxc", shares(11, height), shares(14, width), images)
    seen = looker.see()["periphery"]
    assert seen.dtype == dtype
    np.testing.assert_allclose(seen, expected, rtol=0, atol=1e-6 if dtype == "float32" else 0.51)


def test_pictures_that_are_kept_as_bytes_are_averaged_before_they_are_rounded() -> None:
    pictures = Pictures(dtype="float32", stored="uint8")
    seen = Looker("full", pictures, periphery=(1, 1)).begin().see()["periphery"]
    means = pictures.pixels[pictures.rows].mean(axis=(1, 2)) / 255
    np.testing.assert_allclose(seen[:, 0, 0], means, rtol=0, atol=1e-6)


def test_it_is_worked_out_when_an_episode_begins_and_not_at_each_step() -> None:
    looker = Looker("glimpse", periphery=(2, 2), noise=0.3)
    first = looker.begin().see()["periphery"]
    before = looker.pictures.pixels
    looker.pictures.pixels = np.zeros_like(before)
    before[...] = 0
    looker.act()
    assert looker.see()["periphery"].tolist() == first.tolist()
    looker.begin(1)
    assert looker.see()["periphery"].any(axis=(1, 2, 3)).tolist() == [True, False, True]


def test_its_space_is_of_images() -> None:
    pictures = Pictures(dtype="uint8")
    assert Looker("full", pictures, periphery=(2, 5)).sensor.observation_spaces["periphery"] == ImageSpace(
        2, 5, 3, dtype="uint8"
    )


@pytest.mark.parametrize("size", [(12, 1), (1, 15)])
def test_a_periphery_larger_than_the_image_is_refused(size: tuple[int, int]) -> None:
    message = f"a periphery must fit 11 × 14 pixels, got {size[0]} × {size[1]}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Peripheral(KINDS["full"](Pictures(LANES)), Pictures(LANES), size)
