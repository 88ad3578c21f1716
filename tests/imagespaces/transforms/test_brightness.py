from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.transforms import Brightness
from tests.imagespaces.transforms.cases import images, once, pixelwise


@given(st.floats(-1, 1))
def test_it_is_added(change: float) -> None:
    pixels = images()
    expected = pixelwise(pixels, lambda value: value + change)
    np.testing.assert_allclose(once(Brightness(), pixels, brightness=change), expected, atol=1e-6)


def test_other_changes_are_refused() -> None:
    allowed = r"a number from -1 to 1, or a pair \(low, high\) of such with low < high"
    with pytest.raises(ValueError, match=rf"^change must be {allowed}, got 2$"):
        Brightness(2)
