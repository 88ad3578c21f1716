from __future__ import annotations

import numpy as np

from imagespaces.factors import Interval
from imagespaces.transforms import Canvas, Fixed, SolidBackground


def test_each_channel_draws_its_own_level() -> None:
    gray, colour = (SolidBackground().parameters(Canvas(2, 2, channels, has_masks=True)) for channels in (1, 3))
    assert gray == (Interval("solid_background", 0.0, 1.0),)
    names = ["solid_background_red", "solid_background_green", "solid_background_blue"]
    assert [parameter.name for parameter in colour] == names
    assert SolidBackground(0.5).parameters(Canvas(2, 2, 1, has_masks=True)) == (Fixed("solid_background", 0.5),)


def test_it_is_even() -> None:
    levels = {"solid_background_0": np.array([0.2]), "solid_background_1": np.array([0.7])}
    changed = SolidBackground().apply(np.ones((1, 3, 4, 2), np.float32), levels, np.zeros((1, 3, 4), np.float32))
    np.testing.assert_allclose(changed, np.broadcast_to([0.2, 0.7], (1, 3, 4, 2)), rtol=1e-6)
