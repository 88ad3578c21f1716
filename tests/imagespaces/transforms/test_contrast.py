from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.transforms import Contrast
from tests.imagespaces.transforms.cases import images, once, pixelwise


@given(st.floats(0.01, 100))
def test_differences_from_mid_gray_are_multiplied(factor: float) -> None:
    pixels = images()
    expected = pixelwise(pixels, lambda value: 0.5 + factor * (value - 0.5))
    np.testing.assert_allclose(once(Contrast(), pixels, contrast=factor), expected, atol=1e-5)


def test_other_factors_are_refused() -> None:
    allowed = r"a number from 0.01 to 100.0, or a pair \(low, high\) of such with low < high"
    with pytest.raises(ValueError, match=rf"^factor must be {allowed}, got 0$"):
        Contrast(0)
