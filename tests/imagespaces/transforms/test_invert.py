from __future__ import annotations

import numpy as np
import pytest

from imagespaces.factors import Weighted
from imagespaces.transforms import Canvas, Invert
from tests.imagespaces.transforms.cases import images, pixelwise


def test_bright_and_dark_are_exchanged_where_it_is_said() -> None:
    pixels = images()
    changed = Invert().apply(pixels, {"invert": np.array([1, 0, 1])})
    np.testing.assert_allclose(changed[::2], pixelwise(pixels[::2], lambda value: 1 - value), atol=1e-6)
    assert np.array_equal(changed[1], pixels[1])


def test_factors() -> None:
    assert Invert(0.25).parameters(Canvas(2, 2, 1, has_masks=False)) == (
        Weighted("invert", ("no", "yes"), (0.75, 0.25)),
    )


def test_other_probabilities_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^probability must be a number from 0 to 1, got -1$"):
        Invert(-1)
