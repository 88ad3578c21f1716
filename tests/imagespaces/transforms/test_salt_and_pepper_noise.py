from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.transforms import SaltAndPepperNoise
from imagespaces.transforms.pixel_draws import uniforms
from tests.imagespaces.transforms.cases import images, once


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 2**53 - 1))
def test_pixels_are_white_or_black_by_chance(amount: float, salt: float, key: int) -> None:
    pixels = images(1)
    named = {"salt_and_pepper_noise": amount, "salt_and_pepper_noise_key": key}
    changed = once(SaltAndPepperNoise(salt=salt), pixels, **named)
    chances = uniforms("salt_and_pepper_noise", np.array([key]), (*pixels.shape[1:3], 1))
    for row, column in np.ndindex(pixels.shape[1:3]):
        chance = chances[0, row, column, 0]
        expected = pixels[0, row, column]
        if chance < np.float32(amount):
            expected = np.full(3, float(chance < np.float32(amount) * np.float32(salt)))
        assert np.array_equal(changed[0, row, column], expected)


def test_the_amount_is_the_share_of_pixels() -> None:
    gray = np.full((10, 40, 40, 1), 0.5, np.float32)
    changed = SaltAndPepperNoise(salt=0.25).apply(
        gray, {"salt_and_pepper_noise": np.full(10, 0.2), "salt_and_pepper_noise_key": np.arange(10)}
    )
    assert abs((changed == 1).mean() - 0.05) < 0.006
    assert abs((changed == 0).mean() - 0.15) < 0.01
