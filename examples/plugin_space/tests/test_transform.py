"""What a vignette does to the images of any space."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imagespaces import ImageSpace
from imagespaces.testing.strategies import image_spaces, index_lists, transforms
from stripes_plugin import Vignette


@given(image_spaces(labelled=True, dtype="float32"), st.floats(0, 1), st.data())
def test_nothing_gets_brighter_or_loses_more_than_the_corners(
    space: ImageSpace, strength: float, data: st.DataObject
) -> None:
    images = space.images(data.draw(index_lists(space)))
    darker = Vignette(strength).apply(images, {"vignette": np.full(len(images), strength)})
    assert (darker <= images).all()
    assert (darker >= images * np.float32(1 - strength) - 1e-6).all()


@given(transforms(kinds=["vignette"], min_size=1))
def test_vignettes_are_drawn_with_the_transforms_of_the_library(some: tuple[Vignette]) -> None:
    (vignette,) = some
    assert isinstance(vignette, Vignette)
