from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces import Polygons
from imagespaces.transforms import Canvas, SolidBackground
from tests.imagespaces.transforms.cases import coverage, images


@given(st.floats(0, 1), st.integers(0, 99))
def test_objects_are_in_front(level: float, seed: int) -> None:
    pixels, covered = images(2, channels=1, seed=seed), coverage(2, seed=seed)
    changed = SolidBackground().apply(pixels, {"solid_background": np.full(2, level)}, covered)
    for place in np.ndindex(covered.shape):
        seen = float(pixels[place][0]) if covered[place] > 0 else 0.0
        assert changed[place][0] == pytest.approx(min(seen + (1 - float(covered[place])) * level, 1), abs=1e-6)


def test_soft_edges_blend_into_the_ground() -> None:
    """Between a white polygon and a white ground nothing is seen, neither of the black that it was drawn on."""
    space = Polygons(states=1, height=40, width=40, radius=12, transforms=[SolidBackground(1)])
    np.testing.assert_allclose(space.at(0).image, 1, atol=1e-6)
    half = Polygons(states=1, height=40, width=40, radius=12, color=0.5, transforms=[SolidBackground(0.5)])
    np.testing.assert_allclose(half.at(0).image, 0.5, atol=0.005)


def test_masks_are_needed() -> None:
    kind = "SolidBackground is seen where objects are not, and needs a space with masks, got one without"
    with pytest.raises(ValueError, match=rf"^{kind}$"):
        SolidBackground().parameters(Canvas(2, 2, 1, has_masks=False))
