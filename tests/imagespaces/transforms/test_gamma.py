from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.transforms import Gamma
from tests.imagespaces.transforms.cases import images, once, pixelwise


@given(st.floats(0.01, 100))
def test_levels_are_raised_to_the_power(exponent: float) -> None:
    pixels = images()
    pixels[0, 0, 0] = (0, 1, 0.5)
    changed = once(Gamma(), pixels, gamma=exponent)
    np.testing.assert_allclose(changed, pixelwise(pixels, lambda value: value**exponent), atol=1e-5)
    assert changed[0, 0, 0, :2].tolist() == [0, 1]


def test_other_exponents_are_refused() -> None:
    allowed = r"a number from 0.01 to 100.0, or a pair \(low, high\) of such with low < high"
    with pytest.raises(ValueError, match=rf"^exponent must be {allowed}, got 0$"):
        Gamma(0)
